"""Weights fitted to one campaign's judgements, judged on prospects left out."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from finder.items import Opportunity, OwnPage
from finder.matching import OwnPageIndex, Query, Weights
from finder.matching.finds import query_of
from finder.matching.judgements import Cases, Judgement, cases_of, lacking
from finder.matching.model import chances
from finder.matching.refit import FOR_THRESHOLD, Refit, refit, withheld

SHIPPED = Weights.shipped()
SITE = "https://harbour.example"
SUBJECTS = [
    f"{first} {second}"
    for first in ("tide", "anchor", "harbour", "compass", "diesel", "canvas", "mooring", "lantern")
    for second in ("tables", "repairs", "history", "prices", "safety")
]
PAGES = [
    OwnPage(
        f"{SITE}/{each.replace(' ', '-')}", each.title(), each.title(), text=f"All of {each}.", language="en"
    )
    for each in SUBJECTS
]
INDEX = OwnPageIndex(PAGES)


def asked(place: int, former: str = "", language: str = "en") -> Query:
    """A link whose anchor is the title of a page, while the dead page was called something."""
    subject = SUBJECTS[place % len(SUBJECTS)]
    return Query(f"https://gone.example/{place}", subject, language=language, target_title=former)


def page(place: int) -> str:
    return PAGES[place % len(PAGES)].url


def disputed(number: int) -> list[Judgement]:
    """Of every second link the dead page was called something else, and no page of ours fits."""
    return [
        Judgement(asked(place, SUBJECTS[place % len(SUBJECTS)]), f"p{place % 13}.example", right=page(place))
        if place % 2
        else Judgement(asked(place, "Mortgage rates explained"), f"p{place % 13}.example")
        for place in range(number)
    ]


def as_expected(number: int, seed: int) -> list[Judgement]:
    """What people would say if the weights in force knew all there is to know."""
    chance = random.Random(seed)
    found = []
    for place in range(number):
        query = asked(place, "Mortgage rates explained" if place % 2 else "")
        offer = INDEX.suggest(query, min_score=0.0)
        assert offer is not None
        is_right = chance.random() < offer.score
        given = {"right" if is_right else "wrong": offer.url}
        found.append(Judgement(query, f"p{place}.example", **given))
    return found


def compared(judgements: list[Judgement]) -> Cases:
    return cases_of(judgements, INDEX.words)


def learned(judgements: list[Judgement], min_score: float = SHIPPED.min_score) -> Refit:
    return refit(compared(judgements).used, [], SHIPPED, min_score)


def test_judgements_that_contradict_the_weights_move_them() -> None:
    found = learned(disputed(40), 0.5)
    assert found.helps
    assert found.folds == 5
    assert found.after.wrong_offers < found.before.wrong_offers
    assert found.weights.present["former_title"] < SHIPPED.present["former_title"]
    assert OwnPageIndex(PAGES, found.weights).suggest(asked(7, "Guitar chords for songs")) is None


def test_the_same_judgements_teach_the_same_every_time() -> None:
    assert learned(disputed(30)) == learned(disputed(30))


@pytest.mark.parametrize("seed", range(5))
def test_judgements_that_the_weights_expect_do_not_help(seed: int) -> None:
    found = learned(as_expected(40, seed))
    assert not found.helps


def test_a_wrong_page_lets_any_other_be_right() -> None:
    (case,) = compared([Judgement(asked(1), "p.example", wrong=page(1))]).used
    assert case.judged.none
    assert dict(zip(case.urls, case.judged.right, strict=True))[page(1)] == 0
    assert case.judged.right.sum() == len(case.urls) - 1
    (none,) = compared([Judgement(asked(1), "p.example")]).used
    assert none.judged.none
    assert not none.judged.right.any()


def test_what_weights_would_offer_is_counted_as_the_index_offers() -> None:
    judgements = [
        Judgement(asked(1), "a.example", right=page(1)),
        Judgement(asked(2), "b.example", wrong=page(2)),
        Judgement(asked(3), "c.example", right=page(4)),
        Judgement(asked(4), "d.example", right=page(4), exclude=frozenset({page(4)})),
        Judgement(asked(6), "e.example", wrong=page(7)),
        Judgement(asked(8, language="fr"), "f.example", right=page(8)),
    ]
    before = learned(judgements, 0.3).before
    offers = [INDEX.suggest(each.query, min_score=0.3, exclude=each.exclude) for each in judgements]
    given = [offer.url if offer else "" for offer in offers]
    assert given == [page(1), page(2), page(3), "", page(6), page(8)]
    assert before[1:] == (2, 2, 1, 1)
    assert learned(judgements, 0.9999).before[1:] == (0, 0, 4, 0)


def test_pages_in_another_language_lose_as_much_as_when_they_are_offered() -> None:
    harsh = replace(SHIPPED, language=-20.0)
    cases = compared(
        [Judgement(asked(1, language=tag), tag or "none", right=page(1)) for tag in ("de-AT", "en-GB")]
    )
    found = refit(cases.used, [], harsh, 0.5).before
    assert (found.right_offers, found.right_withheld) == (1, 1)


def test_what_a_judgement_lacks_is_told() -> None:
    assert "at least 20 are needed, 10 more" in lacking(compared(disputed(10)))
    assert "both sorts are needed" in lacking(compared([each for each in disputed(60) if each.right]))
    alone = [replace(each, prospect="one.example") for each in disputed(30)]
    assert "all at one prospect" in lacking(compared(alone))
    assert lacking(compared(disputed(30))) == ""


def test_judgements_that_teach_nothing_are_counted_by_why() -> None:
    strange = Query(anchor="寿司の作り方")
    found = compared(
        [
            Judgement(asked(1), "p.example", right=f"{SITE}/sold"),
            Judgement(strange, "p.example", wrong=page(1)),
            Judgement(strange, "p.example"),
        ]
    )
    assert found.used == []
    assert sorted(found.unused.values()) == [1, 1, 1]


def chance(query: Query, weights: Weights) -> float:
    """That some page is right."""
    _, groups, features = INDEX.words.agreements(query)
    said = [weights.evidence(group.name, each) for group, each in zip(groups, features, strict=True)]
    return float(chances(weights.base + np.sum(said, axis=0)).sum())


def test_links_that_nobody_judged_keep_their_answer() -> None:
    vague = [Query(anchor=f"{subject.split()[0]} sandwiches", language="en") for subject in SUBJECTS[::2]]
    others = withheld([*vague, asked(1)], INDEX.words, SHIPPED, SHIPPED.min_score)
    assert len(others) == len(vague)
    cases = compared(disputed(40)).used
    alone = refit(cases, [], SHIPPED, SHIPPED.min_score)
    beside = refit(cases, others, SHIPPED, SHIPPED.min_score)
    assert (alone.unjudged, beside.unjudged, beside.newly_offered) == (0, len(vague), 0)
    before, moved, kept = (chance(vague[0], each) for each in (SHIPPED, alone.weights, beside.weights))
    assert abs(kept - before) < 0.7 * abs(moved - before)
    assert beside.helps


def test_a_threshold_of_their_own_needs_many_judgements_and_what_was_withheld() -> None:
    few = learned(disputed(FOR_THRESHOLD - 10))
    assert few.weights.min_score == SHIPPED.min_score
    # Offered from 0.99 on, much was withheld that people judged nevertheless.
    many = learned(disputed(FOR_THRESHOLD + 10), 0.99)
    assert many.weights.min_score < 0.9
    assert many.chosen.right_offers >= 0.93 * (many.chosen.right_offers + many.chosen.wrong_offers)
    seen = learned(disputed(FOR_THRESHOLD + 10), 0.5)
    assert seen.weights.min_score >= 0.5


def test_the_query_of_a_find_says_of_a_mention_only_what_stands_around_it() -> None:
    why = Opportunity(
        "unlinked_mention", "k", "https://p.example/", "r", "e", anchor="Acme", context="On Acme."
    )
    assert query_of(why, ("Tide tables",)) == Query(text="On  .")
    link = replace(why, dead_url="https://gone.example/", anchor="here", archived_title="Tides")
    assert query_of(link, ("click here", "Tide tables", "Other")) == Query(
        "https://gone.example/", "here", "On Acme.", target_title="Tides", anchor_elsewhere="Tide tables"
    )
    assert query_of(replace(link, anchor="Tides"), ("Tide tables",)).anchor_elsewhere == ""


def test_the_query_of_rivals_has_what_stands_around_them_and_not_their_names() -> None:
    why = Opportunity(
        "link_intersect",
        "k",
        "https://blog.example/",
        "rivals_linked",
        "e",
        page_title="Harbours",
        anchor="Tide tables",
        context="Tide tables for all. · Charts too.",
        heading="Tools",
        linked_url="https://rival.example/tide-tables",
        rivals=("rival.example", "other-one.example"),
    )
    asked = query_of(why)
    assert (asked.url, asked.anchor, asked.context) == (why.linked_url, "Tide tables", why.context)
    assert (asked.heading, asked.page_title, asked.text) == ("Tools", "Harbours", "")
    for name in ("Other One", "RIVAL", "rival.example"):
        assert query_of(replace(why, anchor=name)).anchor == ""
