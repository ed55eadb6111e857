"""An archive that fails, forbids, is slow or talks nonsense: no conclusion, few requests, no exception."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.archive.asking import QUICK, asked, copies_of, copy_of
from tests.archive.facade import HOST
from tests.checker.opened import visit
from tests.world import Answer, Drip, Endless, GzipBomb, HangUp, Reset, Sequence, Silent, Truncated

if TYPE_CHECKING:
    from finder.network import Network
    from tests.world import Behaviour, Site, World

GUIDE = "http://guide.example/tides?coast=west"
MANY = [f"http://never.example/{number}" for number in range(6)]
FIELDS = ["timestamp", "original", "mimetype", "statuscode", "digest"]
NO_RETRY = {"FINDER_TIMEOUT": 0.3, "FINDER_CONNECT_TIMEOUT": 0.3}


def index(*rows: Any) -> str:
    return json.dumps([FIELDS, *rows])


@pytest.mark.parametrize(
    ("behaviour", "detail"),
    [
        (Answer("Too many", 429), "it answers 429"),
        (Answer("Down", 503), "it answers 503"),
        (Reset(), "reset"),
        (Silent(), "read_timeout"),
    ],
)
def test_an_archive_without_an_answer_is_left_alone_after_three_addresses(
    world: World, archive: Site, behaviour: Behaviour, detail: str
) -> None:
    archive.fallback(behaviour)
    copies = copies_of(world, *MANY, **NO_RETRY)
    assert {copy.state for copy in copies} == {"unavailable"}
    assert all(copy.detail.startswith(detail) for copy in copies[:3])
    assert all("no more in this crawl" in copy.detail for copy in copies[3:])
    # Each look is tried once more, and a reset of the connection kept from robots.txt is no try.
    assert len(asked(world)) == 6


def test_an_archive_that_cannot_be_reached_is_left_alone(world: World, archive: Site) -> None:
    world.dns.refused(HOST)
    copies = copies_of(world, *MANY, **NO_RETRY)
    assert {copy.state for copy in copies} == {"unavailable"}
    assert "no more in this crawl" in copies[3].detail


def test_one_answer_makes_up_for_earlier_silence(world: World, archive: Site) -> None:
    fine, down = Answer("[]"), Answer("Down", 503)
    archive.answer("/cdx/search/cdx", Sequence(*([down] * 4), fine, *([down] * 4), fine))
    states = [copy.state for copy in copies_of(world, *MANY)]
    assert states == ["unavailable", "unavailable", "never"] * 2


def test_copies_that_are_not_given_out_count_like_an_index_that_is_not(world: World, archive: Site) -> None:
    archive.answer("/web/*", Answer("Down", 503))
    copies = copies_of(world, *[GUIDE] * 4)
    assert [copy.captures for copy in copies] == [4, 4, 4, 0]
    assert {copy.state for copy in copies} == {"unavailable"}
    assert len(asked(world, "/web/")) == 6


def test_an_archive_that_asks_us_to_wait_is_asked_later(world: World, archive: Site) -> None:
    wait = Answer("Slow down", 429, headers={"Retry-After": "3600"})
    archive.answer("/cdx/search/cdx", Sequence(wait, Answer("[]")))
    copies = copies_of(world, *MANY)
    assert [copy.detail.split(":")[0] for copy in copies] == ["it answers 429"] + ["asked_to_wait"] * 5
    assert len(asked(world)) == 1


def test_robots_txt_of_the_archive_is_obeyed(world: World, archive: Site) -> None:
    archive.robots = "User-agent: finder\nDisallow: /web/"
    copy = copy_of(world, GUIDE)
    assert (copy.state, copy.detail, copy.captures) == ("unavailable", "robots_disallowed", 4)
    assert len(asked(world)) == 1
    archive.robots = "User-agent: *\nDisallow: /"
    assert {copy.detail for copy in copies_of(world, *MANY)} == {"robots_disallowed"}
    assert len(asked(world)) == 1


def test_what_the_archive_does_not_show_of_one_site_says_nothing_of_others(
    world: World, archive: Site
) -> None:
    archive.answer("/cdx/search/cdx", Answer("Blocked Site Error", 403))
    assert {copy.detail for copy in copies_of(world, *MANY)} == {"its index answers 403"}
    assert len(asked(world)) == len(MANY)
    archive.answer("/cdx/search/cdx", Answer('{"message": "No Captures found for: x"}', 404))
    assert copy_of(world, GUIDE).state == "never"
    archive.redirect("/cdx/search/cdx", "http://live.example/")
    world.site("live.example").fallback("[]")
    assert copy_of(world, GUIDE).detail == "its index answers 301"
    assert not world.requests("live.example")


@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><title>We will be back</title>",
        "{",
        "[",
        "null",
        "7",
        "[7]",
        "{}",
        '{"message": "Internal Error"}',
        '["timestamp"]',
        '[["timestamp", "original"], 7, null, "x", {}]',
        '[[["timestamp"], {}], ["20120101000000"]]',
        "[" * 100_000,
        '{"a":' * 100_000,
        f'[["timestamp", "original"], [{"9" * 6000}, 1]]',
        index(["20120101000000", "http://elsewhere.example/", "text/html", "200", "A"]),
        index(["20129901000000", GUIDE, "text/html", "200", "A"]),
        index([20120101, GUIDE, "text/html", "200", "A"]),
        index(["20120101000000", "javascript:alert(1)", "text/html", "200", "A"]),
        index(["20120101000000", "\ud800", "text/html", "200", "A"]),
        "x" * (3 * 2**20),
        b"\xff\xfe\x00",
    ],
    ids=range(21),
)
def test_nonsense_for_an_index_is_no_answer(world: World, archive: Site, body: str | bytes) -> None:
    archive.answer("/cdx/search/cdx", Answer(body))
    copies = copies_of(world, *MANY)
    assert {copy.state for copy in copies} == {"unavailable"}
    assert len(asked(world)) == 3
    assert all(copy.detail.isprintable() and len(copy.detail) < 100 for copy in copies)


@pytest.mark.parametrize(
    "behaviour",
    [Endless(), GzipBomb(), Drip(b"[" * 50), HangUp(b"SSH-2.0\r\n"), Truncated(b"[[")],
    ids=lambda behaviour: type(behaviour).__name__,
)
def test_an_index_without_an_end_is_no_answer(world: World, archive: Site, behaviour: Behaviour) -> None:
    archive.answer("/cdx/search/cdx", behaviour)
    assert copy_of(world, GUIDE, **NO_RETRY).state == "unavailable"


def test_an_empty_index_means_never(world: World, archive: Site) -> None:
    for body in ("[]", "", "\n", index()):
        archive.answer("/cdx/search/cdx", Answer(body))
        assert copy_of(world, GUIDE).state == "never"


@pytest.mark.parametrize(
    "behaviour", [Endless(), GzipBomb(), Truncated(b"[[")], ids=lambda each: type(each).__name__
)
def test_a_copy_without_an_end_or_without_the_mark_of_a_copy_is_none(
    world: World, archive: Site, behaviour: Behaviour
) -> None:
    archive.answer("/web/*", behaviour)
    copy = copy_of(world, GUIDE, **NO_RETRY)
    assert (copy.state, copy.detail) == ("unavailable", "it lists copies that it does not show")


def test_a_page_of_the_archive_itself_is_no_copy(world: World, archive: Site) -> None:
    for status in (200, 404, 403):
        archive.answer("/web/*", Answer("<title>Tide tables</title><h1>Tide tables</h1>", status))
        assert copy_of(world, GUIDE).state == "unavailable"


def test_a_time_that_is_none_does_no_harm(world: World, archive: Site) -> None:
    page = "<title>Tide tables</title><h1>Tide tables</h1>"
    for said in ("yesterday", "Mon, 99 Foo 99999 99:99:99 GMT", "Tue, 02 Apr 2013 11:12:13", "1" * 5000):
        archive.answer("/web/*", Answer(page, headers={"Memento-Datetime": said}))
        copy = copy_of(world, GUIDE)
        assert (copy.state, copy.captured_at) == ("good", "2013-04-02T11:12:13Z")


def test_copies_that_send_each_other_around_are_none(world: World, archive: Site) -> None:
    for stamp, other in (("20130402111213", "20120101000000"), ("20120101000000", "20130402111213")):
        archive.redirect(f"/web/{stamp}id_/{GUIDE[:28]}*", f"/web/{other}id_/{GUIDE}")
    copy = copy_of(world, GUIDE)
    assert (copy.state, copy.detail) == ("unavailable", "it lists copies that it does not show")


def test_one_gentle_slot_for_the_archive(world: World, archive: Site) -> None:
    archive.latency = 0.05

    async def go(network: Network) -> list[str]:
        copies = await asyncio.gather(*(network.archive.copy_of(url) for url in (*MANY[:2], GUIDE)))
        return [copy.state for copy in copies]

    settings = {**QUICK, "FINDER_ARCHIVE_DELAY": 0.4, "FINDER_HOST_CONCURRENCY": 4}
    assert visit(world, go, **settings) == ["never", "never", "good"]
    assert world.max_in_flight(HOST) == 1
    assert min(world.gaps(HOST)) >= 0.25  # starts keep the delay; on a busy machine arrivals do not quite
