"""Whether a page is what was promised, and whether two pages are one."""

from __future__ import annotations

import pytest

from finder.fit import fit, names_itself
from finder.items import Promise, Signals
from finder.likeness import alike
from finder.pages.signals import signals_of

URL = "https://harbourguides.example/tides/tide-tables"
TIDES = (
    "A tide table says when the water is high. Tables differ from port to port, and tides do not wait. " * 5
)
PAGE = f"<title>Tide tables - Harbour Guides</title><h1>Tide tables</h1><p>{TIDES}</p>"


def page(html: str, url: str = URL) -> Signals:
    """The signals of a page."""
    return signals_of(html, url)


def test_a_page_that_says_and_bears_out_what_was_promised_fits_strongly() -> None:
    assert fit(page(PAGE), URL, Promise(("Tide tables",))).strong


def test_headings_that_nothing_bears_out_may_be_an_echo() -> None:
    found = fit(
        page("<title>Tide tables</title><h1>Results for tide tables</h1>"), URL, Promise(("Tide tables",))
    )
    assert found.headed
    assert not found.strong


def test_an_anchor_that_names_the_site_does_not_make_its_front_page_the_page() -> None:
    front = page(
        f"<title>Harbour Guides</title><h1>Harbour Guides</h1><p>{'We love harbours and their guides. ' * 9}"
    )
    found = fit(front, URL, Promise(("Harbour Guides",)))
    assert found.names_site
    assert not found.strong


def test_nothing_of_what_was_promised() -> None:
    found = fit(
        page(f"<title>Roofs</title><p>{'We mend your roof in a day. ' * 9}"), URL, Promise(("Tide tables",))
    )
    assert found.none
    assert found.promised == 2


def test_a_generic_anchor_and_an_opaque_address_promise_nothing() -> None:
    found = fit(page(PAGE), "https://a.example/p/123", Promise(("click here",)))
    assert (found.promised, found.none, found.strong) == (0, False, False)


def test_a_site_names_itself_as_its_domain_does() -> None:
    assert names_itself(page(PAGE), URL)
    assert not names_itself(page("<title>Roofs</title>"), URL)


NOT_FOUND = "<title>Sorry - {site}</title><h1>Sorry</h1><p>There is nothing under {slug}. {more}</p>"


def error(
    slug: str, more: str = "Try the menu above or write to us, we are glad to help anybody."
) -> Signals:
    return page(NOT_FOUND.format(site="Harbour Guides", slug=slug, more=more), f"https://a.example/{slug}")


@pytest.mark.parametrize(
    "more",
    [
        "Try the menu above or write to us, we are glad to help anybody.",
        "Try the menu above or write to us, we are glad to help anybody. Request 8f3a9c21 at 12:03:55.",
        "Try the menu above or write to us, we are glad to help anybody. Popular today: knots and rope.",
    ],
)
def test_pages_that_differ_in_address_tokens_and_some_links_are_one(more: str) -> None:
    urls = "https://a.example/tide-tables", "https://a.example/bafogi-levu"
    assert alike(error("tide-tables"), urls[0], error("bafogi-levu", more), urls[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAGE, "<title>Sorry</title><h1>Sorry</h1><p>There is nothing here.</p>"),
        (PAGE, PAGE.replace("Tide tables", "Knots")),
        ("<img src=a.jpg>", "<p></p>"),
        (
            f"<title>Site</title><p>{TIDES}</p>",
            f"<title>Site</title><p>{'Ropes are spliced by hand. ' * 20}</p>",
        ),
    ],
)
def test_pages_with_other_words_are_two(one: str, other: str) -> None:
    assert not alike(page(one), URL, page(other), "https://harbourguides.example/tides/bafogi")


def test_two_empty_pages_are_one() -> None:
    assert alike(page(""), URL, page(""), URL)


@pytest.mark.parametrize(
    ("sentence", "mentions"),
    [
        ("A table of tides", 2),
        ("Tables, in the county’s ports, and tide’s ebb", 2),
        ("Bordüre und Küste, Tïde and tables", 2),
        ("Timetables and tidal flats say nothing", 0),
        ("The ports' tables", 1),
    ],
)
def test_promised_words_bear_a_page_out_in_any_of_their_forms(sentence: str, mentions: int) -> None:
    text = f"{sentence} and {'many words more that stand on a page of this kind ' * 9}"
    found = fit(page(f"<title>Tide tables</title><p>{text}</p>"), URL, Promise(("Tide tables",)))
    assert found.in_text == mentions
    assert found.strong == (mentions >= 2)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Our ponies are for children", False),
        ("A pony is no horse", False),
        ("Ponyhof am See", True),
        ("Pöny, as some write it", False),
        ("Anything about the children’s roofs", False),
        ("We mend roofs and gutters", True),
    ],
)
def test_a_page_is_foreign_without_any_word_of_what_was_told(text: str, foreign: bool) -> None:
    promise = Promise(("Ponies",), ("Riding for children",))
    assert fit(page(f"<title>Us</title><p>{text}"), "https://a.example/1", promise).foreign is foreign
