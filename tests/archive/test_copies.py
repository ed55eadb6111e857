"""What an archive that works tells: the last good copy, the bounds of death, and what was never there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from finder.items import ArchivedCopy
from tests.archive.asking import asked, copy_of
from tests.archive.facade import REPLAY_URL
from tests.archive.holdings import SENTENCE, day
from tests.world import Answer

if TYPE_CHECKING:
    from tests.world import Site, World


def bounds(copy: ArchivedCopy) -> tuple[str, str, str]:
    """State and the days between which the page died."""
    return copy.state, copy.captured_at[:10], copy.bad_from[:10]


def lists(archive: Site, *rows: tuple[str, str, str, str, str]) -> None:
    """Let the archive's index answer with these rows, whatever it is asked."""
    fields = ("timestamp", "original", "mimetype", "statuscode", "digest")
    archive.answer("/cdx/search/cdx", Answer(json.dumps([fields, *rows]), content_type="application/json"))


def test_the_last_good_copy_and_the_first_bad_one_after_it(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://guide.example/tides?coast=west")
    assert copy == ArchivedCopy(
        url="http://guide.example/tides?coast=west",
        state="good",
        captured_at="2013-04-02T11:12:13Z",
        snapshot_url=f"{REPLAY_URL}/20130402111213/http://guide.example/tides?coast=west",
        title="Tide tables",
        h1="Tide tables",
        headings=("Tide tables", "Springs and neaps"),
        summary="Tides of the coast",
        text=copy.text,
        language="en",
        bad_from="2014-05-03T00:00:00Z",
        captures=4,
        asked_at=copy.asked_at,
    )
    assert SENTENCE.strip() in copy.text
    assert len(copy.text) <= 2000
    assert copy.asked_at > "2026"
    question, replay = asked(world)
    assert unquote(question).startswith("/cdx/search/cdx?url=http://guide.example/tides?coast=west&")
    assert replay == "/web/20130402111213id_/http://guide.example/tides?coast=west"


def test_only_errors_are_told_from_nothing_at_all(world: World, archive: Site) -> None:
    bad = copy_of(world, "http://typo.example/tidse")
    assert (bad.state, bad.captures, bad.bad_from) == ("only_bad", 2, "2013-01-01T00:00:00Z")
    assert bad.detail == "captured as 404 (1), 410 (1)"
    never = copy_of(world, "http://never.example/")
    assert (never.state, never.captures, never.bad_from, never.snapshot_url) == ("never", 0, "", "")
    assert not asked(world, "/web/")
    assert len(asked(world)) == 2


def test_a_copy_that_the_caller_calls_bad_gives_way_to_an_older_one(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://parked.example/")
    assert bounds(copy) == ("good", "2010-01-01", "2012-01-01")
    assert copy.title == "Tide tables"
    assert copy.detail == "newer copies that were not good: 1"
    assert [path[5:13] for path in asked(world, "/web/")] == ["20130101", "20100101"]


def test_without_a_judge_of_copies_any_page_is_good(world: World, archive: Site) -> None:
    assert bounds(copy_of(world, "http://parked.example/", is_bad=None)) == (
        "good",
        "2013-01-01",
        "2014-01-01",
    )


def test_no_more_than_three_copies_are_read(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://broker.example/")
    assert bounds(copy) == ("only_bad", "", "2011-01-01")
    assert copy.detail == "captured as 200 (4); copies read: 3"
    assert len(asked(world, "/web/")) == 3


def test_an_archived_redirect_is_no_copy(world: World, archive: Site) -> None:
    assert bounds(copy_of(world, "http://moved.example/old")) == ("good", "2011-01-01", "2013-01-01")
    assert bounds(copy_of(world, "http://door.example/")) == ("only_bad", "", "2012-01-01")


def test_a_redirect_to_another_form_of_the_address_is_no_end(world: World, archive: Site) -> None:
    for url in ("https://secure.example/page", "http://www.secure.example/page"):
        copy = copy_of(world, url)
        assert bounds(copy) == ("good", "2012-01-01", "2015-01-01")
        assert copy.snapshot_url.endswith("/https://secure.example/page")


def test_a_record_that_says_as_before_counts_as_what_was_before(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://same.example/")
    assert (*bounds(copy), copy.title) == ("good", "2011-06-01", "2012-01-01", "Tide tables")
    assert bounds(copy_of(world, "http://same.example/sent-on")) == ("only_bad", "", "2010-01-01")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.pdf", ("good", "2011-01-01", "2013-01-01")),
        ("b.pdf", ("good", "2011-01-01", "2013-01-01")),
        ("page", ("only_bad", "", "2010-01-01")),  # the image between the pages was none of theirs
    ],
)
def test_a_file_is_a_good_copy_and_is_not_fetched(
    world: World, archive: Site, path: str, expected: tuple[str, str, str]
) -> None:
    copy = copy_of(world, f"http://files.example/{path}")
    assert bounds(copy) == expected
    assert (copy.title, copy.text, copy.headings) == ("", "", ())
    assert not [asked_for for asked_for in asked(world, "/web/2011") if "files" in asked_for]
    if copy.state == "good":
        assert copy.detail == "a file: application/pdf"
        assert copy.snapshot_url == f"{REPLAY_URL}/20110101000000/http://files.example/{path}"


@pytest.mark.parametrize(
    ("path", "title"),
    [("header", "Marées"), ("meta", "Приливы"), ("gzip", "Tide tables"), ("%C3%BC%20b", "Tide tables")],
)
def test_copies_are_read_as_they_were_written(world: World, archive: Site, path: str, title: str) -> None:
    copy = copy_of(world, f"http://letters.example/{path}")
    assert (copy.state, copy.title) == ("good", title)


def test_a_copy_of_nothing_is_not_good(world: World, archive: Site) -> None:
    assert bounds(copy_of(world, "http://blank.example/")) == ("good", "2011-01-01", "2012-01-01")


def test_good_captures_behind_many_errors_are_asked_for(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://errors.example/")
    assert bounds(copy) == ("good", "2015-01-01", day(30)[:10])
    assert len(asked(world)) == 3


def test_good_captures_behind_many_offers_are_asked_for(world: World, archive: Site) -> None:
    copy = copy_of(world, "http://offers.example/")
    assert bounds(copy) == ("good", "2014-01-01", day(30)[:10])
    assert len(asked(world)) == 4


def test_the_archive_may_send_on_to_the_exact_time(world: World, archive: Site) -> None:
    lists(archive, ("20130402110000", "http://guide.example/tides?coast=west", "text/html", "200", "A" * 32))
    copy = copy_of(world, "http://guide.example/tides?coast=west")
    assert (copy.state, copy.captured_at) == ("good", "2013-04-02T11:12:13Z")
    assert copy.snapshot_url == f"{REPLAY_URL}/20130402111213/http://guide.example/tides?coast=west"


def test_what_stands_nearest_says_nothing_of_the_capture_that_was_meant(world: World, archive: Site) -> None:
    lists(
        archive,
        ("20140502000000", "http://guide.example/tides?coast=west", "text/html", "200", "A" * 32),
        ("20120301100000", "http://guide.example/tides?coast=west", "text/html", "200", "B" * 32),
    )
    assert bounds(copy_of(world, "http://guide.example/tides?coast=west")) == ("good", "2012-03-01", "")


def test_pywb_itself_is_understood(world: World, pywb: int) -> None:
    here = f"http://127.0.0.1:{pywb}/web"
    settings = {"FINDER_CDX_URL": f"{here}/cdx", "FINDER_REPLAY_URL": here}
    expected = {
        "http://guide.example/tides?coast=west": ("good", "2013-04-02", "2014-05-03"),
        "http://typo.example/tidse": ("only_bad", "", "2013-01-01"),
        "http://never.example/": ("never", "", ""),
        "http://same.example/": ("good", "2011-06-01", "2012-01-01"),
        "http://files.example/a.pdf": ("good", "2011-01-01", "2013-01-01"),
        "http://offers.example/": ("good", "2014-01-01", day(30)[:10]),
    }
    for url, found in expected.items():
        assert bounds(copy_of(world, url, **settings)) == found


def test_nothing_leads_from_the_archive_into_the_live_web(world: World, archive: Site, pywb: int) -> None:
    world.site("live.example").fallback("<title>Live</title>")
    assert copy_of(world, "http://refresh.example/").title == "Tide tables"
    # The index calls a redirect a page. Replay shows it as archive.org does, as pywb does, or does not.
    lists(archive, ("20120101000000", "http://door.example/", "text/html", "200", "A" * 32))
    assert copy_of(world, "http://door.example/").state == "only_bad"
    pywb_itself = f"http://127.0.0.1:{pywb}/web"
    assert copy_of(world, "http://door.example/", FINDER_REPLAY_URL=pywb_itself).state == "only_bad"
    archive.redirect("/web/20120101000000id_/http://door.example/", "http://live.example/")
    copy = copy_of(world, "http://door.example/")
    assert (copy.state, copy.detail) == ("unavailable", "it lists copies that it does not show")
    assert not world.requests("live.example")
