"""Text and addresses as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.words import (
    address_words,
    count_words,
    forms,
    is_generic_anchor,
    is_opaque,
    split_names,
    split_words,
    words_beginning,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tide Tables, 2024", ["tide", "tables", "2024"]),
        ("The harbour's map", ["the", "harbour", "map"]),
        ("Ｆｕｌｌ width", ["full", "width"]),
        ("snake_case-and-dash", ["snake", "case", "and", "dash"]),
        ("ज्वार सारणी", ["ज्वार", "सारणी"]),
        ("潮汐表", ["潮汐", "汐表"]),
        ("Python入門", ["python", "入門"]),
        ("", []),
        ("!?", []),
    ],
)
def test_text_is_split_into_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_camel_case_gives_the_whole_name_and_its_parts() -> None:
    assert split_names("TideTable HTMLParser") == [
        "tidetable",
        "tide",
        "table",
        "htmlparser",
        "html",
        "parser",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tables", "table"),
        ("libraries", "library"),
        ("Café".casefold(), "cafe"),
        ("küste", "kueste"),
        ("smørrebrød", "smorrebrod"),
        ("configuration", "configure"),
    ],
)
def test_two_spellings_of_a_word_share_a_form(one: str, other: str) -> None:
    assert set(forms(one)) & set(forms(other))


@pytest.mark.parametrize(
    ("url", "last"),
    [
        ("https://a.example/sea/tide-tables.html", ["tide", "tables"]),
        ("https://a.example/sea/tide-tables/index.php", ["tide", "tables"]),
        ("https://a.example/sea/tide-tables/81723", ["tide", "tables"]),
        ("https://a.example/tide-tables/2019/05/", ["tide", "tables"]),
        ("https://a.example/en-GB/tide+tables/", ["tide", "tables"]),
        ("https://a.example/show.asp?title=tide+tables", ["tide", "tables"]),
        ("https://a.example/%E6%BD%AE%E6%B1%90", ["潮汐"]),
        ("https://old-site.example/p/12345", []),
        ("https://a.example/3f2a9c41d08be7", []),
        ("https://a.example/9b2e4c1a-77d0-4d51-8c1e-0a1b2c3d4e5f", []),
        ("https://a.example/a8Kx92bQ", []),
        ("https://a.example/", []),
        ("not an address", []),
        ("http://[", []),
    ],
)
def test_the_last_segment_that_says_something_counts_fully(url: str, last: list[str]) -> None:
    assert [word for word, share in address_words(url) if share == 1.0] == last


def test_folders_count_less_than_the_last_segment() -> None:
    assert dict(address_words("https://a.example/coast/harbours/tides")) == {
        "tides": 1.0,
        "harbours": 0.5,
        "coast": 0.25,
    }


@pytest.mark.parametrize("segment", ["covid19", "mp3-player", "tide", "beefed", "4-knots", "潮汐"])
def test_a_speaking_segment_is_not_opaque(segment: str) -> None:
    assert not is_opaque(segment)


@pytest.mark.parametrize(
    "anchor",
    [
        "Click here",
        "click here!",
        "» Read more",
        "WEBSITE",
        "hier klicken",
        "En savoir plus…",
        "こちら",
        "点击这里",
        "www.harbour.example",
        "https://harbour.example/tides",
        "",
        "→",
    ],
)
def test_a_generic_anchor_is_recognised(anchor: str) -> None:
    assert is_generic_anchor(anchor)


@pytest.mark.parametrize("anchor", ["Tide tables", "the harbour map", "read more about knots", "潮汐表"])
def test_an_anchor_that_names_a_subject_is_not_generic(anchor: str) -> None:
    assert not is_generic_anchor(anchor)


WRITTEN = (
    "tide Ebbe’s it's über 東京へ。 潮 2024年 ひらがな",
    "カタ・カナ 조수 น้ำขึ้น राम 3.5 _ a-b … é→x Москва",
)


@given(st.lists(st.sampled_from(" ".join(WRITTEN).split()), max_size=30).map(" ".join))
def test_words_are_counted_as_they_are_split(text: str) -> None:
    assert count_words(text) == len(split_words(text))


def test_many_words_are_counted_about_right() -> None:
    text = (
        "The tide-table’s first page, as it was printed in 1907, says when springs and neaps are due. " * 200
    )
    assert count_words(text) == pytest.approx(len(split_words(text)), rel=0.1)


@given(
    st.text(alphabet="aabst's-_ .9\n", max_size=60),
    st.sets(st.text(alphabet="abst9", min_size=2, max_size=3), min_size=1, max_size=3),
)
def test_words_that_begin_so_are_those_of_the_split_text(text: str, beginnings: set[str]) -> None:
    expected = [word for word in split_words(text) if word.startswith(tuple(beginnings))]
    assert sorted(words_beginning(beginnings, text)) == sorted(expected)


def test_of_a_word_that_begins_so_as_much_is_told_as_of_any() -> None:
    assert words_beginning(["long"], f"a {'long' * 40}") == split_words("long" * 40)
