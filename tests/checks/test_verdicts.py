"""A table of facts and verdicts, and what must hold for every set of facts."""

from __future__ import annotations

import pkgutil
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import finder.checks
from finder.case import Case, Confirmation
from finder.checks import CHECKS, judge
from finder.confirming import what_confirms
from finder.items import Confidence, Failure, Outcome, Purpose, Question, Streak, Verdict
from tests.checks.made import ARTICLE, URL, again, answer, beside, case, failed


def verdict(given_case: Case) -> Verdict:
    """The verdict of a case that leaves no question."""
    _, said = judge(given_case)
    assert isinstance(said, Verdict), said
    return said


def question(given_case: Case) -> Question:
    """The question that a case leaves."""
    _, said = judge(given_case)
    assert isinstance(said, Question), said
    return said


TABLE: list[tuple[Any, str, str]] = [
    (case(answer(ARTICLE)), "alive", "answers"),
    (case(answer(ARTICLE, status=203)), "alive", "answers"),
    (case(answer(ARTICLE, by_way_of=("https://site.example/old/rope",))), "alive", "redirected"),
    (case(answer(ARTICLE, by_way_of=("http://www.site.example/guides/splicing-rope/",))), "alive", "answers"),
    (case(answer(ARTICLE, tls_fault="certificate has expired")), "alive", "answers"),
    (case(answer(None, headers={"content-type": "application/pdf"}, body_bytes=9)), "alive", "file"),
    (case(answer(None, status=204)), "uncertain", "no_content"),
    (case(answer(None, status=304)), "uncertain", "no_content"),
    (case(answer("")), "uncertain", "no_content"),
    (case(answer("<h1>Gone</h1>", status=404), again(404)), "dead", "not_found"),
    (case(answer(None, status=404), again(404)), "dead", "not_found"),
    (case(answer(None, status=404), again(403)), "uncertain", "answers_differ"),
    (case(answer(ARTICLE, status=404)), "uncertain", "answers_missing_with_page"),
    (case(answer(None, status=410)), "dead", "gone"),
    (case(failed(Failure.NO_SUCH_HOST, detail="NXDOMAIN")), "dead", "no_such_host"),
    (case(failed(Failure.NO_SUCH_HOST, names_proven=False)), "uncertain", "resolver_unproven"),
    (case(failed(Failure.REDIRECT_LOOP)), "dead", "redirect_loop"),
    (case(failed(Failure.TOO_MANY_REDIRECTS)), "dead", "too_many_redirects"),
    (case(failed(Failure.BAD_REDIRECT)), "uncertain", "bad_redirect"),
    (case(failed(Failure.DNS_FAILED)), "uncertain", "dns_failed"),
    (case(failed(Failure.REFUSED)), "uncertain", "connection_refused"),
    (case(failed(Failure.CONNECT_TIMEOUT)), "uncertain", "timeout"),
    (case(failed(Failure.READ_TIMEOUT)), "uncertain", "timeout"),
    (case(failed(Failure.RESET)), "uncertain", "connection_reset"),
    (case(failed(Failure.TLS)), "uncertain", "tls_fault"),
    (case(failed(Failure.NOT_HTTP)), "uncertain", "not_http"),
    (case(failed(Failure.TOO_LARGE)), "uncertain", "too_large"),
    (case(failed(Failure.OTHER)), "uncertain", "request_failed"),
    (case(failed(Failure.ROBOTS_DISALLOWED)), "uncertain", "not_allowed"),
    (case(failed(Failure.ROBOTS_UNREACHABLE)), "uncertain", "robots_unreachable"),
    (case(failed(Failure.FORBIDDEN_ADDRESS)), "uncertain", "forbidden_address"),
    (case(failed(Failure.NOT_PUBLIC_NAME)), "uncertain", "not_public_name"),
    (case(failed(Failure.ASKED_TO_WAIT)), "uncertain", "rate_limited"),
    (case(answer(None, status=429)), "uncertain", "rate_limited"),
    (case(answer(ARTICLE, status=503, headers={"cf-mitigated": "challenge"})), "uncertain", "blocked"),
    (case(answer(ARTICLE, status=404), quirk="lies to programs"), "uncertain", "known_to_mislead"),
    (case(answer(None, status=400), again(400), beside(status=400)), "uncertain", "client_error"),
    (case(answer(None, status=400), again(400), beside(status=404)), "dead", "client_error"),
    (case(answer(None, status=400), again(200)), "uncertain", "answers_differ"),
    (case(answer(None, status=430), beside(status=404)), "uncertain", "client_error"),
    *[
        (case(answer(None, status=status)), "uncertain", "blocked")
        for status in (401, 402, 403, 405, 406, 407, 451, 501, 999)
    ],
    *[
        (case(answer(None, status=status)), "uncertain", "server_error")
        for status in (500, 502, 503, 520, 526)
    ],
]


@pytest.mark.parametrize(("given_case", "outcome", "reason"), TABLE)
def test_facts_give_their_verdict_with_reason_and_evidence(
    given_case: Case, outcome: str, reason: str
) -> None:
    said = verdict(given_case)
    assert (said.outcome, said.reason) == (outcome, reason)
    assert said.evidence.endswith((".", ")."))
    assert what_confirms(said).endswith(".")


def test_every_check_file_is_listed_once() -> None:
    files = {module.name for module in pkgutil.iter_modules(finder.checks.__path__)} - {"evidence"}
    assert sorted(check.__name__ for check in CHECKS) == sorted(files)


def test_a_faulty_certificate_is_told_and_does_not_kill() -> None:
    said = verdict(case(answer(ARTICLE, tls_fault="certificate has expired")))
    assert said.outcome is Outcome.ALIVE
    assert "certificate has expired" in said.evidence


def test_the_evidence_of_a_dead_chain_shows_the_chain() -> None:
    said = verdict(case(answer(None, status=410, by_way_of=("http://old.example/a",))))
    assert "301 http://old.example/a" in said.evidence


@pytest.mark.parametrize(
    ("detail", "said", "confidence"),
    [
        ("NXDOMAIN", "does not exist", "high"),
        ("the name has no address", "has no web address", "medium"),
        ("not a valid host name", "is not a valid host name", "medium"),
    ],
)
def test_what_is_wrong_with_a_name_is_told_as_it_is(detail: str, said: str, confidence: str) -> None:
    found = verdict(case(failed(Failure.NO_SUCH_HOST, detail=detail)))
    assert (found.outcome, found.confidence) == (Outcome.DEAD, confidence)
    assert f"site.example {said}" in found.evidence.replace("exists and ", "")


def test_redirects_without_end_are_not_said_with_certainty() -> None:
    endless = (Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS)
    assert {verdict(case(failed(failure))).confidence for failure in endless} == {Confidence.MEDIUM}


def test_a_404_is_asked_for_once_more_and_a_410_is_not() -> None:
    asked = question(case(answer(None, status=404)))
    assert (asked.purpose, asked.url) == (Purpose.AGAIN, URL)
    verdict(case(answer(None, status=410)))


PASSING = {
    Failure.REFUSED: "connection_refused",
    Failure.CONNECT_TIMEOUT: "timeout",
    Failure.READ_TIMEOUT: "timeout",
    Failure.RESET: "connection_reset",
}


@pytest.mark.parametrize("failure", PASSING)
def test_what_a_bad_week_explains_is_dead_only_at_the_third_time_days_apart(failure: Failure) -> None:
    first, since, last = "2026-11-25T08:00:00Z", "2026-11-18T08:00:00Z", "2026-11-22T08:00:00Z"
    too_soon = Streak(2, since, "2026-11-23T08:00:00Z")
    assert verdict(case(failed(failure))).outcome is Outcome.UNCERTAIN
    assert case(failed(failure)).failing == Streak(1, first, first)
    assert verdict(case(failed(failure), streak=Streak(1, last, last))).outcome is Outcome.UNCERTAIN
    assert verdict(case(failed(failure), streak=too_soon)).outcome is Outcome.UNCERTAIN
    assert case(failed(failure), streak=too_soon).failing == too_soon
    asked = question(case(failed(failure), streak=Streak(2, since, last)))
    assert (asked.purpose, asked.url) == (Purpose.OTHER_FORM, "http" + URL[5:])
    neither = case(failed(failure), streak=Streak(2, since, last)).having(
        second_of(asked, failed(failure, "http" + URL[5:]))
    )
    assert (verdict(neither).outcome, verdict(neither).reason) == (Outcome.DEAD, PASSING[failure])
    other = case(failed(failure), streak=Streak(2, since, last)).having(second_of(asked, answer(ARTICLE)))
    assert (verdict(other).outcome, verdict(other).reason) == (Outcome.UNCERTAIN, "other_form_answers")


def test_how_often_and_how_far_apart_is_the_campaigns_choice() -> None:
    rule = Confirmation(failures=2, apart=timedelta(hours=1))
    streak = Streak(1, "2026-11-25T06:00:00Z", "2026-11-25T06:00:00Z")
    said = verdict(case(answer(None, status=502), streak=streak, confirmation=rule))
    assert (said.outcome, said.reason) == (Outcome.DEAD, "server_error")
    assert "2 looks since 2026-11-25" in said.evidence


def second_of(asked: Question, fetch: Any) -> Any:
    """The answer to a question."""
    from finder.items import SecondLook

    return SecondLook(asked.purpose, asked.url, asked.why, fetch)


@settings(deadline=None)  # the first example of a process waits for the lists to be read
@given(
    st.one_of(st.none(), st.integers(100, 999)),
    st.one_of(st.none(), st.sampled_from(Failure)),
    st.booleans(),
    st.one_of(st.none(), st.integers(100, 999)),
    st.sampled_from(["", "<title>Hello</title><p>World</p>", ARTICLE]),
)
def test_without_a_page_that_says_so_only_proof_makes_dead(
    status: int | None, failure: Failure | None, proven: bool, second: int | None, html: str
) -> None:
    status = None if failure else status
    fetch = answer(html or None, status=status, failure=failure, names_proven=proven)
    _, said = judge(case(fetch, again(second), beside(status=second)))
    if isinstance(said, Question):
        return
    proof = (
        (status == 410 or (status == 404 and second in (404, 410, None)))
        or (failure is Failure.NO_SUCH_HOST and proven)
        or failure in (Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS)
        or (status is not None and 400 <= status < 500 and second != status)
    )
    if said.outcome is Outcome.DEAD:
        assert proof
    assert said.confidence in Confidence
