"""Learn what agreements between dead links and own pages are worth, and say how good that is elsewhere.

    python -m bench.fit_matching --data FOLDER [--caution 20] [--write FILE]

FOLDER is one that ``make bench-matching`` reads. The weights are fitted on all of its sites. Their quality is
told twice: on the very same cases, and from weights that were fitted without the site a case belongs to,
which is what to expect on a site never seen. The threshold of offers is the lowest at which the latter are
right in --precision of all offers and offer at most --foreign of the links that are about something else.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bench.matching_cases import BrokenDataError, Case, Prediction, read_cases, read_corpus
from bench.matching_scores import answers, by_track, decisions
from finder.matching import Weights
from finder.matching.candidates import OwnWords
from finder.matching.fitting import Judged, fit, with_less
from finder.matching.model import chances
from finder.urls import hostname, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER: Final = """\
# What agreements between a dead link and a page of ours are worth, in evidence (natural log of odds).
# Written by `python -m bench.fit_matching`; finder.matching.model says how it is read.
#
# Each feature is a line of three pieces: what it adds in the first, second and last third of its way from 0
# to 1. "present" is what a group costs that is there at all, so what does not agree counts against a page.
# A page is offered from a chance of min_score on; "language" is what a page in another language loses.

"""


class Known(NamedTuple):
    """A case with the ids of its candidates, and what is known of its answer."""

    case: Case
    site: str
    ids: tuple[str, ...]
    judged: Judged


def main() -> int:
    """Read the command line, fit, tell, write; the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of cases and own pages")
    parser.add_argument("--caution", type=float, default=20.0, help="how near to 0 weights stay (default 20)")
    parser.add_argument(
        "--precision", type=float, default=0.93, help="of offers on unseen sites (default 0.93)"
    )
    parser.add_argument("--foreign", type=float, default=0.01, help="share of false offers (default 0.01)")
    parser.add_argument("--write", type=Path, help="the file to write the weights to")
    args = parser.parse_args()
    try:
        known = read(args.data)
    except BrokenDataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    weights = learn(known, args.caution)
    tell("on the cases it was fitted on", known, predictions(known, weights))
    elsewhere = on_unseen_sites(known, args.caution)
    tell("on sites it was not fitted on", known, elsewhere)
    least = threshold(known, elsewhere, args.precision, args.foreign)
    print(f"offers from a chance of {least:.3f} on")
    if args.write:
        args.write.write_text(HEADER + replace(weights, min_score=least).as_toml(), encoding="utf-8")
    return 0


def read(folder: Path) -> list[Known]:
    """All cases, compared with their candidates. Raises BrokenDataError."""
    cases = read_cases(folder)
    found = []
    for name in dict.fromkeys(case.corpus for case in cases):
        corpus = read_corpus(folder, name)
        words = OwnWords(corpus.pages)
        site = registrable_domain(hostname(corpus.pages[0].url)) if corpus.pages else ""
        for case in (case for case in cases if case.corpus == name):
            agreements = words.agreements(case.query)
            ids = tuple(corpus.ids[page] for page in agreements.pages)
            right = np.array([float(page in case.relevant) for page in ids])
            found.append(Known(case, site, ids, Judged(agreements, right, none=not case.relevant)))
        print(f"{name}: {len(corpus.pages)} own pages", flush=True)
    return found


def learn(known: Sequence[Known], caution: float) -> Weights:
    """The weights that these cases teach, also as they would look with less known about them."""
    started = perf_counter()
    taught = [variant for one in known for variant in with_less(one.judged)]
    weights = fit(taught, Weights.flat(), caution=caution)
    print(f"{len(known)} cases: fitted in {perf_counter() - started:.0f} s", flush=True)
    return weights


def on_unseen_sites(known: Sequence[Known], caution: float) -> list[Prediction]:
    """Predictions of each site by weights from all the other sites."""
    found = []
    for site in sorted({one.site for one in known}):
        weights = learn([one for one in known if one.site != site], caution)
        found += predictions([one for one in known if one.site == site], weights)
    return found


def predictions(known: Sequence[Known], weights: Weights) -> list[Prediction]:
    """The ten best candidates of each case, and the chance of the first."""
    return [_prediction(one, weights) for one in known]


def _prediction(one: Known, weights: Weights) -> Prediction:
    if not one.ids:
        return Prediction(one.case.id)
    pairs = zip(one.judged.agreements.groups, one.judged.agreements.features, strict=True)
    evidence = sum(
        (weights.evidence(group.name, features) for group, features in pairs), np.zeros(len(one.ids))
    )
    found = chances(weights.base + evidence)
    order = np.argsort(-found, kind="stable")[:10]
    return Prediction(one.case.id, tuple(one.ids[place] for place in order), float(found[order[0]]))


def tell(where: str, known: Sequence[Known], some: Sequence[Prediction]) -> None:
    """Print the figures of some predictions in two lines."""
    judged = answers((one.case for one in known), {one.id: one for one in some})
    tracks = {track: rankings["all"] for track, rankings in by_track(judged).items()}
    hits = ", ".join(
        f"{track} {one.hit_at_1:.3f} / {one.hit_at_3:.3f}" for track, one in tracks.items() if one
    )
    overall = decisions(judged)["all"]
    reach = (
        ", ".join(f"{one.recall:.3f} at {at} %" for at, one in overall.recall_at.items()) if overall else "-"
    )
    print(f"{where}: hit@1 / hit@3: {hits}\n  recall of offers by precision: {reach}", flush=True)


def threshold(known: Sequence[Known], some: Sequence[Prediction], precision: float, foreign: float) -> float:
    """The lowest score from which on offers are so precise and so seldom about something else."""
    cases = {one.case.id: one.case for one in known}
    strangers = sum(not case.relevant and case.none_kind != "removed" for case in cases.values())
    least, right, strange = 1.0, 0, 0
    for offered, one in enumerate(sorted(some, key=lambda one: -(one.score or 0.0)), 1):
        case = cases[one.id]
        right += one.ranked[:1] != () and one.ranked[0] in case.relevant
        strange += not case.relevant and case.none_kind != "removed"
        if right >= precision * offered and strange <= foreign * strangers:
            least = one.score or 0.0
    return least


if __name__ == "__main__":
    sys.exit(main())
