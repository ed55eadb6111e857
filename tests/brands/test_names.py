"""All names of all brands are found in one pass, each for its brand."""

from __future__ import annotations

import time

import pytest

from finder.brands import Brand, Names, Role
from finder.brands.hits import Sort
from tests.brands.read import found, mentions, sense


def hits(text: str, *brands: Brand, language: str = "") -> list[tuple[str, str]]:
    """Each name found in a text, with its brand."""
    some, _ = Names(brands).find(text, language)
    return [(text[hit.start : hit.end], hit.brand.name) for hit in some]


def test_the_longest_of_overlapping_names_is_taken() -> None:
    brands = Brand("Fox"), Brand("Fox Tools"), Brand("Tools")
    assert hits("Fox Tools, Fox, Tools", *brands) == [
        ("Fox Tools", "Fox Tools"),
        ("Fox", "Fox"),
        ("Tools", "Tools"),
    ]
    assert hits("A B C", Brand("A B"), Brand("B C")) == [("A B", "A B")]


def test_a_name_that_is_of_several_brands_is_found_for_the_first() -> None:
    assert hits("Fox", Brand("Fox"), Brand("Vulpes", aliases=("Fox",))) == [("Fox", "Fox")]


def test_every_name_has_its_role_and_a_spelling_its_first() -> None:
    brand = Brand("Fox", aliases=("Vulpes", "Fox"), products=("Burrow", "Vulpes"), people=("Ada Reed",))
    some, _ = Names([brand]).find("Fox Vulpes Burrow Ada Reed")
    assert [hit.role for hit in some] == [Role.BRAND, Role.ALIAS, Role.PRODUCT, Role.PERSON]
    assert brand.names() == [
        ("Fox", Role.BRAND),
        ("Vulpes", Role.ALIAS),
        ("Burrow", Role.PRODUCT),
        ("Ada Reed", Role.PERSON),
    ]
    assert Brand("  ", aliases=("a \n b",)).names() == [("a b", Role.ALIAS)]


def test_letters_stop_where_an_ending_begins() -> None:
    (hit,), _ = Names([Brand("Nokia")]).find("Nokiassa on", "fi")
    assert (hit.start, hit.stop, hit.end) == (0, 5, 8)
    assert hit.moved(10).start == 10


def test_a_name_written_as_one_word_is_found_parted_only_with_capitals() -> None:
    assert hits("Tide Table, tide table, Tide table", Brand("TideTable")) == [("Tide Table", "TideTable")]


def test_words_of_the_campaign_come_with_their_sort() -> None:
    brand = Brand(
        "Fox",
        context=("den",),
        near=("shop",),
        not_near=("hunt",),
        not_in=("Fox River",),
        domains=("fox.example",),
    )
    _, clues = Names([brand]).find("The Den and shop, no hunt at Fox River; fox.example; dens")
    assert [(clue.word, clue.sort) for clue in clues] == [
        ("den", Sort.CONTEXT),
        ("shop", Sort.NEAR),
        ("hunt", Sort.NOT_NEAR),
        ("Fox River", Sort.NOT_IN),
        ("fox.example", Sort.CONTEXT),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Fox River", 0),
        ("the FOX-RIVER run", 0),
        ("Fox River Fox", 1),
        ("Fox Riverside", 1),
        ("Silver Fox Fur and Fox", 1),
        ("Fox, River", 1),
    ],
)
def test_a_phrase_rules_out_the_name_in_it_and_no_other(text: str, count: int) -> None:
    brand = Brand("Fox", not_in=("Fox River", "Silver Fox Fur", "Fox Fur"))
    assert len(found(text, brand)) == count


def test_a_phrase_of_one_brand_does_not_rule_out_another() -> None:
    some = mentions("Fox River", Brand("Fox"), Brand("River", not_in=("Fox River",)))
    assert [(mention.brand, mention.sense.value) for mention in some] == [("Fox", "ours"), ("River", "other")]
    assert "part of “Fox River”" in some[1].why


def test_one_of_the_near_words_must_be_in_the_paragraph_the_title_or_a_heading() -> None:
    brand = Brand("Fox", near=("tool", "rope"))
    assert sense("Fox roped", brand) == "other"
    assert sense("Fox rope", brand) == "ours"
    assert sense("Fox</p><p>a rope", brand) == "other"
    assert sense("Fox", brand, title="Best Rope") == "ours"
    assert sense("</p><h2>A rope</h2><p>Fox", brand) == "ours"
    assert sense("Fox", brand, title="Europe by toolbox") == "other"


def test_none_of_the_not_near_words_may_be_in_the_paragraph() -> None:
    brand = Brand("Fox", not_near=("hunt",))
    assert sense("A hunt for the Fox", brand) == "other"
    assert sense("A hunt.</p><p>Fox", brand) == "ours"
    assert sense("The hunter Fox", brand) == "ours"


@pytest.mark.parametrize(
    ("case", "senses"),
    [("auto", "ours ours ours"), ("exact", "ours ours other"), ("any", "ours ours ours")],
)
def test_the_campaign_says_whether_case_matters(case: str, senses: str) -> None:
    brand = Brand("Foxel", case=case)  # type: ignore[arg-type]
    assert sense("We like Foxel, FOXEL and foxel.", brand) == senses


def test_without_names_nothing_is_found() -> None:
    assert Names([]).find("Fox") == Names([Brand("-")]).find("a - b") == ([], [])


def test_ten_thousand_names_and_phrases_cost_hardly_more_than_ten() -> None:
    text = "We met the Brand77 at the river, and others came. " * 2_000

    def seconds(number: int) -> float:
        names = Names([Brand(f"Brand{n}", not_in=(f"Brand{n} Valley",)) for n in range(number)])
        times = []
        for _ in range(3):
            begin = time.process_time()
            names.find(text, "en")
            times.append(time.process_time() - begin)
        return min(times)

    assert seconds(10_000) < 4 * seconds(100)


@pytest.mark.parametrize(
    "text",
    [
        "Fox River " * 100_000,
        "Fox " * 250_000,
        "river " * 150_000 + "Fox",
        "Fox/" * 250_000,
        "-Fox" * 250_000,
    ],
)
def test_texts_full_of_names_and_phrases_take_little_time(text: str) -> None:
    names = Names([Brand("Fox", not_in=("Fox River",), context=("river",))])
    begin = time.process_time()
    some, _ = names.find(text, "en")
    assert time.process_time() - begin < 2
    assert len(some) <= 2_000
