"""The benchmark of verdicts: what the other tools' output is read as, and the arithmetic of the scores."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from bench.peers import Said, address, linkchecker_said, lychee_said
from bench.process import Cost, measured
from bench.scores import Share, by_kind, false_deaths, precision, recall, totals
from bench.trial import Judged, Outcome, counted, finder_said
from bench.verdicts import kept

SAMPLES = Path(__file__).parent / "peers"
LINKCHECKER = (SAMPLES / "linkchecker.csv").read_text(encoding="utf-8")
LYCHEE = (SAMPLES / "lychee.json").read_text(encoding="utf-8")
LYCHEE_LINES = (SAMPLES / "lychee.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("http://soft.example/old#part", "alive"),
        ("http://moved.example", "alive"),
        ("http://fine.example/gone page?a=1&b=2", "dead"),
        ("http://loop.example/a", "dead"),
        ("http://nosuch.example/", "dead"),
        ("http://robots.example/p", "uncertain"),
        ("https://rate.example/w", "uncertain"),
        ("https://xn--bcher-kva.example/%C3%BC", "alive"),
        ("http://silent.example/s", "uncertain"),
    ],
)
def test_linkchecker_is_taken_at_its_word(url: str, verdict: str) -> None:
    said = linkchecker_said(Cost(1, 1, 1, LINKCHECKER))
    assert len(said) == 9
    assert said[address(url)].verdict == verdict


def test_lychee_is_taken_at_the_word_of_its_report() -> None:
    said = lychee_said(Cost(1, 1, 1, LYCHEE))
    assert {url: each.verdict for url, each in said.items()} == {
        address("https://bücher.example/ü"): "alive",
        "http://moved.example/": "alive",
        "https://fine.example/x": "alive",
        "https://wall.example/w": "dead",
        "http://loop.example/a": "dead",
        "https://tls.example/": "dead",
        "http://silent.example/s": "uncertain",
        "http://left.example/": "uncertain",
    }
    assert said["https://wall.example/w"].reason == "Rejected status code: 403 Forbidden"


def test_of_lychee_that_was_cut_its_lines_count() -> None:
    said = lychee_said(Cost(1, 1, 1, "", LYCHEE_LINES, -9, cut=True))
    assert {url: each.verdict for url, each in said.items()} == {
        "http://moved.example/": "alive",
        "http://fine.example/gone": "dead",
        "http://loop.example/a": "dead",
        "http://reset.example/r": "dead",
        "http://silent.example/s": "uncertain",
    }


def test_finder_is_asked_by_the_spelling_of_the_page() -> None:
    said = finder_said(
        "url,verdict,confidence,reason,evidence,spelling\n"
        "http://a.example/x?b=1,dead,high,not_found,answers 404,HTTP://A.example/x?b=1#c\n"
    )
    assert said["HTTP://A.example/x?b=1#c"] == Said("dead", "not_found (high)", "answers 404")
    assert said[address("http://a.example/x?b=1#else")].verdict == "dead"


@dataclass
class MadeByHand:
    targets: tuple[Judged, ...]
    seed_pages: tuple[str, ...] = ("http://list.example/list",)


def test_requests_for_source_pages_do_not_count_and_redirects_do() -> None:
    urls = ("http://one.example/a", "http://two.example/a", "http://two.example/b", "http://bücher.example/")
    made = MadeByHand(tuple(Judged(url, "alive", "k", "f", "alive") for url in urls))
    hosts = ["list.example", "control.example", "one.example", "one.example", "elsewhere.example"]
    hosts += ["two.example"] * 5 + ["xn--bcher-kva.example"]
    assert counted(made, hosts) == (9, 2)


JUDGED = (
    Judged("http://a.example/", "dead", "plain_404", "hard", "dead"),
    Judged("http://b.example/", "dead", "wording", "soft_404", "alive"),
    Judged("http://c.example/", "dead", "notice", "removed", "dead"),
    Judged("http://d.example/", "dead", "suspended", "suspended", "uncertain", "no answer"),
    Judged("http://e.example/", "alive", "article", "alive_tricky", "dead", "soft_404 (low)", "secret"),
    Judged("http://f.example/", "uncertain", "refused", "unreachable", "dead"),
    Judged("http://g.example/", "uncertain", "refused", "unreachable", "uncertain"),
    Judged("http://h.example/", "alive", "article", "alive_tricky", "alive"),
)


def test_what_is_called_dead_and_uncertain_in_truth_counts_against_precision() -> None:
    assert precision(JUDGED) == Share(2, 4)
    assert [each.kind for each in false_deaths(JUDGED)] == ["article", "refused"]


def test_recall_is_of_what_is_dead() -> None:
    assert recall(JUDGED) == Share(2, 4)
    assert recall(JUDGED, ("soft_404", "removed")) == Share(1, 2)
    assert recall(JUDGED, ("taken_over",)).value is None


def test_kinds_are_counted_by_verdict() -> None:
    counts = {each.kind: each for each in by_kind(JUDGED)}
    assert counts["article"].given == {"dead": 1, "alive": 1}
    assert counts["article"].right == Share(1, 2)


def test_a_share_is_never_rounded_up() -> None:
    assert str(Share(19_999, 20_000)) == "0.9999 (19999/20000)"
    assert str(Share(0, 0)) == "-"


def test_totals_are_over_all_trials() -> None:
    trials = [Outcome("finder", seed, JUDGED, 12, seed, 1.5, 0.5) for seed in (2, 4)]
    figures = totals(trials)
    assert figures["requests per target"] == 1.5
    assert figures["most for one target"] == 4
    assert figures["wall seconds"] == 3.0
    assert figures["without an answer"] == 2
    assert (figures["false deaths: alive"], figures["false deaths: uncertain"]) == (2, 2)
    assert figures["recall, parked, suspended, default_server"] == Share(0, 2)


def test_nothing_of_a_held_out_world_is_kept_but_counts() -> None:
    trials = [Outcome("finder", 3, JUDGED, 12, 3, 1.5, 0.5)]
    text = json.dumps(kept(trials, hidden=True))
    assert "article" in text
    assert ".example" not in text
    assert "secret" not in text
    assert "http://e.example/" in json.dumps(kept(trials, hidden=False))


def test_an_outcome_survives_the_way_between_processes() -> None:
    measured_on = Outcome("finder", 3, JUDGED, 12, 3, 1.5, 0.5)
    assert Outcome.loads(json.dumps(asdict(measured_on))) == measured_on


def test_a_command_is_cut_when_its_time_is_up() -> None:
    said = "import time; print('so far', flush=True); time.sleep(60)"
    cost = measured(sys.executable, "-c", said, seconds=1)
    assert (cost.cut, cost.output) == (True, "so far\n")
    cost = measured(sys.executable, "-c", "print(input()); raise SystemExit(3)", given="heard", accepted=(3,))
    assert (cost.cut, cost.status, cost.output) == (False, 3, "heard\n")
