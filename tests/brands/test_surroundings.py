"""What stands beside a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.brands.surroundings import Surroundings, is_title, small_words, surroundings, words_of


def beside(text: str, name: str = "Acme") -> Surroundings:
    """What stands beside a name in a text."""
    start = text.index(name)
    return surroundings(text, start, start + len(name), start + len(name))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the old Acme shop", ("old", "the", "shop")),
        ("It ends. Acme begins", ("", "", "begins")),
        ("It ends. The Acme", ("The", "", "")),
        ("so, Acme, then", ("", "", "")),
        ("l'ami Acme’s", ("l'ami", "", "")),
        ("anti-Acme-like", ("", "", "")),
        ("Acme", ("", "", "")),
    ],
)
def test_words_beside_a_name_are_those_of_its_sentence(text: str, words: tuple[str, str, str]) -> None:
    around = beside(text)
    assert (around.before, around.second_before, around.after) == words


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Acme is", True),
        ("“Acme is", True),
        ("So. Acme is", True),
        ("So! (Acme", True),
        ("- Acme", True),
        ("Here: Acme", True),
        ("a\nAcme", True),
        ("そう。Acme", True),
        ("so Acme", False),
        ("so, Acme", False),
    ],
)
def test_the_first_word_of_a_sentence_or_an_item_is_known(text: str, starts: bool) -> None:
    assert beside(text).starts is starts


def test_signs_and_capitals_beside_a_name_are_told() -> None:
    assert beside("“Acme”").quoted
    assert beside(" «Acme»").whole
    assert not beside("“Acme").quoted
    assert beside("x-Acme").joined_before
    assert beside("Acme-x").joined_after
    assert not beside("- Acme -").joined_before
    assert beside("met Big Acme Town").capital_before
    assert not beside("Big Acme").capital_before
    assert beside("Big Acme").before_starts
    assert beside("met Acme Town").capital_after
    assert beside("ALL OF ACME IS", "ACME").shouted
    assert not beside("ALL OF ACME is", "ACME").shouted


def test_a_line_of_capitals_is_a_title() -> None:
    assert is_title("How Acme Makes Better Maps")
    assert is_title("Better Maps by Acme")
    assert not is_title("Better Acme maps")
    assert not is_title("How Acme makes better maps")
    assert not is_title("Acme")
    assert not is_title("")


def test_languages_without_a_table_have_the_words_of_any() -> None:
    assert "inc" in words_of("xx", "legal")
    assert words_of("xx", "nothing") == frozenset()
    assert {"the", "der"} <= small_words("xx")
    assert "der" not in small_words("en")


@given(st.text(max_size=60), st.text(min_size=1, max_size=10), st.text(max_size=60))
def test_whatever_the_text_its_sides_are_parts_of_it(before: str, name: str, after: str) -> None:
    text, start = before + name + after, len(before)
    around = surroundings(text, start, start + len(name), start + len(name))
    assert around.left == before[-80:] or not before
    assert around.right == after[:80]
    assert around.before in before
    assert around.after in after
