"""What is told of a task that has ended, and when it is."""

from __future__ import annotations

import pytest

from finder.notice import Notice, is_wanted, text, title

QUIET = Notice("crawl", "finished", leads={}, suspected=7, errors=2)
NEWS = Notice("crawl", "finished", leads={"broken_link": 2, "unlinked_mention": 1}, died=2)
UNHEALTHY = Notice("crawl", "finished", unmet=["resource_pages: 3 source pages read, at least 10 expected"])
FAILED = Notice("verify", "failed", "verify failed:\n@all\x1b[31m  come" + "!" * 900)


@pytest.mark.parametrize(
    ("notice", "always", "news", "trouble"),
    [
        (QUIET, True, False, False),
        (NEWS, True, True, False),
        (Notice("verify", "finished", lost=1), True, True, False),
        (UNHEALTHY, True, True, True),
        (FAILED, True, True, True),
    ],
)
def test_it_is_told_when_it_is_wanted(notice: Notice, always: bool, news: bool, trouble: bool) -> None:
    assert [is_wanted(notice, when) for when in ("always", "news", "trouble")] == [always, news, trouble]


def test_it_counts_and_names_the_commands_that_show_more() -> None:
    assert title("acme", NEWS) == "finder: acme, crawl finished"
    assert text(NEWS, "my acme.toml").splitlines() == [
        "New leads: 3 (2 broken_link, 1 unlinked_mention)",
        "Confirmed dead: 2",
        "Won: 0",
        "Lost: 0",
        "Second looks: 0 made, 0 targets wait for one",
        "Errors: 0",
        "More: finder runs 'my acme.toml'; finder leads 'my acme.toml'",
    ]
    assert title("acme", UNHEALTHY) == "finder: acme, crawl finished, unhealthy"
    assert text(UNHEALTHY, "acme.toml").startswith("Unhealthy: resource_pages: 3 source pages read")


def test_words_of_others_are_one_short_line() -> None:
    why = text(FAILED, "acme.toml").splitlines()[0]
    assert why.startswith("Why: verify failed: @all")
    assert why.isprintable()
    assert len(why) < 220
    assert len(text(FAILED, "acme.toml").splitlines()) == 8
