"""What the matching got wrong, case by case, for people who improve it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.cli.output import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from rich.console import Console

    from bench.matching_cases import Case
    from bench.matching_runs import Considered
    from bench.matching_scores import Answer

_LONGEST: Final = 300


def show_misses(
    console: Console,
    some: Sequence[Answer],
    considered: Mapping[str, Sequence[Considered]],
    *,
    most: int,
    min_score: float,
    lost: Collection[str] = (),
) -> None:
    """Print at most so many of each sort: the surest wrong first pages, false offers, and cases lost."""
    surest = sorted(some, key=lambda answer: -answer.certainty)
    wrong = [answer for answer in surest if answer.case.relevant and not answer.right]
    false = [one for one in surest if not one.case.relevant and one.certainty >= min_score]
    sorts = {
        "right before, and not now": [answer for answer in wrong if answer.case.id in lost],
        "wrong first pages": wrong,
        f"offers where nothing fits, from {min_score:.3f} on": false,
    }
    for name, found in sorts.items():
        if not found:
            continue
        console.print(f"\n{len(found)} {name}{f', the surest {most}' if len(found) > most else ''}\n")
        for answer in found[:most]:
            for line in _lines(answer, considered.get(answer.case.id, ())):
                console.print(line, markup=False, soft_wrap=True)


def _lines(answer: Answer, considered: Iterable[Considered]) -> Iterator[str]:
    case = answer.case
    yield " ".join(
        map(one_line, filter(None, (case.id, case.origin, case.none_kind, "easy" if case.easy else "")))
    )
    for name, said in _said(case):
        if said:
            yield f"  {name:13} {one_line(said)[:_LONGEST]}"
    for one in considered:
        mark = "right" if one.id in case.relevant else "offer" if not case.relevant else "first"
        place = f"{one.place}. {one.score:.3f}" if one.place else "not ranked"
        yield f"  {mark:13} {place} {one_line(one.title)} <{one_line(one.url)}>"
        if one.why:
            yield f"  {'':13} {one_line(one.why)}"
    yield ""


def _said(case: Case) -> Iterator[tuple[str, str]]:
    yield "address", case.dead_url
    yield "anchor", case.anchor
    yield "context", case.context
    yield "heading", case.source_heading
    yield "source page", case.source_title
    yield "former title", case.archived_title
    yield "former text", case.archived_text
