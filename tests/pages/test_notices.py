"""What a site says about cookies and its rights is no part of a page's text."""

from __future__ import annotations

import pytest

from finder.brands import Brand, Names
from finder.items import Placement
from finder.pages import read_page

# Too little running text to tell an article from what surrounds it.
TEXT = "<p>The tide comes in twice a day.</p>"


def placements(notice: str) -> list[Placement]:
    page = read_page(
        f"<body><div>{TEXT}</div><div>{notice}</div>", "https://a.example/", Names([Brand("Acme")])
    )
    return [mention.placement for mention in page.mentions]


@pytest.mark.parametrize(
    ("notice", "placement"),
    [
        ("We use cookies of Acme to count visits.", Placement.SIDEBAR),
        ("Mit Cookies von Acme messen wir; akzeptieren Sie das?", Placement.SIDEBAR),
        ("本站使用 Acme 的 Cookie", Placement.SIDEBAR),
        ("© 2026 Acme", Placement.FOOTER),
        ("Copyright 2026, Acme", Placement.FOOTER),
        ("Acme 2026. Tous droits réservés.", Placement.FOOTER),
        ("Acme© makes the best rakes.", Placement.MAIN),
        ("Acme bakes cookies; use butter.", Placement.MAIN),
        ("On how Acme sets cookies, and why we accept it. " * 20, Placement.MAIN),
    ],
)
def test_short_notices_are_told_from_text(notice: str, placement: Placement) -> None:
    assert set(placements(f"<p>{notice}</p>")) == {placement}


def test_what_an_article_declares_as_its_own_stays() -> None:
    page = read_page(
        "<main><p>We use cookies of Acme.</p></main>", "https://a.example/", Names([Brand("Acme")])
    )
    assert [mention.placement for mention in page.mentions] == [Placement.MAIN]
