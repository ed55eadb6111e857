"""Measure the suggestion of own pages: quality on labelled cases, speed on generated pages.

    python bench/matching.py --data FOLDER [--out predictions.jsonl] [--limit N]
    python bench/matching.py --speed [--pages 2000] [--links 1000] [--seed 1] [--json]

FOLDER holds ``cases.jsonl`` and one ``<corpus>.pages.jsonl.gz`` for each corpus; the predictions are one
JSON object a line: ``id``, ``ranked`` (page ids, best first) and ``score``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

from finder.items import OwnPage
from finder.matching import OwnPageIndex, Query, Weights

Row = dict[str, Any]


def main() -> None:
    """Read the command line and run one of the two measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--limit", type=int, help="look at the first N cases of each corpus only")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--links", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.speed:
        report = speed(args.pages, args.links, args.seed)
    elif args.data:
        report = quality(args.data, args.out, args.limit)
    else:
        parser.error("give --data FOLDER or --speed")
    show(report, as_json=args.json)


def quality(folder: Path, out: Path | None, limit: int | None) -> Row:
    """Rank every case of the folder and count hits and offers."""
    cases = defaultdict(list)
    for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        cases[case["corpus"]].append(case)
    predictions: list[Row] = []
    judged: list[tuple[Row, Row]] = []
    spent = {"index_s": 0.0, "match_s": 0.0}
    for corpus, some in cases.items():
        ids, index = timed_index(folder / f"{corpus}.pages.jsonl.gz", spent)
        started = perf_counter()
        for case in some[:limit]:
            prediction = predict(case, index, ids)
            predictions.append(prediction)
            judged.append((case, prediction))
        spent["match_s"] += perf_counter() - started
    if out:
        out.write_text("".join(json.dumps(one) + "\n" for one in predictions), encoding="utf-8")
    return {
        "cases": len(judged),
        "index_s": round(spent["index_s"], 2),
        "ms_per_match": round(1_000 * spent["match_s"] / max(len(judged), 1), 3),
        **hits(judged),
        **offers(judged),
    }


def timed_index(path: Path, spent: Row) -> tuple[dict[str, str], OwnPageIndex]:
    """The index of one corpus, with the page id of each URL."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    pages = [
        OwnPage(row["url"], row["title"], row["h1"], tuple(row["headings"]), row["summary"], row["text"])
        for row in rows
    ]
    started = perf_counter()
    index = OwnPageIndex(pages)
    spent["index_s"] += perf_counter() - started
    return {row["url"]: row["id"] for row in rows}, index


def predict(case: Row, index: OwnPageIndex, ids: dict[str, str]) -> Row:
    """The ranking of one case in the scorer's format."""
    query = Query(
        url=case["dead_url"],
        anchor=case["anchor"],
        context=case["context"],
        heading=case["source_heading"],
        page_title=case["source_title"],
        target_title=case.get("archived_title", ""),
        target_text=case.get("archived_text", ""),
    )
    ranked = index.rank(query)
    return {
        "id": case["id"],
        "ranked": [ids[one.url] for one in ranked],
        "score": ranked[0].score if ranked else 0.0,
    }


def hits(judged: list[tuple[Row, Row]]) -> Row:
    """hit@1 and hit@3 of each track with answers."""
    report: Row = {}
    for track in "abc":
        pairs = [(case, found) for case, found in judged if case["track"] == track]
        for depth in (1, 3):
            right = sum(bool(set(case["relevant"]) & set(found["ranked"][:depth])) for case, found in pairs)
            report[f"{track}_hit@{depth}"] = round(right / len(pairs), 3) if pairs else None
    return report


def offers(judged: list[tuple[Row, Row]]) -> Row:
    """Precision and recall of first suggestions that reach ``Weights.shipped().min_score``."""
    offered = [(case, found) for case, found in judged if found["score"] >= Weights.shipped().min_score]
    right = sum(bool(set(case["relevant"]) & set(found["ranked"][:1])) for case, found in offered)
    answerable = sum(bool(case["relevant"]) for case, _ in judged)
    unanswerable = len(judged) - answerable
    false = sum(not case["relevant"] for case, _ in offered)
    return {
        "min_score": Weights.shipped().min_score,
        "offer_precision": round(right / len(offered), 3) if offered else None,
        "offer_recall": round(right / answerable, 3) if answerable else None,
        "d_false_offers": f"{false}/{unanswerable}",
    }


def speed(page_count: int, link_count: int, seed: int) -> Row:
    """Time the index and the matching on generated pages; half of the links have an answer."""
    rng = random.Random(seed)
    vocabulary = sorted({made_up_word(rng) for _ in range(12_000)})
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]

    def words(count: int) -> str:
        return " ".join(rng.choices(vocabulary, weights, k=count))

    pages = [made_up_page(number, words) for number in range(page_count)]
    queries = [made_up_link(rng, pages, words) for _ in range(link_count)]
    started = perf_counter()
    index = OwnPageIndex(pages)
    indexed = perf_counter()
    for query in queries:
        index.suggest(query)
    done = perf_counter()
    return {
        "pages": page_count,
        "links": link_count,
        "seed": seed,
        "index_s": round(indexed - started, 3),
        "match_s": round(done - indexed, 3),
        "ms_per_match": round(1_000 * (done - indexed) / max(link_count, 1), 3),
    }


def made_up_word(rng: random.Random) -> str:
    """A pronounceable word of two to four syllables."""
    return "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))


def made_up_page(number: int, words: Any) -> OwnPage:
    """A page of usual size: a title, five headings, a summary and 300 words of text."""
    title = words(5)
    return OwnPage(
        url=f"https://own.example/{words(1)}/{title.replace(' ', '-')}-{number}",
        title=f"{title} | Own Example",
        h1=title,
        headings=tuple(words(4) for _ in range(5)),
        summary=words(25),
        text=words(300),
    )


def made_up_link(rng: random.Random, pages: list[OwnPage], words: Any) -> Query:
    """A dead link about one of the pages, or about nothing of ours."""
    subject = rng.choice(pages).h1 if pages and rng.random() < 0.5 else words(5)
    some = subject.split()
    return Query(
        url=f"https://gone.example/{words(1)}/{'-'.join(some[:4])}.html",
        anchor=" ".join(some[1:]),
        context=f"{words(8)} {subject} {words(8)}",
        heading=words(3),
        page_title=words(6),
    )


def show(report: Row, *, as_json: bool) -> None:
    """Print a report for people or as one JSON object."""
    if as_json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
