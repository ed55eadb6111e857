"""Dead links with the own page that is right for each: a folder of cases, own pages and predictions.

``cases.jsonl`` holds one case a line, ``<corpus>.pages.jsonl.gz`` the own pages of one site, and
``corpora.json``, where there is one, the language of each site.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from finder.items import OwnPage
from finder.matching import Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

TRACKS: Final = ("a", "b", "c", "d")
"""a: address, anchor and context; b: opaque address; c: with an archived copy; d: no right answer."""


class BrokenDataError(Exception):
    """A file is missing or is not what it should be; says which, in one line."""


@dataclass(frozen=True, slots=True)
class Case:
    """One dead link of one corpus. ``relevant`` are the ids of right pages, none where nothing fits.

    ``shape`` is the track whose fields a case of track d has; ``none_kind`` says why nothing fits.
    """

    id: str
    track: str
    shape: str
    corpus: str
    relevant: frozenset[str]
    dead_url: str = ""
    anchor: str = ""
    context: str = ""
    source_title: str = ""
    source_heading: str = ""
    archived_title: str = ""
    archived_text: str = ""
    origin: str = ""
    none_kind: str = ""
    easy: bool = False

    @property
    def query(self) -> Query:
        """What finder is asked; nobody says in which language the source page is."""
        return Query(
            url=self.dead_url,
            anchor=self.anchor,
            context=self.context,
            heading=self.source_heading,
            page_title=self.source_title,
            target_title=self.archived_title,
            target_text=self.archived_text,
        )


@dataclass(frozen=True, slots=True)
class Corpus:
    """The own pages of one site; ``ids`` are theirs, in the same order."""

    name: str
    ids: tuple[str, ...]
    pages: tuple[OwnPage, ...]

    @property
    def id_of(self) -> dict[str, str]:
        """The id for each URL, of several the first."""
        return {page.url: page_id for page_id, page in zip(self.ids[::-1], self.pages[::-1], strict=True)}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a ranker says of one case: page ids, best first, and how sure it is of the first.

    ``score`` is higher for surer and comparable between cases; without one nothing is offered.
    """

    id: str
    ranked: tuple[str, ...] = ()
    score: float | None = None


def read_cases(folder: Path, corpora: Collection[str] = (), limit: int | None = None) -> list[Case]:
    """The cases of a folder (of these corpora only, if any are named), of each corpus the first ``limit``.

    Raises BrokenDataError when the file or a case is not as it should be, or a named corpus has no case.
    """
    path = folder / "cases.jsonl"
    if not folder.is_dir():
        raise BrokenDataError(f"{folder}: no such folder")
    cases = [_case(row, where) for where, row in _rows(path)]
    if not cases:
        raise BrokenDataError(f"{path}: no cases")
    if len({case.id for case in cases}) < len(cases):
        raise BrokenDataError(f"{path}: two cases have one id")
    known = list(dict.fromkeys(case.corpus for case in cases))
    if unknown := [name for name in corpora if name not in known]:
        raise BrokenDataError(f"{path}: no corpus {unknown[0]!r}; there are {', '.join(known)}")
    wanted = corpora or known
    return [one for name in known if name in wanted for one in _first(cases, name, limit)]


def read_corpus(folder: Path, name: str) -> Corpus:
    """The own pages of one corpus. Raises BrokenDataError."""
    language = _languages(folder / "corpora.json").get(name, "")
    ids, pages = [], []
    for where, row in _rows(folder / f"{name}.pages.jsonl.gz"):
        ids.append(_text(row, "id", where))
        pages.append(_page(row, where, language))
    return Corpus(name, tuple(ids), tuple(pages))


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Predictions by case id. Raises BrokenDataError."""
    return {found.id: found for found in (_prediction(row, where) for where, row in _rows(path))}


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write one JSON object a line: ``id``, ``ranked`` and ``score``."""
    with path.open("w", encoding="utf-8") as file:
        for one in predictions:
            file.write(json.dumps({"id": one.id, "ranked": one.ranked, "score": one.score}) + "\n")


def _first(cases: Iterable[Case], corpus: str, limit: int | None) -> list[Case]:
    return [case for case in cases if case.corpus == corpus][:limit]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its place; compressed ones by their name."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _object(line, f"{path}:{number}")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BrokenDataError(f"{path}: {reason}") from error


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BrokenDataError(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BrokenDataError(f"{where}: not a JSON object")
    return row


def _case(row: Mapping[str, Any], where: str) -> Case:
    track = _text(row, "track", where)
    if track not in TRACKS:
        raise BrokenDataError(f"{where}: track {track!r} is none of {', '.join(TRACKS)}")
    return Case(
        id=_text(row, "id", where),
        track=track,
        shape=_text(row, "shape", where, track),
        corpus=_text(row, "corpus", where),
        relevant=frozenset(_texts(row, "relevant", where)),
        dead_url=_text(row, "dead_url", where, ""),
        anchor=_text(row, "anchor", where, ""),
        context=_text(row, "context", where, ""),
        source_title=_text(row, "source_title", where, ""),
        source_heading=_text(row, "source_heading", where, ""),
        archived_title=_text(row, "archived_title", where, ""),
        archived_text=_text(row, "archived_text", where, ""),
        origin=_text(row, "origin", where, ""),
        none_kind=_text(row, "none_kind", where, ""),
        easy=bool(row.get("easy")),
    )


def _page(row: Mapping[str, Any], where: str, language: str) -> OwnPage:
    return OwnPage(
        url=_text(row, "url", where),
        title=_text(row, "title", where, ""),
        h1=_text(row, "h1", where, ""),
        headings=tuple(_texts(row, "headings", where)),
        summary=_text(row, "summary", where, ""),
        text=_text(row, "text", where, ""),
        language=language,
    )


def _prediction(row: Mapping[str, Any], where: str) -> Prediction:
    score = row.get("score")
    if score is not None and not isinstance(score, int | float):
        raise BrokenDataError(f"{where}: score is not a number")
    ranked = tuple(_texts(row, "ranked", where))
    return Prediction(_text(row, "id", where), ranked, None if score is None else float(score))


def _text(row: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    found = row.get(key)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise BrokenDataError(f"{where}: {key} is {'missing' if found is None else 'not a text'}")
    return found


def _texts(row: Mapping[str, Any], key: str, where: str) -> list[str]:
    found = row.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise BrokenDataError(f"{where}: {key} is not a list of texts")
    return found


def _languages(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {row["corpus"]: row.get("language", "") for row in rows}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BrokenDataError(f"{path}: not a list of corpora with their language") from error
