"""What a mention is a part of, and which link it belongs to."""

from __future__ import annotations

import pytest

from finder.brands import Brand, Names
from finder.items import Within
from finder.pages import read_page

NAMES = Names([Brand("Acme"), Brand("Blue Harbor")])
WIKI = "https://wiki.example/"


def links(html: str) -> list[str]:
    """Where each name of a page links to."""
    return [mention.link_url for mention in read_page(html, "https://blog.example/", NAMES).mentions]


@pytest.mark.parametrize(
    ("html", "within"),
    [
        ("<p>Acme", Within.TEXT),
        ("<li>Acme", Within.TEXT),
        ("<h2>Acme</h2>", Within.HEADING),
        ("<blockquote><p>Acme</blockquote>", Within.QUOTATION),
        ("<figure><img src=x.png><figcaption>Acme</figcaption></figure>", Within.CREDIT),
        ("<p>First you have to start it:</p><pre>run Acme now</pre>", Within.CODE),
        ("<pre>A standard, typewritten.\n\nIt was drawn up by Acme.</pre>", Within.TEXT),
        ("<table><caption>Acme</caption><tr><td>x</table>", Within.TEXT),
        ("<h2>References</h2><p>Acme: a study", Within.CITATIONS),
        ("<h2>Literaturverzeichnis:</h2><p>Acme: a study", Within.CITATIONS),
        ("<h2>Reference guides</h2><p>Acme: a study", Within.TEXT),
    ],
)
def test_a_mention_is_in_text_a_heading_a_quotation_code_or_citations(html: str, within: Within) -> None:
    page = read_page(f"<main>{html}</main>", "https://blog.example/", NAMES)
    assert [mention.within for mention in page.mentions] == [within]


def test_a_name_belongs_to_the_link_whose_text_it_is_in() -> None:
    assert links(f"<p>Acme <a href={WIKI}>Acme</a> Acme") == ["", WIKI, ""]
    assert links(f"<p><a href={WIKI}>the Acme tools</a> Acme") == [WIKI, ""]
    assert links(f"<p><a href={WIKI}></a><a href={WIKI}a>Acme</a>") == [f"{WIKI}a"]
    assert links(f"<a href={WIKI}><p>one</p><p>Acme</p></a><p>Acme</p>") == [WIKI, ""]
    assert links(f"<p>Acme {'<a href=/>x</a>' * 30} <a href={WIKI}>Acme</a>") == ["", WIKI]


def test_joiners_and_emoji_before_a_name_do_not_move_its_link() -> None:
    family = "👨\u200d👩\u200d👧 "
    assert links(f"<p>{family * 5}<a href={WIKI}>Acme</a> Acme") == [WIKI, ""]
    assert links(f"<p><a href={WIKI}>{family * 5}</a>Acme <a href={WIKI}a>x</a>") == [""]


def test_a_name_parted_by_a_line_break_is_told_on_one_line() -> None:
    (mention,) = read_page("<p>the Blue<br>Harbor shop", "https://blog.example/", NAMES).mentions
    assert mention.found == "Blue Harbor"
    assert mention.marked == "the [[Blue Harbor]] shop"


def test_no_name_and_no_address_runs_from_one_block_into_the_next() -> None:
    page = read_page("<p>Blue</p><p>Harbor www.x.example</p><p>-Acme</p>", "https://blog.example/", NAMES)
    assert [mention.found for mention in page.mentions] == ["Acme"]
