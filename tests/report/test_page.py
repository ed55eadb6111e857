"""The report as a file: whole in itself, escaped, without personal data, told in order."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from finder.report import Facts, LeadCount, ProspectTotals
from finder.report.figures import share
from finder.report.page import render
from finder.report.plots import Bar, bars, columns, short, stacked
from tests.report.made import HOSTILE, MADE_AT, NO_LINKS, facts, hostile, lead, mention

ELEMENTS_THAT_FETCH = "script, img, iframe, object, embed, link, video, audio, source, form, base, image, use"


def rendered(told: Facts, **more: bool) -> str:
    return render(told, "acme", MADE_AT, "1.2.3", **more)


def parsed(told: Facts, **more: bool) -> LexborHTMLParser:
    return LexborHTMLParser(rendered(told, **more))


def said(page: LexborHTMLParser, selector: str = "body") -> str:
    return " ".join(" ".join(node.text() for node in page.css(selector)).split())


def row(page: LexborHTMLParser, caption: str) -> dict[str, list[str]]:
    """The rows of a table by their heads."""
    table = next(t for t in page.css("table") if t.css_first("caption").text() == caption)
    return {
        line.css_first("th").text(): [cell.text() for cell in line.css("td")]
        for line in table.css("tbody tr")
    }


def test_the_sections_stand_in_their_order() -> None:
    page = parsed(facts())
    assert [node.text() for node in page.css("h2")] == [
        "At a glance",
        "What changed",
        "Leads",
        "Prospects",
        "Verdicts",
        "Backlinks",
        "How the crawl is",
        "Best leads",
    ]
    linked = [node.attributes["href"] for node in page.css("nav a")]
    assert linked == ["#changes", "#leads", "#prospects", "#verdicts", "#backlinks", "#crawl", "#best"]
    assert all(page.css_first(fragment or "") for fragment in linked)


def test_every_number_of_a_plot_stands_in_a_table_too() -> None:
    page = parsed(facts())
    assert row(page, "Leads by kind and status") == {
        "broken_link": ["1,200", "3", "0"],
        "unlinked_mention": ["41", "0", "2"],
    }
    assert row(page, "Leads by score")["90 to 100"] == ["100"]
    assert row(page, "Targets by verdict")["dead"] == ["300", "2.9%"]
    assert len(row(page, "Why uncertain: targets by reason")) == 13
    assert len(page.css("figure")) == len(page.css("figure > svg[role=img]")) == len(page.css("figure table"))


def test_plots_say_their_numbers_in_a_description() -> None:
    page = parsed(facts())
    for plot in page.css("svg"):
        title, text = (
            page.css_first(f"#{name}") for name in (plot.attributes["aria-labelledby"] or "").split()
        )
        assert title.text()
        assert re.search(r"\d", text.text())
    assert "broken_link 1,203, unlinked_mention 43" in said(page, "desc")


def test_more_reasons_than_there_is_room_for_are_one_bar_together() -> None:
    assert "blocked 700, reason_0 20" in said(parsed(facts()), "desc")
    assert "4 others 42" in said(parsed(facts()), "desc")


def test_a_lead_is_told_with_its_snippet_evidence_offer_contact_and_copy() -> None:
    card = parsed(facts()).css_first("article")
    assert card.css_first("mark").text() == "Tide tables"
    told = {
        div.css_first("dt").text(): " ".join(div.css_first("dd").text().split()) for div in card.css("dl div")
    }
    assert told == {
        "Page": "https://list1.example/links",
        "Dead address": "https://dead.example/tides",
        "Evidence": "https://dead.example/tides answers 404 Not Found, twice. "
        "(not_found, confidence high; seen 2026-11-29 05:11 UTC)",
        "Page to offer": 'Tides today both say "tides"',
        "Score": "in a list of the main text; the page was changed this year",
        "Contact": "personal e-mail address",
        "Archive": "the copy of 2025-01-02",
        "Seen": "first 2026-11-22, last 2026-11-29, in 2 runs, on 12 pages of the site",
    }


def test_of_a_mention_the_name_is_marked_and_what_is_not_known_is_left_out() -> None:
    page = parsed(facts(best=(mention(),)))
    assert said(page, "blockquote") == "We like Acme a lot."
    assert said(page, "mark") == "Acme"
    assert [node.text() for node in page.css("article dt")] == [
        "Page",
        "Evidence",
        "Page to offer",
        "Score",
        "Contact",
        "Seen",
    ]


def test_nobody_is_named_unless_it_is_asked_for() -> None:
    without, with_them = rendered(facts()), rendered(facts(), with_contacts=True)
    for personal in ("mary@list.example", "Mary Quay", "https://list.example/about"):
        assert personal not in without
        assert personal in with_them
    assert "(e-mail address)" in without
    assert "keep it among those who write" in with_them


def test_an_address_of_a_person_in_a_web_address_is_not_linked() -> None:
    told = facts(
        best=(lead(page_url="https://a.example/?to=mary@list.example", page_title="mary@list.example"),)
    )
    assert "mary@" not in rendered(told)


@pytest.mark.parametrize("letters", range(140, 170))
def test_an_address_is_masked_before_a_text_is_cut(letters: int) -> None:
    title = "x" * letters + " mary@list.example"
    assert "x ma" not in rendered(facts(best=(mention(page_title=title, anchor="Acme", page_authors=""),)))


def test_what_changed_is_told_since_when() -> None:
    page = parsed(facts())
    text = said(page, "section[aria-labelledby=changes]")
    assert "Since 2026-11-29 05:00 UTC." in text
    assert "list1.example, lead 1: contacted → won" in text
    assert row(page, "Dead targets, by what was known before") == {
        "for the first time": ["25"],
        "again, as before": ["180"],
    }
    assert row(page, "Changes by new status")["fixed"] == ["1"]


def test_a_campaign_of_which_nothing_is_known_yet_says_so() -> None:
    page = parsed(Facts())
    text = said(page)
    assert "No lead holds yet." in text
    assert "No target was looked at yet." in text
    assert "No lead is open" in text
    assert "No prospect yet." in text
    assert not page.css("article")


def test_of_the_first_crawl_no_changes_are_listed() -> None:
    told = facts()
    page = parsed(facts(changes=type(told.changes)(since=MADE_AT, first=True, came={"broken_link": 3})))
    assert "This is the first crawl: everything is new." in said(page)
    assert "Withdrawn leads" not in said(page, "h3")


@pytest.mark.parametrize("with_contacts", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_pages_say_is_text_and_nothing_else(text: str, with_contacts: bool) -> None:
    page = rendered(hostile(text), with_contacts=with_contacts)
    tree = LexborHTMLParser(page)
    assert not tree.css(ELEMENTS_THAT_FETCH)
    assert not [n for n in tree.css("*") for name in n.attributes if name.startswith("on") or name == "style"]
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page
    )
    assert "49" not in said(tree, "article h3")
    assert len(page) < 60_000
    page.encode()


@pytest.mark.parametrize("url", NO_LINKS)
def test_only_web_addresses_are_links(url: str) -> None:
    page = parsed(hostile("text", url), with_contacts=True)
    assert all((node.attributes["href"] or "").startswith("#") for node in page.css("a"))


def test_a_link_to_a_page_tells_it_nothing_of_us() -> None:
    outside = [node.attributes for node in parsed(facts()).css("main a")]
    assert len(outside) > 8
    for attributes in outside:
        assert (attributes["href"] or "").startswith("https://")
        assert attributes["rel"] == "noopener noreferrer nofollow"
        assert attributes["referrerpolicy"] == "no-referrer"


def test_the_policy_allows_our_style_sheet_alone() -> None:
    page = parsed(facts())
    style = page.css_first("style").text()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style
    assert "@import" not in style
    assert not page.css(ELEMENTS_THAT_FETCH)


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None, max_examples=40)
def test_any_text_gives_the_same_elements(first: str, second: str) -> None:
    def shape(text: str) -> list[str]:
        return [node.tag for node in parsed(hostile(f"a{text}a")).css("body *") if node.tag != "mark"]

    assert shape(first) == shape(second)


def test_names_from_the_database_are_escaped_in_plots_too() -> None:
    told = facts(leads=(LeadCount("<b>&", "<i>", 1),), prospects=ProspectTotals())
    assert not parsed(told).css("b, i")


def test_bars_are_as_long_as_their_numbers_and_never_invisible() -> None:
    plot = LexborHTMLParser(
        bars("x", "X", [Bar("a", 1_000), Bar("b", 250, "dead"), Bar("c", 1), Bar("d", 0)])
    )
    wide = [node.attributes["width"] for node in plot.css("rect:not(.track)")]
    assert wide == ["100.0%", "25.0%", "0.6%", "0%"]


@pytest.mark.parametrize("draw", [bars, stacked, columns])
def test_a_plot_of_nothing_says_so(draw: type) -> None:
    assert "nothing to show" in draw("x", "X", [])  # type: ignore[operator]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (9_999, "9,999"), (10_000, "10k"), (999_999, "999k"), (3_400_000, "3.4M")]
)
def test_large_numbers_are_short_above_a_column(number: int, said: str) -> None:
    assert short(number) == said


@pytest.mark.parametrize(
    ("number", "whole", "said"), [(0, 0, "0%"), (0, 5, "0%"), (1, 300, "0.3%"), (1, 2, "50%")]
)
def test_shares_are_told_in_percent(number: int, whole: int, said: str) -> None:
    assert share(number, whole) == said
