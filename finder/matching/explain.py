"""Why a page is suggested: what each part of the query contributed, and a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.matching.wording import stems
from finder.words import prior, rejoined, split_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.matching.entries import Entry
    from finder.matching.query import Group

_NAMES: Final = {
    "anchor_elsewhere": "another page's anchor",
    "former_title": "former title",
    "former_text": "former text",
    "page_title": "source page title",
}
_MAX_WORDS: Final = 6
_MAX_CLAUSES: Final = 3
_FUNCTION_WORD: Final = 0.2


def shares(score: float, evidence: Mapping[str, float], rivals: Mapping[str, float]) -> dict[str, float]:
    """The score divided among the parts of a query that speak for a page, by how much they do.

    ``evidence`` is what each part says for the page, ``rivals`` what it says for all pages, each weighed by
    its chance: what speaks for every page alike tells nothing. Of the best page some part always tells
    more for it than for its rivals, since all parts together do; and taking away the one that tells the
    most never raises its chance (the logarithm of the sum of exponentials is convex).
    """
    telling = {part: said - rivals[part] for part, said in evidence.items() if said > rivals[part]}
    telling = telling or {part: said for part, said in evidence.items() if said > 0}
    total = sum(telling.values())
    return {part: round(score * said / total, 9) for part, said in telling.items()} if total else {}


def why(parts: Mapping[str, float], groups: Iterable[Group], entry: Entry, languages: tuple[str, str]) -> str:
    """What agreed, strongest first: ``anchor and title share "tide tables"; address words "tide"``.

    ``languages`` are those of our page and of the page that we would write about, empty if unknown.
    """
    words: dict[str, list[str]] = {}
    for group in groups:
        words.setdefault(group.part, []).extend(group.words)
    titled = _stems((*split_names(entry.title), *split_names(entry.page.h1)))
    everything = titled | _stems((*entry.name, *entry.folders, *entry.headings, *entry.summary, *entry.text))
    ranked = sorted(words.keys() & parts.keys(), key=lambda part: (-parts[part], part))
    clauses = (_clause(part, words[part], titled, everything) for part in ranked)
    found = [clause for clause in clauses if clause][:_MAX_CLAUSES] or ["the spelling is alike"]
    return "; ".join([*found, *_language(*languages)])


def _clause(part: str, words: Sequence[str], titled: set[str], everything: set[str]) -> str:
    unique = list({stems(word): word for word in reversed(words)}.values())[::-1]
    prominent = _telling([word for word in unique if not titled.isdisjoint(stems(word))])
    shared = _telling([word for word in unique if not everything.isdisjoint(stems(word))])
    name = _NAMES.get(part, part)
    if not shared:
        return ""
    if part == "address":
        return f"address words {_quoted(prominent or shared)}"
    if prominent:
        return f'{name} and title share "{" ".join(rejoined(prominent)[:_MAX_WORDS])}"'
    return f"{name} words {_quoted(shared)} on the page"


def _language(ours: str, theirs: str) -> list[str]:
    if not ours or not theirs:
        return []
    same = f"same language ({ours})"
    return [same if ours == theirs else f"our page is in another language ({ours}, theirs {theirs})"]


def _telling(words: list[str]) -> list[str]:
    """Without the words that only hold a sentence together, unless there are no others."""
    return [word for word in words if prior(word) > _FUNCTION_WORD] or words


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in rejoined(words)[:_MAX_WORDS])


def _stems(words: Iterable[str]) -> set[str]:
    return {stem for word in words for stem in stems(word)}
