"""One name in the ways people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.brands.fold import fold
from finder.brands.spellings import Form, spellings


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Acme", {"acme"}),
        ("Blue Harbor", {"blue harbor", "blueharbor"}),
        ("Blue-Harbor", {"blue harbor", "blueharbor"}),
        ("TideTable", {"tidetable", "tide table"}),
        ("iFix", {"ifix"}),
        ("Go Up", {"go up"}),
        ("McDonald's", {"mcdonald's", "mcdonalds", "mc donald's"}),
        ("A&B", {"a&b", "a & b"}),
        (
            "Bolt & Oak",
            {"bolt & oak", "bolt&oak", "bolt and oak", "bolt und oak", "bolt et oak", "bolt y oak"},
        ),
        ("Bolt und Oak", {"bolt und oak", "bolt & oak", "bolt and oak", "bolt et oak", "bolt y oak"}),
        ("Straße", {"straße", "strasse"}),
        ("Grossmann", {"grossmann", "großmann"}),
        ("دیجی\u200cکالا", {"ديجيكالا", "ديجي كالا"}),
        ("Blue\u200bHarbor\u00ad", {"blueharbor", "blue harbor"}),
        ("फ़ोन", {"फ़ोन", "फोन"}),
        ("東京", {"東京"}),
        ("-", set()),
        ("", set()),
    ],
)
def test_a_name_is_found_in_its_other_spellings(name: str, others: set[str]) -> None:
    assert set(spellings(name)) == others


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Müller", "mueller"),
        ("Müller & Söhne", "mueller und soehne"),
        ("Møller", "moeller"),
        ("Åberg", "aaberg"),
        ("Łódka", "lodka"),
        ("Café", "cafe\u0301"),
        ("Cafe\u0301", "cafe"),
        ('Play"N"Fun', "play “n” fun"),
        ('Play"N"Fun', "play n fun"),
        ('Play"N"Fun', "play”n”fun"),
    ],
)
def test_letters_that_a_keyboard_lacks_are_spelled_out(name: str, other: str) -> None:
    assert other in spellings(name)


def test_each_spelling_says_how_it_differs() -> None:
    forms = spellings("Müller Bau")
    assert forms["muller bau"] is Form.AS_WRITTEN
    assert forms["mueller bau"] is Form.OTHER_LETTERS
    assert forms["mullerbau"] is forms["muellerbau"] is Form.JOINED
    assert spellings("TideTable")["tide table"] is Form.PARTED


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_whatever_the_name_its_spellings_are_folded_and_tidy(name: str) -> None:
    for spelling in spellings(name):
        assert spelling
        assert spelling == " ".join(fold(spelling).split())
