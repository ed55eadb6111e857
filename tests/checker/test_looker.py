"""One look: redirects hop by hop, cookies on the way, one retry, and facts that can be counted on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.checker.dial import dial
from finder.checker.turns import retry_after
from finder.items import Failure
from finder.observe import Stopped
from tests.checker.opened import failure, look, visit
from tests.world import Answer, ConsentLoop, HangUp, HeadDiffers, Reset, Sequence, Silent, Truncated

if TYPE_CHECKING:
    from finder.items import Fetch
    from finder.network import Network
    from tests.world import Behaviour, Request, World

PAGE = "<h1>Tides</h1>"
DATE_PIECES = ["Mon,", "1", "01", "32", "Jan", "Foo", "0", "2026", "99999", "23:59:59", "9:9", "GMT", "+9999"]
# A robots.txt after which the connection is not kept: a page that is cut off then says so itself.
NO_ROBOTS = Answer("", 404, headers={"Connection": "close"})
MOVED = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"


def fetch(world: World, url: str, **settings: Any) -> Fetch:
    """The facts of one look."""
    return look(world, url, **settings).fetch


def fetches(world: World, *urls: str, **settings: Any) -> list[Fetch]:
    """The facts of looks that are taken side by side."""

    async def go(network: Network) -> list[Fetch]:
        looks = (network.looker.look(url, max_bytes=999) for url in urls)
        return [seen.fetch for seen in await asyncio.gather(*looks)]

    return visit(world, go, **settings)


def test_a_plain_answer_gives_plain_facts(world: World) -> None:
    world.site("a.example").page("/", PAGE, headers={"ETag": '"1"', "X-Secret": "no"})
    seen = look(world, "http://a.example/")
    facts = seen.fetch
    assert (facts.status, facts.failure, facts.method, facts.requests) == (200, None, "GET", 1)
    assert (facts.url, facts.final_url, facts.redirected) == ("http://a.example/", "http://a.example/", False)
    assert (facts.body_bytes, facts.truncated, seen.body) == (len(PAGE), False, PAGE.encode())
    assert facts.headers == {
        "content-length": str(len(PAGE)),
        "content-type": "text/html; charset=utf-8",
        "etag": '"1"',
        "server": "harbour/1.0",
    }
    assert datetime.now(UTC) - datetime.fromisoformat(facts.fetched_at) < timedelta(minutes=5)


def test_no_more_of_a_body_is_kept_than_is_wanted(world: World) -> None:
    world.site("a.example").page("/", "x" * 1000)
    seen = look(world, "http://a.example/", max_bytes=10)
    assert (seen.body, seen.fetch.body_bytes, seen.fetch.truncated) == (b"x" * 10, 10, True)


def test_conditions_go_to_the_address_itself_and_to_no_other(world: World) -> None:
    world.site("a.example").redirect("/", "http://b.example/")
    world.site("b.example").page("/", PAGE, headers={"ETag": '"1"'})
    world.site("c.example").page("/", PAGE, headers={"ETag": '"1"'})

    async def go(network: Network) -> list[int | None]:
        urls = ("http://a.example/", "http://c.example/")
        headers = {"If-None-Match": '"1"'}
        return [(await network.looker.look(url, max_bytes=9, headers=headers)).fetch.status for url in urls]

    assert visit(world, go) == [200, 304]


def test_every_kind_of_location_is_followed_as_a_browser_does(world: World) -> None:
    site = world.site("a.example")
    site.fallback(lambda request: Answer(request.url))
    expected = {
        "other": "http://a.example/dir/other",
        "/root": "http://a.example/root",
        "../up": "http://a.example/up",
        "./?query": "http://a.example/dir/?query",
        "//a.example/scheme": "http://a.example/scheme",
        "https://a.example/secure": "https://a.example/secure",
        "HTTP://A.EXAMPLE:80/Loud": "http://a.example/Loud",
        "http:\\\\a.example\\back": "http://a.example/back",
        "/space here": "http://a.example/space%20here",
        "/fragment#part": "http://a.example/fragment",
        "http://user:secret@a.example/named": "http://a.example/named",
    }
    for number, location in enumerate(expected):
        site.redirect(f"/dir/{number}", location)
    seen = fetches(world, *(f"http://a.example/dir/{number}" for number in range(len(expected))))
    assert [facts.final_url for facts in seen] == list(expected.values())
    assert [facts.hops[0].location for facts in seen] == list(expected)
    assert {tuple(hop.status for hop in facts.hops) for facts in seen} == {(301, 200)}
    assert not any("authorization" in record.headers for record in world.requests())


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("/café".encode(), "/caf%C3%A9"),
        ("/café".encode("latin-1"), "/caf%E9"),
        ("http://bücher.example/ü".encode(), "/%C3%BC"),
    ],
)
def test_raw_bytes_in_a_location_are_escaped_one_by_one(world: World, location: bytes, asked: str) -> None:
    site = world.site("a.example")
    site.fallback(PAGE)
    world.site("bücher.example").fallback(PAGE)
    site.answer("/", HangUp(MOVED + b"Location: " + location + b"\r\n\r\n"))
    seen = fetch(world, "http://a.example/")
    assert seen.status == 200
    assert world.requests()[-1].path == asked
    assert seen.hops[0].location.isascii()


def test_a_redirect_to_where_a_look_may_not_follow_is_its_answer(world: World) -> None:
    site = world.site("a.example")
    site.redirect("/", "/inside")
    site.redirect("/inside", "http://b.example/", 302)
    world.site("b.example").page("/", PAGE)

    async def go(network: Network) -> list[Fetch]:
        def inside(url: str) -> bool:
            return url.startswith("http://a.example/")

        looks = (
            network.looker.look("http://a.example/", max_bytes=999, may_follow=may) for may in (inside, None)
        )
        return [(await each).fetch for each in looks]

    stayed, left = visit(world, go)
    assert (stayed.status, stayed.final_url, stayed.requests) == (302, "http://a.example/inside", 2)
    assert stayed.headers["location"] == "http://b.example/"
    assert (left.status, left.final_url) == (200, "http://b.example/")


def test_every_redirect_status_is_followed_by_get(world: World) -> None:
    site = world.site("a.example")
    site.page("/to", PAGE)
    statuses = (301, 302, 303, 307, 308)
    for status in statuses:
        site.redirect(f"/{status}", "/to", status)
    assert [seen.status for seen in fetches(world, *(f"http://a.example/{s}" for s in statuses))] == [200] * 5
    assert {record.method for record in world.requests()} == {"GET"}


def test_other_statuses_with_a_location_are_answers(world: World) -> None:
    statuses = [201, 300, 304, 305, 306]
    for status in statuses:
        world.site(f"s{status}.example").redirect("/", "/to", status)
    assert [seen.status for seen in fetches(world, *(f"http://s{s}.example/" for s in statuses))] == statuses


def test_a_redirect_without_location_is_an_answer(world: World) -> None:
    site = world.site("a.example")
    site.status("/none", 302)
    site.redirect("/empty", "", 302)
    for path in ("/none", "/empty"):
        seen = fetch(world, f"http://a.example{path}")
        assert (seen.status, seen.failure, seen.requests) == (302, None, 1)


def test_a_location_that_is_given_twice_is_one(world: World) -> None:
    site = world.site("a.example")
    site.page("/to", PAGE)
    site.answer("/", HangUp(MOVED + b"Location: /to\r\nLocation: /to\r\n\r\n"))
    assert fetch(world, "http://a.example/").final_url == "http://a.example/to"


def test_a_long_chain_is_followed_hop_by_hop(world: World) -> None:
    for number in range(6):
        world.site(f"h{number}.example").redirect("/", f"https://h{number + 1}.example/", 302)
    world.site("h6.example").page("/", PAGE)
    seen = fetch(world, "https://h0.example/")
    assert (seen.status, seen.requests, seen.final_url) == (200, 7, "https://h6.example/")
    assert [hop.url for hop in seen.hops] == [f"https://h{number}.example/" for number in range(7)]


def test_redirects_that_come_back_are_a_loop_at_the_third_visit(world: World) -> None:
    world.site("a.example").redirect("/", "http://b.example/")
    world.site("b.example").redirect("/", "http://a.example/")
    seen = fetch(world, "http://a.example/")
    assert (seen.failure, seen.status, seen.requests) == (Failure.REDIRECT_LOOP, None, 4)
    assert len(world.requests()) == 4


def test_a_page_that_sends_us_to_itself_once_is_alive(world: World) -> None:
    warming = Answer("", 307, headers={"Location": "/"})
    world.site("a.example").answer("/", Sequence(warming, Answer(PAGE)))
    seen = fetch(world, "http://a.example/")
    assert (seen.status, seen.failure, seen.requests) == (200, None, 2)


def test_cookies_of_one_name_for_two_paths_are_two(world: World) -> None:
    site = world.site("a.example")
    lines = (b"k=root; Path=/", b"k=deep; Path=/deep", b"k=odd; Path=/elsewhere")
    site.answer(
        "/",
        HangUp(MOVED + b"".join(b"Set-Cookie: %s\r\n" % line for line in lines) + b"Location: /x\r\n\r\n"),
    )
    site.redirect("/x", "/deep/y")
    site.page("/deep/y", PAGE)
    assert fetch(world, "http://a.example/").status == 200
    assert world.requests(path="/x")[0].headers["cookie"] == "k=root"
    assert world.requests(path="/deep/y")[0].headers["cookie"] == "k=deep"


def test_a_host_that_is_an_address_gets_its_cookies_back(world: World) -> None:
    world.site("127.0.0.1").answer("/", ConsentLoop(Answer(PAGE)))
    assert fetch(world, f"http://127.0.0.1:{world.http_port}/").status == 200


def test_redirects_without_end_are_left_after_so_many(world: World) -> None:
    site = world.site("a.example")
    site.fallback(lambda request: Answer("", 302, headers={"Location": request.path + "x"}))
    seen = fetch(world, "http://a.example/", FINDER_MAX_REDIRECTS=5)
    assert (seen.failure, seen.requests) == (Failure.TOO_MANY_REDIRECTS, 6)
    assert len(world.requests()) == 6


def test_a_redirect_to_where_nothing_can_be_seen_tells_why(world: World) -> None:
    world.dns.address("inside.example", "10.0.0.1")
    world.dns.refused("refused.example")
    expected = [
        ("mailto:us@a.example", Failure.BAD_REDIRECT),
        ("javascript:alert(1)", Failure.BAD_REDIRECT),
        ("file:///etc/passwd", Failure.BAD_REDIRECT),
        ("http://", Failure.BAD_REDIRECT),
        ("http://[broken", Failure.BAD_REDIRECT),
        ("/" + "x" * 9000, Failure.BAD_REDIRECT),
        ("http://10.0.0.1/admin", Failure.FORBIDDEN_ADDRESS),
        ("http://0xa9fea9fe/latest/meta-data/", Failure.FORBIDDEN_ADDRESS),
        ("http://inside.example/", Failure.FORBIDDEN_ADDRESS),
        ("http://nowhere.example/", Failure.NO_SUCH_HOST),
        ("http://refused.example/", Failure.REFUSED),
    ]
    site = world.site("a.example")
    for number, (location, _) in enumerate(expected):
        site.redirect(f"/{number}", location)
    seen = fetches(world, *(f"http://a.example/{number}" for number in range(len(expected))))
    assert [facts.failure for facts in seen] == [why for _, why in expected]
    assert {(facts.status, facts.requests) for facts in seen} == {(None, 1)}
    assert {tuple(hop.status for hop in facts.hops) for facts in seen} == {(301, None)}
    assert {record.host for record in world.requests(robots=True)} == {"a.example"}


def test_a_consent_wall_that_wants_its_cookie_back_is_passed(world: World) -> None:
    world.site("a.example").answer("/", ConsentLoop(Answer(PAGE)))
    seen = fetch(world, "http://a.example/")
    assert (seen.status, seen.requests) == (200, 2)


def test_a_consent_wall_on_another_host_of_the_site_is_passed(world: World) -> None:
    def page(request: Request) -> Answer:
        if "consent=yes" in request.headers.get("cookie", ""):
            return Answer(PAGE)
        return Answer("", 302, headers={"Location": "http://consent.site.example/ask"})

    given = {
        "Location": "http://www.site.example/",
        "Set-Cookie": "consent=yes; Domain=.site.example; Path=/",
    }
    world.site("www.site.example").answer("/", page)
    world.site("consent.site.example").answer("/ask", Answer("", 302, headers=given))
    seen = fetch(world, "http://www.site.example/")
    assert (seen.status, seen.requests) == (200, 3)


@pytest.mark.parametrize(
    ("first", "cookie", "second", "sent"),
    [
        ("http://a.site.example/", "k=1", "http://a.site.example/x", True),
        ("http://a.site.example/", "k=1", "http://b.site.example/x", False),
        ("http://a.site.example/", "k=1", "http://site.example/x", False),
        ("http://a.site.example/", "k=1", "http://evila.site.example/x", False),
        ("http://a.site.example/", "k=1; Domain=site.example", "http://b.site.example/x", True),
        ("http://a.site.example/", "k=1; Domain=other.example", "http://other.example/x", False),
        ("http://a.github.io/", "k=1; Domain=github.io", "http://b.github.io/x", False),
        ("http://a.co.uk/", "k=1; Domain=.co.uk", "http://b.co.uk/x", False),
        ("http://a.co.uk/", "k=1; DOMAIN = CO.UK", "http://b.co.uk/x", False),
        ("http://a.site.example/", "k=1; Path=/y", "http://a.site.example/x", False),
        ("https://a.site.example/", "k=1; Secure", "http://a.site.example/x", False),
        ("http://a.site.example/", "k=1; Max-Age=0", "http://a.site.example/x", False),
    ],
)
def test_cookies_go_only_where_a_browser_sends_them(
    world: World, first: str, cookie: str, second: str, *, sent: bool
) -> None:
    for host in {first.split("/")[2], second.split("/")[2]}:
        world.site(host).fallback(PAGE)
    world.site(first.split("/")[2]).fallback(
        lambda request: (
            Answer(PAGE)
            if request.path == "/x"
            else Answer("", 302, headers={"Location": second, "Set-Cookie": cookie})
        )
    )
    assert fetch(world, first).status == 200
    assert world.requests(path="/x")[0].headers.get("cookie") == ("k=1" if sent else None)


def test_cookies_of_one_look_are_unknown_to_the_next(world: World) -> None:
    world.site("a.example").page("/", PAGE, headers={"Set-Cookie": "k=1"})

    async def twice(network: Network) -> None:
        for _ in range(2):
            await network.looker.look("http://a.example/", max_bytes=99)

    visit(world, twice)
    assert not any("cookie" in record.headers for record in world.requests(robots=True))


def test_a_bad_moment_is_given_one_more_try_and_no_third(world: World) -> None:
    statuses = (408, 429, 500, 502, 503, 504, 520, 522, 524)
    for status in statuses:
        world.site(f"s{status}.example").status("/", status)
    seen = fetches(world, *(f"http://s{status}.example/" for status in statuses))
    assert [(facts.status, facts.requests) for facts in seen] == [(status, 2) for status in statuses]
    assert {len(world.requests(f"s{status}.example")) for status in statuses} == {2}


def test_no_answer_is_given_one_more_try_and_no_third(world: World) -> None:
    behaviours: dict[str, Behaviour] = {"reset": Reset(), "closed": HangUp(), "silent": Silent()}
    for host, behaviour in behaviours.items():
        world.site(f"{host}.example", robots=NO_ROBOTS).answer("/", behaviour)
    urls = ("http://reset.example/", "http://closed.example/", "http://silent.example/")
    seen = fetches(world, *urls, FINDER_TIMEOUT=1.5)
    assert [(facts.status, facts.requests) for facts in seen] == [(None, 2)] * 3
    assert len(world.requests()) == 6


def test_a_clear_answer_is_not_asked_for_again(world: World) -> None:
    statuses = (400, 401, 403, 404, 405, 410, 418, 451, 501, 505, 999)
    for status in statuses:
        world.site(f"s{status}.example").status("/", status)
    seen = fetches(world, *(f"http://s{status}.example/" for status in statuses))
    assert [(facts.status, facts.requests) for facts in seen] == [(status, 1) for status in statuses]
    assert len(world.requests()) == len(statuses)


def test_the_second_try_counts(world: World) -> None:
    world.site("a.example", robots=NO_ROBOTS).answer("/", Sequence(Reset(), Answer(PAGE)))
    seen = fetch(world, "http://a.example/")
    assert (seen.status, seen.failure, seen.requests) == (200, None, 2)


def test_an_answer_that_breaks_off_is_asked_for_once_more(world: World) -> None:
    world.site("well.example").answer("/", Sequence(Truncated(b"half"), Answer(PAGE)))
    world.site("worse.example").answer("/", Sequence(Truncated(b"half"), Reset()))
    well, worse = (look(world, f"http://{name}.example/") for name in ("well", "worse"))
    assert (well.body, well.fetch.cut, well.fetch.requests) == (PAGE.encode(), "", 2)
    assert (worse.body, worse.fetch.cut, worse.fetch.status) == (b"half", "broken_off", 200)


def test_every_request_of_both_tries_is_counted(world: World) -> None:
    world.site("a.example").redirect("/", "http://b.example/")
    world.site("b.example", robots=NO_ROBOTS).answer("/", Reset())
    seen = fetch(world, "http://a.example/")
    assert seen.failure is Failure.RESET
    assert seen.requests == len(world.requests()) == 4


def test_a_host_is_left_alone_before_its_second_try(world: World) -> None:
    site = world.site("a.example", latency=0.1)
    site.answer("/busy", Sequence(Answer("", 503), Answer(PAGE)))
    site.page("/other", PAGE)

    async def go(network: Network) -> None:
        busy = asyncio.create_task(network.looker.look("http://a.example/busy", max_bytes=9))
        await asyncio.sleep(0.05)  # it has its turn for robots.txt
        await asyncio.gather(busy, network.looker.look("http://a.example/other", max_bytes=9))

    visit(world, go, FINDER_RETRY_DELAY=0.3)
    first, second, *_ = world.requests("a.example")
    assert first.path == "/busy"
    assert second.started - first.started >= 0.2


def test_as_long_as_a_host_asks_us_to_wait_it_is_waited_for(world: World) -> None:
    busy = Sequence(Answer("", 429, headers={"Retry-After": "1"}), Answer(PAGE))
    world.site("a.example").answer("/", busy)
    assert fetch(world, "http://a.example/").status == 200
    first, second = world.requests("a.example")
    assert second.started - first.started >= 0.9


@pytest.mark.parametrize("when", ["86400", "date", "9" * 400])
def test_a_host_that_asks_us_to_wait_for_long_is_left_alone(world: World, when: str) -> None:
    told = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True) if when == "date" else when
    world.site("a.example").status("/", 503, headers={"Retry-After": told})

    async def twice(network: Network) -> list[Fetch]:
        urls = ("http://a.example/", "http://a.example/other")
        return [(await network.looker.look(url, max_bytes=9)).fetch for url in urls]

    first, second = visit(world, twice)
    assert (first.status, first.requests) == (503, 1)
    assert (second.failure, second.requests) == (Failure.ASKED_TO_WAIT, 0)
    assert len(world.requests("a.example")) == 1


def test_what_the_second_try_asks_for_is_kept_as_well(world: World) -> None:
    later = Answer("", 429, headers={"Retry-After": "3600"})
    world.site("a.example").answer("/", Sequence(Answer("", 503), later))

    async def twice(network: Network) -> list[Fetch]:
        urls = ("http://a.example/", "http://a.example/other")
        return [(await network.looker.look(url, max_bytes=9)).fetch for url in urls]

    first, second = visit(world, twice)
    assert (first.status, first.requests) == (429, 2)
    assert second.failure is Failure.ASKED_TO_WAIT


def test_an_odd_retry_after_is_as_good_as_none(world: World) -> None:
    all_odd = ("²", "soon", "-1", "1.5", "", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "Mon, 32 Foo")
    for number, odd in enumerate(all_odd):
        head = f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {odd}\r\n\r\n"
        world.site(f"h{number}.example").answer("/", HangUp(head.encode()))
    seen = fetches(world, *(f"http://h{number}.example/" for number in range(len(all_odd))))
    assert [(facts.status, facts.requests) for facts in seen] == [(503, 2)] * len(all_odd)


def test_retry_after_understands_numbers_and_dates() -> None:
    assert retry_after(" 120 ") == 120
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    soon = datetime.now(UTC) + timedelta(seconds=100)
    for told in (format_datetime(soon, usegmt=True), format_datetime(soon.replace(tzinfo=None))):
        assert 90 < (retry_after(told) or 0) <= 100


@settings(max_examples=50)
@given(st.text(max_size=20) | st.lists(st.sampled_from(DATE_PIECES), max_size=12).map(" ".join))
def test_no_retry_after_raises(value: str) -> None:
    seconds = retry_after(value)
    assert seconds is None or seconds >= 0


def test_head_is_never_used_even_where_it_would_do(world: World) -> None:
    world.site("a.example").answer("/", HeadDiffers(head=Answer("", 404), other=Answer(PAGE)))
    assert fetch(world, "http://a.example/").status == 200
    assert {record.method for record in world.requests(robots=True)} == {"GET"}


def test_a_host_sees_the_delay_however_long_the_first_request_takes_to_get_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.site("a.example").page("/", PAGE)

    async def far_away(*args: Any, **given: Any) -> Any:
        await asyncio.sleep(0.4)
        return await dial(*args, **given)

    monkeypatch.setattr("finder.checker.direct_way.dial", far_away)
    look(world, "http://a.example/", FINDER_HOST_DELAY=0.5)
    assert world.gaps("a.example")[0] > 0.45


def test_each_hop_waits_for_its_turn_at_its_own_host(world: World) -> None:
    for name in ("a", "b", "c"):
        world.site(f"{name}.example").redirect("/", "http://end.example/")
    world.site("end.example", latency=0.02).fallback(PAGE)

    async def go(network: Network) -> None:
        urls = [f"http://{name}.example/" for name in ("a", "b", "c", "end")]
        await asyncio.gather(*(network.looker.look(url, max_bytes=9) for url in urls))

    visit(world, go)
    assert len(world.requests("end.example")) == 4
    assert world.max_in_flight("end.example") == 1


def test_a_hop_to_a_host_on_hold_is_not_made(world: World) -> None:
    world.site("a.example").redirect("/", "http://b.example/")
    world.site("b.example").page("/", PAGE)

    async def go(network: Network) -> Fetch:
        network.turns.hold("b.example", 3600)
        return (await network.looker.look("http://a.example/", max_bytes=9)).fetch

    seen = visit(world, go)
    assert (seen.failure, seen.final_url) == (Failure.ASKED_TO_WAIT, "http://b.example/")
    assert not world.requests("b.example", robots=True)


def test_a_look_that_waits_is_stopped_with_the_crawl(world: World) -> None:
    world.site("a.example").status("/", 503, headers={"Retry-After": "2"})

    async def go(network: Network) -> None:
        looking = asyncio.create_task(network.looker.look("http://a.example/", max_bytes=9))
        others = [asyncio.create_task(network.looker.look("http://a.example/2", max_bytes=9))]
        await asyncio.sleep(0.3)
        network.turns.stop()
        for task in (looking, *others):
            with pytest.raises(Stopped):
                await task

    visit(world, go)


def test_a_port_of_its_own_is_a_host_of_its_own(world: World) -> None:
    world.site("a.example").page("/", PAGE)
    assert failure(world, f"http://a.example:{world.http_port}/") is None
    assert failure(world, "http://a.example:1/") is Failure.REFUSED
