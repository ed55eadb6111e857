"""A table of facts and verdicts, and what must hold for every set of facts."""

import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import finder.checks
from finder.checks import CHECKS, judge
from finder.items import Confidence, Failure, Fetch, Hop, Outcome

URL = "https://site.example/guide"


def fetch(status: int | None = None, failure: Failure | None = None, **more: object) -> Fetch:
    return Fetch(url=URL, final_url=URL, status=status, failure=failure, **more)  # type: ignore[arg-type]


TABLE = [
    (fetch(200), "alive", "answers"),
    (fetch(203), "alive", "answers"),
    (fetch(200, hops=(Hop("http://site.example/guide", 301, URL), Hop(URL, 200))), "alive", "redirected"),
    (fetch(200, tls_fault="certificate has expired"), "alive", "answers"),
    (fetch(204), "uncertain", "no_content"),
    (fetch(304), "uncertain", "no_content"),
    (fetch(404), "dead", "not_found"),
    (fetch(410), "dead", "gone"),
    (fetch(404, hops=(Hop("http://site.example/a", 302, URL), Hop(URL, 404))), "dead", "not_found"),
    (fetch(failure=Failure.NO_SUCH_HOST, detail="NXDOMAIN"), "dead", "no_such_host"),
    (fetch(failure=Failure.NO_SUCH_HOST, names_proven=False), "uncertain", "resolver_unproven"),
    (fetch(failure=Failure.REDIRECT_LOOP), "dead", "redirect_loop"),
    (fetch(failure=Failure.TOO_MANY_REDIRECTS), "dead", "too_many_redirects"),
    (fetch(failure=Failure.BAD_REDIRECT), "uncertain", "bad_redirect"),
    (fetch(failure=Failure.DNS_FAILED), "uncertain", "dns_failed"),
    (fetch(failure=Failure.REFUSED), "uncertain", "connection_refused"),
    (fetch(failure=Failure.CONNECT_TIMEOUT), "uncertain", "timeout"),
    (fetch(failure=Failure.READ_TIMEOUT), "uncertain", "timeout"),
    (fetch(failure=Failure.RESET), "uncertain", "connection_reset"),
    (fetch(failure=Failure.TLS), "uncertain", "tls_fault"),
    (fetch(failure=Failure.NOT_HTTP), "uncertain", "not_http"),
    (fetch(failure=Failure.ROBOTS_DISALLOWED), "uncertain", "not_allowed"),
    (fetch(failure=Failure.ROBOTS_UNREACHABLE), "uncertain", "robots_unreachable"),
    (fetch(failure=Failure.FORBIDDEN_ADDRESS), "uncertain", "forbidden_address"),
    (fetch(failure=Failure.NOT_PUBLIC_NAME), "uncertain", "not_public_name"),
    (fetch(429), "uncertain", "rate_limited"),
    (fetch(503, headers={"cf-mitigated": "challenge"}), "uncertain", "blocked"),
    (fetch(400), "uncertain", "client_error"),
    (fetch(414), "uncertain", "client_error"),
    *[(fetch(status), "uncertain", "blocked") for status in (401, 402, 403, 405, 406, 407, 451, 501, 999)],
    *[(fetch(status), "uncertain", "server_error") for status in (500, 502, 503, 504, 520, 526)],
]


@pytest.mark.parametrize(("facts", "outcome", "reason"), TABLE)
def test_facts_give_their_verdict_with_reason_and_evidence(facts: Fetch, outcome: str, reason: str) -> None:
    verdict = judge(facts)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert verdict.evidence.endswith((".", ")."))


def test_every_check_file_is_listed_once() -> None:
    files = {module.name for module in pkgutil.iter_modules(finder.checks.__path__)} - {"evidence"}
    assert sorted(check.__name__ for check in CHECKS) == sorted(files)


def test_a_faulty_certificate_is_told_and_does_not_kill() -> None:
    verdict = judge(fetch(200, tls_fault="certificate has expired"))
    assert verdict.outcome is Outcome.ALIVE
    assert "certificate has expired" in verdict.evidence


def test_the_evidence_of_a_dead_chain_shows_the_chain() -> None:
    hops = (Hop("http://old.example/a", 301, URL), Hop(URL, 404))
    assert "301 http://old.example/a" in judge(fetch(404, hops=hops)).evidence


@pytest.mark.parametrize(
    ("detail", "said", "confidence"),
    [
        ("NXDOMAIN", "does not exist", "high"),
        ("the name has no address", "has no web address", "medium"),
        ("not a valid host name", "is not a valid host name", "medium"),
    ],
)
def test_what_is_wrong_with_a_name_is_told_as_it_is(detail: str, said: str, confidence: str) -> None:
    verdict = judge(fetch(failure=Failure.NO_SUCH_HOST, detail=detail))
    assert (verdict.outcome, verdict.confidence) == (Outcome.DEAD, confidence)
    assert f"site.example {said}" in verdict.evidence.replace("exists and ", "")


def test_redirects_without_end_are_not_said_with_certainty() -> None:
    endless = (Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS)
    assert {judge(fetch(failure=failure)).confidence for failure in endless} == {Confidence.MEDIUM}


@given(
    st.one_of(st.none(), st.integers(100, 999)), st.one_of(st.none(), st.sampled_from(Failure)), st.booleans()
)
def test_only_proof_makes_dead(status: int | None, failure: Failure | None, proven: bool) -> None:
    verdict = judge(fetch(None if failure else status, failure, names_proven=proven))
    proof = (
        (failure is None and status in (404, 410))
        or (failure is Failure.NO_SUCH_HOST and proven)
        or failure in (Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS)
    )
    assert (verdict.outcome is Outcome.DEAD) == proof
    assert verdict.confidence in Confidence
