"""Text and addresses of others: bounded, harmless, without personal data, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.report.text import Piece, address, clipped, link, masked, plain, snippet
from tests.report.made import NO_LINKS

HOSTILE = st.text(
    st.characters(exclude_categories=[]) | st.sampled_from("[]@.<>&\"'\u202e\x00"), max_size=300
)


@pytest.mark.parametrize("url", NO_LINKS)
def test_what_is_no_plain_web_address_becomes_no_link(url: str) -> None:
    assert link(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "http://a.example:8080/b?c=d&e='f'#g",
        "https://münchen.example/ü",
        "HTTPS://a.example",
    ],
)
def test_web_addresses_stay_as_they_are(url: str) -> None:
    assert link(url) == url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("write to mary.quay+x@sail.co.uk now", "write to (e-mail address) now"),
        ("<mary@sail.example>, o'neil@sail.example", "<(e-mail address)>, (e-mail address)"),
        ("see https://medium.com/@mary and @mary", "see https://medium.com/@mary and @mary"),
        ("jörg@müller.example", "(e-mail address)"),
    ],
)
def test_addresses_of_people_are_masked_and_nothing_else(text: str, said: str) -> None:
    assert masked(text) == said


def test_marks_pile_up_no_higher_than_languages_need() -> None:
    assert plain("e" + "\u0301" * 200 + "f") == "e\u0301\u0301\u0301f"
    assert plain("tiê\u0301ng Việt") == "tiê\u0301ng Việt"


def test_a_text_is_cut_with_an_ellipsis_and_an_address_loses_its_middle() -> None:
    assert clipped("a" * 20, 10) == "a" * 9 + "…"
    assert clipped("a" * 10, 10) == "a" * 10
    assert address("https://a.example/" + "x" * 200 + "/end", 40).endswith("/end")
    assert len(address("https://a.example/" + "x" * 200, 40)) == 40


@pytest.mark.parametrize(
    ("context", "anchor", "marks", "pieces"),
    [
        ("See the tables here.", "tables", False, [("See the ", False), ("tables", True), (" here.", False)]),
        ("tables", "tables", False, [("tables", True)]),
        ("See this.", "tables", False, [("See this.", False)]),
        ("See this.", "", False, [("See this.", False)]),
        (
            "[[Acme]] and [[Acme]]!",
            "Acme",
            True,
            [("Acme", True), (" and ", False), ("Acme", True), ("!", False)],
        ),
        ("a [[b", "b", True, [("a [[b", False)]),
        ("wiki [[link]] tables", "tables", False, [("wiki [[link]] ", False), ("tables", True)]),
        ("", "tables", False, []),
    ],
)
def test_what_a_lead_is_about_is_marked(
    context: str, anchor: str, marks: bool, pieces: list[tuple[str, bool]]
) -> None:
    found = snippet(context, anchor, with_marks=marks)
    assert [(piece.text, piece.marked) for piece in found] == pieces


def test_a_long_snippet_keeps_what_is_marked_and_says_where_it_was_cut() -> None:
    found = snippet("before " * 500 + "tables" + " after" * 500, "tables", 200)
    assert Piece("tables", marked=True) in found
    text = "".join(piece.text for piece in found)
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 202


@given(HOSTILE, HOSTILE, st.booleans())
@settings(deadline=None)
def test_a_snippet_is_bounded_whatever_a_page_says(context: str, anchor: str, marks: bool) -> None:
    text = "".join(piece.text for piece in snippet(context, anchor, 60, with_marks=marks))
    assert len(text) <= 62
    assert not any(ord(letter) < 32 or 0x202A <= ord(letter) <= 0x202E for letter in text)


@given(HOSTILE)
@settings(deadline=None)
def test_only_addresses_with_http_and_a_host_are_linked(text: str) -> None:
    for url in (link(text), link(f"https://{text}")):
        assert not url or url.lower().startswith(("http://", "https://"))
        assert not set(url) & {" ", "\n", "\u202e", "\x00", "\\"}


@pytest.mark.parametrize(
    "text", ["a@" * 500_000, "a." * 500_000 + "@", "[[" * 500_000, "x" * 1_000_000, "@a." * 300_000]
)
def test_a_text_of_a_million_characters_takes_no_time(text: str) -> None:
    begun = time.process_time()
    masked(plain(text))
    snippet(text, text, with_marks=True)
    assert time.process_time() - begun < 2
