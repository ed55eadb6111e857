"""Which own page is offered for a link, and when none is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finder.items import OwnPage
from finder.matching import OwnPageIndex, Query, Weights
from tests.matching.conftest import PAGES, SITE

FITTING = [
    pytest.param(Query(anchor="tide tables for sailors"), "/tide-tables/", id="anchor is the title"),
    pytest.param(
        Query(url="https://gone.example/sea/tide_tables_for_sailors.html"),
        "/tide-tables/",
        id="address alone",
    ),
    pytest.param(
        Query(url="https://gone.example/TideTables.aspx?id=7", anchor="here"),
        "/tide-tables/",
        id="camel case",
    ),
    pytest.param(
        Query(url="https://gone.example/p/77123", anchor="How to tie a bowline"),
        "/knots/bowline",
        id="opaque",
    ),
    pytest.param(
        Query(url="https://gone.example/knots/bow-line", anchor="The bow-line knot"),
        "/knots/bowline",
        id="a word in two",
    ),
    pytest.param(
        Query(url="https://gone.example/tidetables", anchor="Tables of tides"),
        "/tide-tables/",
        id="two words in one",
    ),
    pytest.param(
        Query(url="https://gone.example/hull/osmosis-repair", anchor="Treat osmosis blisters"),
        "/repair/osmosis",
        id="anchor and address",
    ),
    pytest.param(Query(anchor="Seewetterberichte verstehen"), "/de/seewetter-verstehen", id="German anchor"),
    pytest.param(
        Query(url="https://gone.example/fr/regles-priorite-mer"), "/fr/regles-de-priorite", id="no accents"
    ),
    pytest.param(Query(anchor="règles de priorité"), "/fr/regles-de-priorite", id="accents"),
    pytest.param(Query(anchor="潮汐表の読み方"), "/ja/chouseki", id="Japanese"),
    pytest.param(
        Query(url="https://gone.example/%E6%BD%AE%E6%B1%90%E8%A1%A8", anchor="潮汐表の読み方とは"),
        "/ja/chouseki",
        id="encoded Japanese",
    ),
    pytest.param(
        Query(
            url="https://gone.example/x/1",
            target_title="Osmosis blisters in fibreglass hulls",
            target_text="What blisters in gelcoat mean: drying the hull, an epoxy barrier coat, repairing.",
        ),
        "/repair/osmosis",
        id="archived title",
    ),
]

UNFITTING = [
    pytest.param(Query(), id="nothing known"),
    pytest.param(Query(url="https://gone.example/", anchor="click here"), id="generic anchor"),
    pytest.param(Query(url="https://gone.example/2019/04/8812.html", anchor="Website"), id="opaque address"),
    pytest.param(Query(anchor="Sourdough bread for beginners"), id="foreign topic"),
    pytest.param(
        Query(url="https://gone.example/python/asyncio-tutorial", anchor="How to learn asyncio"),
        id="software",
    ),
    pytest.param(Query(anchor="寿司の作り方", url="https://gone.example/sushi"), id="Japanese foreign topic"),
    pytest.param(Query(anchor="Harbour Almanac"), id="only the name of the site"),
    pytest.param(Query(context="They sail every day and read a lot."), id="only a vague context"),
    pytest.param(Query(url="http://[broken", anchor="www.example.org"), id="broken address"),
]


@pytest.mark.parametrize(("query", "path"), FITTING)
def test_the_fitting_page_is_offered(index: OwnPageIndex, query: Query, path: str) -> None:
    suggestion = index.suggest(query)
    assert suggestion is not None
    assert suggestion.url == SITE + path


@pytest.mark.parametrize("query", UNFITTING)
def test_nothing_is_offered_where_nothing_fits(index: OwnPageIndex, query: Query) -> None:
    assert index.suggest(query) is None


def test_no_own_pages_means_no_offer() -> None:
    empty = OwnPageIndex([])
    assert empty.rank(Query(anchor="tide tables")) == []
    assert empty.suggest(Query(anchor="tide tables"), min_score=0) is None


def test_a_page_that_the_source_links_already_is_not_offered(index: OwnPageIndex) -> None:
    query = Query(anchor="Tide tables for sailors")
    assert index.suggest(query, exclude={f"{SITE}/tide-tables/"}) is None


def test_the_limit_of_a_ranking_is_kept(index: OwnPageIndex) -> None:
    query = Query(anchor="tide tables, bowline and osmosis")
    assert len(index.rank(query, 2)) == 2
    assert index.rank(query, 0) == []


def test_why_names_the_words_that_agreed(index: OwnPageIndex) -> None:
    query = Query(url="https://gone.example/tide-tables", anchor="The tide tables")
    suggestion = index.suggest(query)
    assert suggestion is not None
    assert 'anchor and title share "tide tables"' in suggestion.why
    assert 'address words "tide", "tables"' in suggestion.why
    assert set(suggestion.parts) == {"anchor", "address"}


def test_why_joins_characters_of_a_script_without_spaces(index: OwnPageIndex) -> None:
    suggestion = index.suggest(Query(anchor="潮汐表の読み方"))
    assert suggestion is not None
    assert suggestion.why == 'anchor and title share "潮汐表の読み方"'


def test_the_name_of_the_site_is_no_part_of_the_offered_title(index: OwnPageIndex) -> None:
    suggestion = index.suggest(Query(anchor="how to tie a bowline"))
    assert suggestion is not None
    assert suggestion.title == "How to tie a bowline"


def test_a_page_in_the_language_of_the_source_wins() -> None:
    pages = [
        OwnPage("https://own.example/a", "Navigation", language="en"),
        OwnPage("https://own.example/b", "Navigation", language="de"),
    ]
    best = OwnPageIndex(pages).rank(Query(anchor="Navigation", language="de-AT"))[0]
    assert best.url == "https://own.example/b"


def test_equal_scores_are_ordered_by_url() -> None:
    pages = [OwnPage(f"https://own.example/{name}/1", "Sextant basics") for name in "cab"]
    ranked = OwnPageIndex(pages).rank(Query(anchor="sextant basics"))
    assert [one.url[-3] for one in ranked] == ["a", "b", "c"]


def test_a_page_listed_twice_is_offered_once() -> None:
    ranked = OwnPageIndex([*PAGES, *PAGES]).rank(Query(anchor="tide tables"))
    assert len({one.url for one in ranked}) == len(ranked)


def test_a_weaker_agreement_scores_lower_in_any_query(index: OwnPageIndex) -> None:
    full = index.rank(Query(anchor="tide tables for sailors"))[0].score
    half = index.rank(Query(anchor="tide of political change"))[0].score
    assert half < index.weights.min_score <= full


@pytest.mark.parametrize("piece", ["a.", "-", "a8", "潮", "tide ", "%ff/", "\ud800", "\u0301", "'s"])
def test_hostile_input_is_only_unfitting(index: OwnPageIndex, piece: str) -> None:
    flood = piece * 50_000
    query = Query(url=f"https://gone.example/{flood}", anchor=flood, context=flood, target_text=flood)
    assert all(0 < one.score <= 1 for one in index.rank(query))


def test_a_mention_is_offered_the_page_about_its_subject(index: OwnPageIndex) -> None:
    ranked = index.rank(
        Query(text="The people of Harbour Almanac explained osmosis blisters in hulls to me.")
    )
    assert ranked[0].url == f"{SITE}/repair/osmosis"
    assert "mention and title share" in ranked[0].why


def test_an_idle_anchor_borrows_that_of_another_page(index: OwnPageIndex) -> None:
    idle = Query(url="https://gone.example/p/77123", anchor="click here")
    assert index.suggest(idle) is None
    offer = index.suggest(replace(idle, anchor_elsewhere="How to tie a bowline"))
    assert offer is not None
    assert offer.url == f"{SITE}/knots/bowline"
    assert offer.why == 'another page\'s anchor and title share "tie bowline"'


def test_neighbours_that_our_pages_do_not_write_as_one_word_stay_two(index: OwnPageIndex) -> None:
    best = index.rank(Query(anchor="Osmosis listed"), 1)[0]
    assert best.why == 'anchor and title share "osmosis"'


def test_an_anchor_that_says_something_needs_no_other(index: OwnPageIndex) -> None:
    query = Query(url="https://gone.example/p/77123", anchor="Sourdough for beginners")
    assert index.rank(replace(query, anchor_elsewhere="How to tie a bowline")) == index.rank(query)


def test_the_part_of_a_page_that_an_address_names_counts(index: OwnPageIndex) -> None:
    guide = "https://gone.example/guides/seamanship"
    with_name = index.rank(Query(url=f"{guide}#how-to-tie-a-bowline"), 1)
    assert with_name[0].url == f"{SITE}/knots/bowline"
    assert index.rank(Query(url=f"{guide}#:~:text=bowline")) == index.rank(Query(url=guide))


def test_a_lead_says_whether_the_languages_are_the_same(index: OwnPageIndex) -> None:
    query = Query(anchor="Seewetterberichte verstehen", language="de-AT")
    same, other = index.rank(query, 1)[0], index.rank(replace(query, language="en"), 1)[0]
    assert same.why.endswith("same language (de)")
    assert other.why.endswith("our page is in another language (de, theirs en)")
    assert other.score < same.score


def test_what_is_left_over_from_a_page_that_fits_better_is_no_offer(index: OwnPageIndex) -> None:
    query = Query(anchor="Tide tables for sailors")
    best, *others = index.rank(query)
    assert index.suggest(query, exclude={best.url}) is None
    assert all(other.score < 1 - best.score for other in others)


def test_the_best_of_near_copies_is_not_offered_as_if_there_were_no_other() -> None:
    names = ("one", "two", "three")
    pages = [OwnPage(f"https://own.example/{name}", "Sextant basics", "Sextant basics") for name in names]
    alone = OwnPageIndex(pages[:1]).rank(Query(anchor="Sextant basics"))[0].score
    among = OwnPageIndex(pages).rank(Query(anchor="Sextant basics"))[0].score
    assert among < 0.6 < Weights.shipped().min_score <= alone


@pytest.mark.parametrize(
    ("dead", "ours"),
    [
        ("Communication", "Communism"),
        ("Accountability", "Accounting"),
        ("Investigation guide", "Investment guide"),
        ("Universal communications", "University community"),
    ],
)
def test_words_that_only_begin_alike_are_different_words(dead: str, ours: str) -> None:
    others = [
        OwnPage(f"https://own.example/{name}", f"All about {name}") for name in ("radar", "knots", "sails")
    ]
    index = OwnPageIndex([OwnPage("https://own.example/it", ours, ours, text=f"{ours} explained."), *others])
    assert index.suggest(Query(anchor=dead, context=f"Read about {dead} here.")) is None
