"""Long names with one wrong letter are found; words that are only like them are not."""

from __future__ import annotations

import time

import pytest

from finder.brands import Brand, Names
from finder.brands.spellings import Form
from tests.brands.read import found, sense


def misspelt(text: str, *names: str, **more: bool) -> list[str]:
    """The misspelt names in a text."""
    hits, _ = Names([Brand(names[0], aliases=names[1:], **more)]).find(text, "en")
    return [text[hit.start : hit.end] for hit in hits if hit.form is Form.MISSPELT]


@pytest.mark.parametrize(
    "text",
    [
        "Planetarum",
        "Planetariam",
        "Planetariium",
        "Planetraium",
        "We saw Planetarum, too.",
        "Planeterium’s",
        "「Planetarum」",
        "昨日Planetarumを",
    ],
)
def test_one_letter_wrong_missing_doubled_or_moved_is_the_name(text: str) -> None:
    assert len(misspelt(text, "Planetarium")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "planetarum",
        "Planetarium",
        "Planetariums",
        "Planetariux",
        "Flanetarium",
        "Planetar",
        "Planterum",
        "@Planetarum",
        "Planetarum.com",
        "planetarum@mail.example",
        "x/Planetarum",
        "Planetarum/x",
        "Planetarum2",
        "XPlanetarum",
        "Planetarum_x",
    ],
)
def test_another_word_an_ending_and_an_address_are_not(text: str) -> None:
    assert misspelt(text, "Planetarium") == []


@pytest.mark.parametrize("name", ["Planeta", "C++Planet1", "Plan 9 Data", "Blue Sky Inc"])
def test_short_names_and_names_with_signs_have_no_misspellings(name: str) -> None:
    assert misspelt(name[:-3] + name[-1], name) == []


def test_common_names_have_none_either() -> None:
    assert misspelt("Planetarum", "Planetarium", common_word=True) == []


def test_names_of_several_words_are_found_by_their_longest() -> None:
    assert misspelt("the Blue Planetarum Shop", "Blue Planetarium Shop") == ["Blue Planetarum Shop"]
    assert misspelt("the Bleu Planetarium Shop", "Blue Planetarium Shop") == ["Bleu Planetarium Shop"]
    assert misspelt("the Planetarum Shop", "Blue Planetarium Shop") == []
    assert misspelt("Blue Planetarum", "Blue Planetarium Shop") == []


def test_very_long_names_may_have_two_errors() -> None:
    assert misspelt("Northshoredatbasse", "Northshoredatabase") == ["Northshoredatbasse"]
    assert misspelt("Planetorum", "Planetarium") == []


def test_one_that_was_found_as_written_is_not_found_again() -> None:
    assert misspelt("Planetarium Shop", "Planetarium Shop", "Planetarium Shopp") == []


def test_a_spelling_that_a_page_uses_throughout_is_another_name() -> None:
    brand = Brand("Planetarium")
    assert found("We like Planetarum.", brand) == ["Planetarum"]
    assert sense("We like Planetarum. They say Planetarum.", brand) == "other other"
    assert sense("We like Planetarum. They say Planetarium.", brand) == "ours ours"


def test_a_german_noun_one_letter_away_is_in_doubt() -> None:
    assert sense("Wir sahen Planetarum an.", Brand("Planetarium"), "de") == "unclear"


def test_words_of_any_length_and_number_take_little_time() -> None:
    names = Names([Brand("Planetarium"), Brand("Northshoredatabase")])
    some = " ".join(f"Planeta{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}um" for n in range(50_000))
    for text in ("A" + "a" * 1_000_000, "Planetarium" * 100_000, some):
        begin = time.process_time()
        names.find(text, "en")
        assert time.process_time() - begin < 2
