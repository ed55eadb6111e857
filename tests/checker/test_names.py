"""Names: what exists, what fails, what may be visited, and how often the DNS is asked."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING

import pytest

from finder.checker import Names
from finder.items import Failure
from finder.network import SettingsError
from finder.observe import LookFailed
from finder.urls import hostname, resolve
from tests.checker.opened import failure, look, opened, visit

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from finder.checker import Look
    from finder.items import Fetch
    from finder.network import Network
    from tests.world import World

PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


async def outcome(asked: Awaitable[list[ipaddress.IPv4Address | ipaddress.IPv6Address]]) -> str:
    """The addresses as text, or the failure."""
    try:
        return " ".join(map(str, await asked))
    except LookFailed as failed:
        return failed.failure.value


def found(world: World, *names: str, **settings: object) -> list[str]:
    """What each name gives, looked up side by side."""

    async def ask(network: Network) -> list[str]:
        return await asyncio.gather(*(outcome(network.names.addresses(name)) for name in names))

    return visit(world, ask, **settings)


def test_a_name_leads_to_its_addresses_the_older_family_first(world: World) -> None:
    world.dns.address("both.example", PUBLIC_V6, PUBLIC)
    world.dns.address("new.example", PUBLIC_V6)
    world.dns.alias("alias.example", "both.example")

    assert found(world, "both.example", "new.example", "alias.example") == [
        f"{PUBLIC} {PUBLIC_V6}",
        PUBLIC_V6,
        f"{PUBLIC} {PUBLIC_V6}",
    ]


def test_names_that_lead_nowhere_do_not_exist(world: World) -> None:
    world.dns.address("empty.example")
    world.dns.alias("dangling.example", "gone.example")

    asked = ("gone.example", "empty.example", "dangling.example", "a..example", f"{'a' * 64}.example", "...")
    assert set(found(world, *asked)) == {"no_such_host"}


def test_trouble_of_name_servers_is_told_from_names_that_do_not_exist(world: World) -> None:
    world.dns.servfail("broken.example")
    world.dns.silence("silent.example")

    asked = ("broken.example", "silent.example")
    assert found(world, *asked, FINDER_DNS_TIMEOUT=0.1) == ["dns_failed", "dns_failed"]


def test_a_name_is_asked_for_once_whether_it_exists_or_not(world: World) -> None:
    world.dns.address("there.example", PUBLIC)

    async def often(network: Network) -> int:
        for _ in range(3):
            names = [f"{name}{dot}" for name in ("there.example", "gone.example") for dot in ("", ".")] * 5
            await asyncio.gather(*(outcome(network.names.addresses(name)) for name in names))
        return len(world.dns.queries("there.example")) + len(world.dns.queries("gone.example"))

    # One query for each family of addresses.
    assert visit(world, often) == 4


def test_no_search_domain_is_added_to_a_name(world: World) -> None:
    assert found(world, "harbour", "intranet.local") == ["not_public_name"] * 2
    assert {query.name for query in world.dns.queries()} - {"control.example"} == {
        "harbour",
        "intranet.local",
    }


def test_names_that_the_public_dns_cannot_have_are_not_asked_for(world: World) -> None:
    names = (
        "harbour",
        "localhost",
        "a.LOCALHOST",
        "printer.local.",
        "x.onion",
        "nas.home.arpa",
        "a.b.internal",
    )
    assert set(found(world, *names, FINDER_ALLOW_NETWORKS="")) == {"not_public_name"}
    assert not world.dns.queries()


def test_names_that_only_look_special_are_asked_for(world: World) -> None:
    names = ("local.example", "onion.test", "thelocal.example", "arpa.example")
    assert set(found(world, *names, FINDER_ALLOW_NETWORKS="")) == {"no_such_host"}


def test_a_name_inside_an_opened_network_is_found_there(world: World) -> None:
    world.site("wiki.internal").page("/", "ours")
    assert look(world, "http://wiki.internal/").body == b"ours"


def test_what_is_wrong_with_a_name_is_told(world: World) -> None:
    world.dns.address("empty.example")
    asked = {"gone": "NXDOMAIN", "empty": "the name has no address", "a..b": "not a valid host name"}
    seen = {name: look(world, f"http://{name}.example/").fetch.detail for name in asked}
    assert seen == asked


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::a00:1",
        "2001::1",
        "2002:7f00:1::1",
        "2002:c0a8:101::",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public_are_never_visited(address: str) -> None:
    async def may_visit() -> bool:
        names = Names(servers=["127.0.0.1"])
        try:
            return names.may_visit(ipaddress.ip_address(address))
        finally:
            await names.close()

    assert not asyncio.run(may_visit())


def test_public_addresses_may_be_visited_also_where_they_are_wrapped(world: World) -> None:
    wrapped = (PUBLIC, PUBLIC_V6, f"::ffff:{PUBLIC}", f"64:ff9b::{PUBLIC}", "2002:5db8:d70e::1")
    assert found(world, *wrapped) == [str(ipaddress.ip_address(address)) for address in wrapped]


PRIVATE_SPELLINGS = (
    "http://10.0.0.1/",
    "http://0xa.1/",
    "http://012.0.0.1/",
    "http://167772161/",
    "http://0x0a000001/",
    "http://10.1/",
    "http://10.0.0.1./",
    "http://１０.０.０.１/",
    "http://%31%30.0.0.1/",
    "http:\\\\10.0.0.1",
    "http://user:secret@10.0.0.1/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::FFFF:a00:1]/",
    "http://[0:0:0:0:0:ffff:0a00:0001]/",
    "http://[64:ff9b::10.0.0.1]/",
)


def test_no_spelling_of_a_private_address_gets_past_the_guard(world: World) -> None:
    urls = [url for spelling in PRIVATE_SPELLINGS if (url := resolve(spelling))]

    async def ask(network: Network) -> list[Look]:
        return await asyncio.gather(*(network.looker.look(url, max_bytes=99) for url in urls))

    seen = [(seen.fetch.failure, seen.fetch.requests) for seen in visit(world, ask)]
    assert seen == [(Failure.FORBIDDEN_ADDRESS, 0)] * len(PRIVATE_SPELLINGS)


def test_loopback_in_every_spelling_is_closed_where_no_setting_opens_it(world: World) -> None:
    spellings = ("http://0x7f.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://localhost/")
    names = [hostname(url) for spelling in spellings if (url := resolve(spelling))]
    expected = ["forbidden_address"] * 3 + ["not_public_name"]
    assert found(world, *names, FINDER_ALLOW_NETWORKS="") == expected


def test_a_name_with_private_addresses_leads_only_to_its_public_ones(world: World) -> None:
    world.dns.address("inside.example", "10.0.0.1", "::ffff:192.168.0.1")
    world.dns.address("rebinding.example", "192.168.0.1", PUBLIC)

    assert found(world, "inside.example", "rebinding.example") == ["forbidden_address", PUBLIC]


def test_only_the_allowed_networks_are_opened(world: World) -> None:
    world.dns.address("near.example", "10.1.0.1")
    world.dns.address("far.example", "10.2.0.1")

    given = found(world, "near.example", "far.example", FINDER_ALLOW_NETWORKS="10.1.0.0/16,fd00::/8")
    assert given == ["10.1.0.1", "forbidden_address"]


def test_the_host_of_our_proxy_is_no_target(world: World) -> None:
    world.dns.address("proxy.example", "10.0.0.1")
    seen = failure(world, "http://proxy.example/", FINDER_PROXY="http://proxy.example:3128")
    assert seen is Failure.FORBIDDEN_ADDRESS


def test_a_proxy_may_be_at_a_private_address(world: World) -> None:
    world.site("target.example").page("/", "through the proxy")

    async def go(network: Network) -> bytes:
        return (await network.looker.look("http://target.example/", max_bytes=99)).body

    # The world answers requests in absolute form, so its own port can stand for a proxy.
    world.site("proxy.example")
    settings = {"FINDER_PROXY": f"http://proxy.example:{world.http_port}"}
    assert visit(world, go, **settings) == b"through the proxy"
    assert {record.host for record in world.requests(robots=True)} == {"target.example"}


def test_a_domain_takes_mail_by_its_exchanges_or_else_by_its_address(world: World) -> None:
    for name in ("with-mx.example", "null-mx.example", "address.example"):
        world.dns.address(name, "127.0.0.1")
    world.dns.mail("with-mx.example", "mail.with-mx.example.")
    world.dns.mail("null-mx.example", ".")
    world.dns.address("nothing.example")
    world.dns.servfail("trouble.example")

    async def ask(network: Network) -> dict[str, bool | None]:
        names = ("with-mx", "null-mx", "address", "nothing", "trouble", "absent")
        return {name: await network.names.takes_mail(f"{name}.example") for name in names}

    assert visit(world, ask) == {
        "with-mx": True,
        "null-mx": False,
        "address": True,
        "nothing": False,
        "trouble": None,
        "absent": False,
    }


def test_a_control_name_proves_the_resolver(world: World) -> None:
    seen = look(world, "http://gone.example/").fetch
    assert (seen.failure, seen.names_proven) == (Failure.NO_SUCH_HOST, True)


def test_a_resolver_that_finds_not_even_the_control_name_is_unproven(world: World) -> None:
    world.site("a.example").page("/", "here")

    async def look_at_both(network: Network) -> Fetch:
        # That another host answers shows that it is not the whole network.
        await network.looker.look("http://a.example/", max_bytes=9)
        return (await network.looker.look("http://gone.example/", max_bytes=9)).fetch

    control = "no-control.example,nor-this.example"
    seen = visit(world, look_at_both, FINDER_CONTROL_HOSTS=control)
    assert (seen.failure, seen.names_proven) == (Failure.NO_SUCH_HOST, False)


def test_while_the_name_servers_are_down_nothing_is_said_of_a_name(world: World) -> None:
    world.dns.down = True

    async def ask(network: Network) -> tuple[str, bool]:
        return await outcome(network.names.addresses("any.example")), await network.names.proven()

    assert visit(world, ask) == ("dns_failed", False)


def test_the_control_name_is_not_asked_for_again_at_every_failure(world: World) -> None:
    async def often(network: Network) -> int:
        for number in range(5):
            await network.looker.look(f"http://gone-{number}.example/", max_bytes=99)
        return len(world.dns.queries("control.example"))

    assert visit(world, often) == 2


def test_many_failures_at_once_ask_for_one_proof(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.checker.names._KEEP_PROOF", 0.0)

    async def together(network: Network) -> set[bool]:
        looks = (network.looker.look(f"http://gone-{number}.example/", max_bytes=9) for number in range(30))
        return {seen.fetch.names_proven for seen in await asyncio.gather(*looks)}

    assert visit(world, together) == {True}
    assert len(world.dns.queries("control.example")) < 30


def test_an_old_proof_proves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.checker.names._KEEP_PROOF", 0.0)

    async def before_and_after(network: Network) -> list[bool]:
        async def proven(name: str) -> bool:
            with pytest.raises(LookFailed) as raised:
                await network.names.addresses(name)
            return raised.value.proven

        first = await proven("gone.example")
        world.remove("control.example")
        return [first, await proven("late.example"), await proven("gone.example")]

    # What was found while the resolver worked stays proven as long as it is kept.
    assert visit(world, before_and_after) == [True, False, True]


def test_a_retry_after_trouble_with_names_asks_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.dns.servfail("shaky.example")
    monkeypatch.setattr("finder.checker.names._KEEP_TROUBLE", 0.0)

    async def heal_between(network: Network) -> int | None:
        looking = asyncio.create_task(network.looker.look("http://shaky.example/", max_bytes=99))
        await asyncio.sleep(0.1)  # the first try ends at once
        world.site("shaky.example").page("/", "well again")
        return (await looking).fetch.status

    assert visit(world, heal_between, FINDER_RETRY_DELAY=0.5) == 200


def test_forgotten_look_ups_end_in_peace(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.checker.names._MAX_NAMES", 3)
    complaints: list[dict[str, object]] = []

    async def ask(network: Network) -> set[str]:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        names = [f"gone-{number}.example" for number in range(12)]
        return set(await asyncio.gather(*(outcome(network.names.addresses(name)) for name in names)))

    assert visit(world, ask) == {"no_such_host"}
    assert not complaints


@pytest.mark.parametrize(
    ("setting", "value"),
    [("FINDER_ALLOW_NETWORKS", "10.0.0.1/8"), ("FINDER_PORT_MAP", "80"), ("FINDER_PORT_MAP", "80:x")],
)
def test_a_setting_that_cannot_be_understood_is_named(world: World, setting: str, value: str) -> None:
    async def make() -> None:
        async with opened(world, **{setting: value}):
            pass

    with pytest.raises(SettingsError, match=setting):
        asyncio.run(make())
