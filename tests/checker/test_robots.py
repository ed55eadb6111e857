"""robots.txt as RFC 9309 has it: what it forbids, what is no obstacle, and how often it is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from finder.items import Failure
from tests.checker.opened import failure, look, visit
from tests.world import Answer, Endless, Garbage, GzipBomb, HangUp, Reset, Sequence, Silent, Truncated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from finder.items import Fetch
    from finder.network import Network
    from tests.world import Behaviour, World

    Robots: TypeAlias = str | int | Behaviour | None

CLOSED = "User-agent: *\nDisallow: /\n"
DISALLOWED = Failure.ROBOTS_DISALLOWED


def outcomes(world: World, *urls: str, **settings: object) -> list[Failure | None]:
    """What looks at the addresses, one after the other, end with."""

    async def go(network: Network) -> list[Failure | None]:
        return [(await network.looker.look(url, max_bytes=999)).fetch.failure for url in urls]

    return visit(world, go, **settings)


def side_by_side(world: World, every: Iterable[Robots]) -> list[Failure | None]:
    """What a look ends with at hosts that have each one of the given robots.txt."""
    hosts = []
    for number, robots in enumerate(every):
        hosts.append(f"host-{number}.example")
        world.site(hosts[-1], robots=robots).page("/", "here")

    async def go(network: Network) -> list[Failure | None]:
        looks = (network.looker.look(f"http://{host}/", max_bytes=999) for host in hosts)
        return [seen.fetch.failure for seen in await asyncio.gather(*looks)]

    return visit(world, go)


def test_what_is_no_rule_for_us_is_no_obstacle(world: World) -> None:
    every: list[Robots] = [
        None,
        401,
        403,
        410,
        "",
        "\x00\x01 nonsense without any rule",
        "User-agent: other\nDisallow: /\n",
        "User-agent: *\nDisallow:\n",
        Answer("<!DOCTYPE html>\nUser-agent: *\nDisallow: /\n"),
        Answer("\n <HTML><body>User-agent: *\nDisallow: /"),
        Answer(CLOSED, 204),
        Answer(CLOSED, 302),
        Answer("", 302, headers={"Location": "mailto:robots@host.example"}),
        Answer("", 302, headers={"Location": "http://nowhere.example/robots.txt"}),
        Answer("", 302, headers={"Location": "http://10.0.0.1/robots.txt"}),
        Truncated(b"<!DOCTYPE html>\nDisallow: /"),
        Answer(CLOSED, 404, headers={"Content-Encoding": "br"}),
        Endless(b"#" * 60_000),
        GzipBomb(20_000_000),
    ]
    assert side_by_side(world, every) == [None] * len(every)


def test_a_robots_txt_that_never_comes_is_no_obstacle(world: World) -> None:
    world.site("host.example", robots=Silent()).page("/", "here")
    assert look(world, "http://host.example/", FINDER_TIMEOUT=0.5).body == b"here"


def test_what_is_forbidden_is_never_asked_for(world: World) -> None:
    every: list[Robots] = [
        CLOSED,
        "\ufeff" + CLOSED,
        CLOSED.replace("\n", "\r"),
        CLOSED.replace("\n", "\r\n"),
        "USER-AGENT : FINDER\nDISALLOW : /",
        "User-agent: other\nUser-agent: finder\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
        Answer(CLOSED, content_type="text/html"),
        Answer("\xff\xfe bytes that are no UTF-8\n".encode("latin-1") + CLOSED.encode()),
    ]
    assert side_by_side(world, every) == [DISALLOWED] * len(every)
    assert not world.requests()


def test_rules_with_wildcards_ends_and_exceptions_are_understood(world: World) -> None:
    rules = (
        "User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\n"
        "Disallow: /*?session=\nDisallow: /caf%C3%A9\n"
    )
    world.site("host.example", robots=rules).fallback("here")
    expected = {
        "/": None,
        "/private": None,
        "/private/": DISALLOWED,
        "/private/open/1": None,
        "/a/b.pdf": DISALLOWED,
        "/a/b.pdf.html": None,
        "/a?session=1": DISALLOWED,
        "/a?b&session=1": None,
        "/caf%C3%A9/menu": DISALLOWED,
    }
    seen = outcomes(world, *(f"http://host.example{path}" for path in expected))
    assert dict(zip(expected, seen, strict=True)) == expected


def test_our_own_group_counts_rather_than_the_one_for_all(world: World) -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: Harbour\nDisallow: /quay\n"
    world.site("host.example", robots=rules).fallback("here")
    seen = outcomes(
        world,
        "http://host.example/",
        "http://host.example/quay",
        FINDER_ROBOTS_NAME="harbour",
        USER_AGENT="harbour/1",
    )
    assert seen == [None, DISALLOWED]


def test_the_name_in_the_user_agent_is_obeyed_too(world: World) -> None:
    for_set = "User-agent: finder\nDisallow: /set\n\n"
    for_said = "User-agent: acme-bot\nDisallow: /said\nCrawl-delay: 0.01\n\n"
    world.site("host.example", robots=for_set + for_said + "User-agent: mozilla\nDisallow: /\n").fallback(
        "here"
    )
    urls = [f"http://host.example/{path}" for path in ("set", "said", "free")]
    for agent in ("acme-bot/1.0", "Mozilla/5.0 (compatible; Acme-Bot/1.0; +https://acme.example/bot)"):
        assert outcomes(world, *urls, USER_AGENT=agent) == [DISALLOWED, DISALLOWED, None]


def test_a_file_that_breaks_down_twice_forbids_everything(world: World) -> None:
    every: list[Robots] = [
        Reset(),
        HangUp(),
        Garbage(),
        Truncated(b"User-agent: *\nAllow: /\n"),
        Answer("User-agent: *\nAllow: /\n", headers={"Content-Encoding": "br"}),
        429,
        Answer("", 302, headers={"Location": "http://host-0.example/robots.txt"}),
    ]
    assert side_by_side(world, every) == [Failure.ROBOTS_UNREACHABLE] * len(every)
    assert not world.requests()


def test_a_file_that_breaks_down_once_is_asked_for_again(world: World) -> None:
    well = Answer("User-agent: *\nDisallow: /closed\n")
    every: list[Robots] = [
        Sequence(first, well) for first in (Reset(), Garbage(), Truncated(b"User-agent: *\n"))
    ]
    assert side_by_side(world, every) == [None] * len(every)
    closed = [f"http://host-{number}.example/closed" for number in range(len(every))]
    assert outcomes(world, *closed) == [DISALLOWED] * len(every)


def test_as_long_as_a_robots_txt_asks_us_to_wait_the_host_is_left_alone(world: World) -> None:
    for status in (429, 503):
        told = Answer("", status, headers={"Retry-After": "3600"})
        world.site(f"s{status}.example", robots=told).page("/", "here")

        async def go(network: Network, host: str = f"s{status}.example") -> list[Failure | None]:
            first = (await network.looker.look(f"http://{host}/", max_bytes=9)).fetch.failure
            return [first, (await network.looker.look(f"https://{host}/", max_bytes=9)).fetch.failure]

        # The other origin is the same host.
        assert visit(world, go) == [Failure.ROBOTS_UNREACHABLE, Failure.ASKED_TO_WAIT]


def test_a_server_error_closes_the_host(world: World) -> None:
    assert side_by_side(world, [500, 503, 599]) == [Failure.ROBOTS_UNREACHABLE] * 3
    world.site("host.example", robots=503).page("/", "here")
    seen = outcomes(world, "http://host.example/", "http://host.example/2")
    assert seen == [Failure.ROBOTS_UNREACHABLE] * 2
    assert [record.path for record in world.requests("host.example", robots=True)] == ["/robots.txt"]


def test_a_redirected_robots_txt_counts_for_the_host_that_sent_us(world: World) -> None:
    www = world.site("www.host.example", robots=CLOSED)
    www.page("/", "www")
    there = Answer(status=301, headers={"Location": "//www.host.example/robots.txt"})
    world.site("host.example", robots=there).page("/", "here")
    assert failure(world, "http://host.example/") is DISALLOWED


def test_a_robots_txt_that_redirects_for_ever_is_left_after_five_times(world: World) -> None:
    robots = Answer(status=302, headers={"Location": "/robots.txt"})
    world.site("host.example", robots=robots).page("/", "here")
    assert failure(world, "http://host.example/") is None
    assert len(world.requests("host.example", "/robots.txt")) == 6


def test_a_redirect_that_leads_nowhere_is_asked_for_once(world: World) -> None:
    world.site("host.example", robots=302).page("/", "here")
    assert failure(world, "http://host.example/") is None
    assert len(world.requests("host.example", "/robots.txt")) == 1


def test_robots_txt_is_asked_for_once_for_each_origin(world: World) -> None:
    world.site("host.example", robots="User-agent: *\nDisallow: /x").fallback("here")
    world.site("www.host.example").fallback("here")

    async def often(network: Network) -> None:
        urls = [
            f"{origin}/{number}"
            for number in range(4)
            for origin in ("http://host.example", "https://host.example", "http://www.host.example")
        ]
        await asyncio.gather(*(network.looker.look(url, max_bytes=99) for url in urls))

    visit(world, often)
    asked = [(record.scheme, record.host) for record in world.requests(path="/robots.txt")]
    assert sorted(asked) == [
        ("http", "host.example"),
        ("http", "www.host.example"),
        ("https", "host.example"),
    ]


def test_every_hop_is_asked_for_by_the_rules_of_its_host(world: World) -> None:
    world.site("first.example").redirect("/", "http://second.example/go")
    world.site("second.example").redirect("/go", "http://third.example/secret")
    world.site("third.example", robots="User-agent: *\nDisallow: /secret").page("/secret", "here")

    seen = look(world, "http://first.example/").fetch
    assert (seen.failure, seen.final_url) == (DISALLOWED, "http://third.example/secret")
    assert [hop.status for hop in seen.hops] == [301, 301, None]
    assert seen.requests == 2
    assert [record.path for record in world.requests("third.example", robots=True)] == ["/robots.txt"]


def test_a_hop_within_a_host_is_judged_by_its_path(world: World) -> None:
    world.site("host.example", robots="User-agent: *\nDisallow: /login").redirect("/page", "/login?to=/page")
    assert failure(world, "http://host.example/page") is DISALLOWED
    assert len(world.requests("host.example")) == 1


def test_a_host_that_is_not_there_is_not_tried_twice(world: World) -> None:
    world.dns.refused("refused.example")
    world.site("alert.example", tls="alert")
    world.site("mute.example", tls="silent")

    async def often(network: Network) -> list[Fetch]:
        hosts = ("http://refused.example", "https://alert.example", "https://mute.example")
        urls = [f"{host}/{number}" for number in range(3) for host in hosts]
        return [(await network.looker.look(url, max_bytes=99)).fetch for url in urls]

    seen = visit(world, often, FINDER_CONNECT_TIMEOUT=0.3)
    assert [fetch.failure for fetch in seen] == [Failure.REFUSED, Failure.TLS, Failure.CONNECT_TIMEOUT] * 3
    assert {fetch.requests for fetch in seen} == {0}
    # Only the first look at the silent host waited for it.
    assert seen[2].elapsed >= 0.3
    assert seen[5].elapsed + seen[8].elapsed < 0.3


def test_a_crawl_delay_is_kept_up_to_the_longest_that_we_allow(world: World) -> None:
    world.site("slow.example", robots="User-agent: *\nCrawl-delay: 0.1").fallback("here")
    world.site("endless.example", robots="User-agent: *\nCrawl-delay: 86400").fallback("here")

    async def go(network: Network) -> None:
        urls = [f"http://{host}.example/{number}" for host in ("slow", "endless") for number in range(3)]
        await asyncio.gather(*(network.looker.look(url, max_bytes=99) for url in urls))

    visit(world, go, FINDER_MAX_CRAWL_DELAY=0.2)
    # Half of the delays: a request may take longer to arrive than the next one.
    assert min(world.gaps("slow.example")) >= 0.05
    assert min(world.gaps("endless.example")) >= 0.1
    assert len(world.requests("endless.example")) == 3


def test_a_crawl_delay_that_is_none_is_passed_over(world: World) -> None:
    odd = [f"User-agent: *\nCrawl-delay: {delay}" for delay in ("nan", "inf", "-5", "1e400", "soon", "")]
    assert side_by_side(world, odd) == [None] * len(odd)


def test_a_host_that_asked_us_to_wait_has_its_rules_read_later(world: World) -> None:
    world.site("busy.example", robots=CLOSED).page("/", "here")

    async def go(network: Network) -> list[Failure | None]:
        network.turns.hold("busy.example", 1.0)
        early = await network.looker.look("http://busy.example/", max_bytes=99)
        await asyncio.sleep(0.8)
        late = await network.looker.look("http://busy.example/", max_bytes=99)
        return [early.fetch.failure, late.fetch.failure]

    assert visit(world, go, FINDER_LONGEST_WAIT=0.3) == [Failure.ASKED_TO_WAIT, DISALLOWED]
    assert not world.requests("busy.example", "/")


def test_rules_are_read_again_when_they_are_old(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.checker.robots._KEEP_BLOCKED", 0.0)
    robots = Sequence(Answer("", 503), Answer(CLOSED, content_type="text/plain"))
    world.site("host.example", robots=robots).fallback("here")
    urls = [f"http://host.example/{number}" for number in range(3)]
    assert outcomes(world, *urls) == [Failure.ROBOTS_UNREACHABLE, DISALLOWED, DISALLOWED]
    assert len(world.requests("host.example", "/robots.txt")) == 2


def test_hundreds_of_kilobytes_of_rules_are_read_and_no_more(world: World) -> None:
    filler = "".join(f"Disallow: /{number}/*/x*y*z$\n" for number in range(5_000))
    rules = f"User-agent: *\nDisallow: /first\n{filler}{'#' * 512_000}\nDisallow: /last\n"
    world.site("host.example", robots=rules).fallback("here")
    seen = outcomes(world, "http://host.example/first", "http://host.example/last")
    assert seen == [DISALLOWED, None]


def test_sitemaps_are_named_also_where_everything_is_forbidden(world: World) -> None:
    world.site("host.example", robots=CLOSED + "Sitemap: http://host.example/map.xml\nSitemap: /two.xml\n")
    world.site("none.example")

    async def ask(network: Network) -> list[list[str]]:
        robots = network.robots
        return [await robots.sitemaps(f"http://{name}.example") for name in ("host", "none", "gone")]

    assert visit(world, ask) == [["http://host.example/map.xml", "/two.xml"], [], []]


def asked_for_rules(world: World, hosts: int) -> list[int]:
    """How often the robots.txt of ``host-0.example`` and so on was asked for."""
    names = [f"host-{number}.example" for number in range(hosts)]
    return [len(world.requests(name, "/robots.txt", robots=True)) for name in names]


@pytest.mark.parametrize(("bound", "room"), [("_MAX_PARSED_BYTES", 100), ("_MAX_PARSED", 1)])
def test_rules_that_are_not_at_hand_are_read_again_and_not_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch, bound: str, room: int
) -> None:
    monkeypatch.setattr(f"finder.checker.robots.{bound}", room)
    for number in range(3):
        rules = f"User-agent: *\nDisallow: /not-{number}\nDisallow: /{'x' * 80}\n"
        site = world.site(f"host-{number}.example", robots=rules)
        site.page("/", "here")
        site.page("/not-1", "hidden")
    urls = [f"http://host-{number}.example{path}" for path in ("/", "/not-1", "/") for number in (0, 1, 2)]
    forbidden = Failure.ROBOTS_DISALLOWED
    assert outcomes(world, *urls) == [None, None, None, None, forbidden, None, None, None, None]
    assert asked_for_rules(world, 3) == [1, 1, 1]


def test_no_more_is_kept_of_many_files_than_there_is_room_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finder.checker.robots._MAX_KEPT_BYTES", 3_500)
    for number in range(5):
        rules = f"User-agent: *\nDisallow: /{'x' * 1_000}\n"
        world.site(f"host-{number}.example", robots=rules).page("/", "here")
    urls = [f"http://host-{number}.example/" for number in (0, 1, 2, 3, 4, 4, 3, 2, 0, 0)]
    assert outcomes(world, *urls) == [None] * len(urls)
    assert asked_for_rules(world, 5) == [2, 1, 1, 1, 1]
