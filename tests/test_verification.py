"""What a later look says of a lead, as values: only what was seen closes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from finder.items import Confidence, Link, Outcome, PageFacts, Placement, Verdict
from finder.lifecycle import WRITTEN_TO, Actor, Status, may_become
from finder.opportunities import KINDS, lost_link
from finder.verification import (
    WINNABLE,
    Looked,
    LossRule,
    PageSeen,
    Verified,
    WonLink,
    conclude,
)

NOW = "2026-11-23T05:11:00Z"
YESTERDAY = "2026-11-22T05:11:00Z"
DEAD_URL = "https://gone.example/guide"
OURS = Link("https://ours.example/guide", "/guide", "Our guide")
HOME = Link("https://ours.example/", "/", "Us")
DEAD_LINK = Link(DEAD_URL, DEAD_URL, "The guide")
LEAD = Looked(1, "broken_link", Status.NEW, "https://blog.example/list", 7, DEAD_URL, OURS.url)
MENTION = Looked(2, "unlinked_mention", Status.NEW, LEAD.page_url)
WON = replace(
    LEAD, status=Status.WON, won=WonLink(OURS.url, OURS.anchor, "", "main"), won_at="2026-10-01T00:00:00Z"
)
PAGE = PageSeen(LEAD.page_url, {DEAD_URL: DEAD_LINK}, kinds=frozenset({"unlinked_mention"}))
UNKNOWN = (Verified.COULD_NOT_TELL, "It refuses us.")
RULE = LossRule(2, timedelta(days=1))
ORDER = (Outcome.DEAD, Outcome.ALIVE, Outcome.UNCERTAIN)


def said(outcome: Outcome) -> Verdict:
    return Verdict(outcome, "reason", "What was seen.", Confidence.HIGH)


links = st.lists(
    st.sampled_from(
        [OURS, HOME, replace(OURS, rel=("nofollow",)), replace(HOME, placement=Placement.COMMENTS)]
    )
)
leads = st.builds(
    Looked,
    id=st.just(1),
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(Status),
    page_url=st.just(LEAD.page_url),
    target_id=st.sampled_from([None, 7]),
    dead_url=st.sampled_from(["", DEAD_URL]),
    linked_own=st.sampled_from([frozenset(), frozenset({HOME.url})]),
    won=st.sampled_from([WonLink(), WON.won]),
    won_at=st.just("2026-10-01T00:00:00Z"),
    missed=st.sampled_from([(), (YESTERDAY,), ("2026-11-01T00:00:00Z", YESTERDAY)]),
)
verdicts = st.sampled_from([None, *map(said, Outcome)])


@given(leads, verdicts)
def test_a_page_that_could_not_be_read_changes_nothing(lead: Looked, verdict: Verdict | None) -> None:
    found = conclude(lead, PageSeen(LEAD.page_url, absence=UNKNOWN), verdict, RULE, NOW)
    assert found.verified is Verified.COULD_NOT_TELL
    assert (found.status, found.closes, found.missing, found.lost) == (None, False, False, None)


@given(leads, links, st.booleans(), verdicts, st.sampled_from([None, UNKNOWN, (Verified.PAGE_GONE, "Gone.")]))
def test_what_follows_is_allowed_and_fits_the_status(
    lead: Looked,
    ours: list[Link],
    linked: bool,
    verdict: Verdict | None,
    absence: tuple[Verified, str] | None,
) -> None:
    seen = PageSeen(LEAD.page_url, {DEAD_URL: DEAD_LINK} if linked else {}, tuple(ours), absence=absence)
    found = conclude(lead, seen, verdict, RULE, NOW)
    assert found.detail
    if found.status:
        assert found.status in may_become(lead.status, Actor.LOOK)
        assert not found.closes
    if found.status is Status.FIXED:
        assert lead.status in WRITTEN_TO
    if found.status is Status.WON:
        assert lead.status in WINNABLE
        assert found.won
        assert found.won.url not in lead.linked_own
    assert (found.status is Status.LOST) == bool(found.lost)
    if (
        found.verified is Verified.HOLDS
        and lead.target_id
        and lead.status is not Status.WON
        and lead.kind != "lost_link"
    ):
        assert verdict
        assert verdict.outcome is Outcome.DEAD


def test_a_dead_target_holds_a_living_one_closes_and_an_uncertain_one_does_neither() -> None:
    found = [conclude(LEAD, PAGE, said(outcome), RULE, NOW) for outcome in ORDER]
    assert [(each.verified, each.closes) for each in found] == [
        (Verified.HOLDS, False),
        (Verified.LINK_MENDED, True),
        (Verified.COULD_NOT_TELL, False),
    ]


def test_a_link_to_the_suggested_page_goes_before_one_in_main_text() -> None:
    lead = replace(LEAD, status=Status.CONTACTED)
    foot = replace(OURS, placement=Placement.FOOTER)
    found = conclude(lead, replace(PAGE, ours=(HOME, foot, OURS)), said(Outcome.DEAD), RULE, NOW)
    assert found.won == WonLink(OURS.url, "Our guide", "", "main")
    found = conclude(lead, replace(PAGE, ours=(HOME, foot)), said(Outcome.DEAD), RULE, NOW)
    assert found.won == WonLink(OURS.url, "Our guide", "", "footer")


def test_a_won_link_is_lost_after_enough_looks_far_enough_apart() -> None:
    assert conclude(WON, PAGE, None, RULE, NOW).missing
    soon = replace(WON, missed=("2026-11-23T00:00:00Z",))
    assert not conclude(soon, PAGE, None, RULE, NOW).missing
    found = conclude(
        replace(WON, missed=(YESTERDAY,), seen_until="2026-11-15T00:00:00Z"), PAGE, None, RULE, NOW
    )
    assert found.status is Status.LOST
    assert found.lost
    assert found.lost.missed == (YESTERDAY, NOW)
    reason = lost_link(PageFacts(LEAD.page_url, "Harbours"), found.lost)
    assert reason.evidence == (
        "A link (“Our guide”, followed) to https://ours.example/guide stood on the page from 2026-10-01 "
        "until 2026-11-15. It was not on the page: looked at on 2026-11-22, 2026-11-23."
    )
    assert (reason.kind, reason.linked_url, reason.page_title) == ("lost_link", OURS.url, "Harbours")


def test_a_page_that_search_engines_may_not_list_is_no_proof_of_loss() -> None:
    assert conclude(WON, replace(PAGE, noindex=True), None, RULE, NOW).verified is Verified.COULD_NOT_TELL


def test_a_lead_that_was_won_by_hand_learns_its_link_and_is_not_lost_without_one() -> None:
    by_hand = replace(WON, won=WonLink())
    assert conclude(by_hand, replace(PAGE, ours=(OURS,)), None, RULE, NOW).won == WON.won
    assert not conclude(by_hand, PAGE, None, RULE, NOW).missing


def test_a_mention_with_a_link_to_us_beside_it_is_linked_and_one_without_holds() -> None:
    assert conclude(MENTION, PAGE, None, RULE, NOW).verified is Verified.HOLDS
    linked = conclude(MENTION, replace(PAGE, kinds=frozenset(), ours=(HOME,)), None, RULE, NOW)
    assert (linked.verified, linked.closes) == (Verified.MENTION_LINKED, True)


def test_a_lead_about_rivals_holds_until_the_page_links_to_us_beside_them_or_no_longer_to_them() -> None:
    rivals = replace(MENTION, kind="link_intersect")
    there = replace(PAGE, kinds=frozenset({"link_intersect"}))
    assert conclude(rivals, there, None, RULE, NOW).verified is Verified.HOLDS
    for ours, verified in (((HOME,), Verified.LINKED_BESIDE), ((), Verified.RIVALS_GONE)):
        found = conclude(rivals, replace(PAGE, kinds=frozenset(), ours=ours), None, RULE, NOW)
        assert (found.verified, found.closes) == (verified, True)


def test_a_lead_about_a_lost_link_holds_until_the_link_is_back() -> None:
    lost = replace(MENTION, kind="lost_link", linked_own=frozenset({HOME.url}))
    gone = PageSeen(LEAD.page_url, absence=(Verified.PAGE_GONE, "The page is gone."))
    for seen in (PAGE, gone, replace(PAGE, ours=(HOME,))):
        assert conclude(lost, seen, None, RULE, NOW).verified is Verified.HOLDS
    back = conclude(lost, replace(PAGE, ours=(HOME, OURS)), None, RULE, NOW)
    assert (back.verified, back.closes) == (Verified.LINK_BACK, True)
    won = conclude(replace(lost, status=Status.CONTACTED), replace(PAGE, ours=(OURS,)), None, RULE, NOW)
    assert won.status is Status.WON
