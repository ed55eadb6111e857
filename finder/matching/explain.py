"""Why a page is suggested, as a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.matching.scoring import TRUST, Agreement
from finder.matching.words import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = {
    "former_title": "former title",
    "former_text": "former text",
    "page_title": "source page title",
}
_MAX_WORDS: Final = 6
_MAX_CLAUSES: Final = 3
_PROMINENT: Final = 0.6


def why(agreements: Sequence[Agreement]) -> str:
    """What agreed, strongest first: ``anchor and title share "tide tables"; address words "tide"``."""
    ranked = sorted(agreements, key=lambda one: -TRUST[one.name] * one.score)
    clauses = (_clause(one) for one in ranked if one.shared)
    return "; ".join([clause for clause in clauses if clause][:_MAX_CLAUSES])


def _clause(agreement: Agreement) -> str:
    name = _NAMES.get(agreement.name, agreement.name)
    prominent = [word for word, strength in agreement.shared if strength >= _PROMINENT]
    if agreement.name == "address":
        return f"address words {_quoted(prominent or [word for word, _ in agreement.shared])}"
    if prominent:
        return f'{name} and title share "{" ".join(_joined(prominent)[:_MAX_WORDS])}"'
    return f"{name} words {_quoted([word for word, _ in agreement.shared])} in the text"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in _joined(words)[:_MAX_WORDS])


def _joined(words: Sequence[str]) -> list[str]:
    """Pairs of characters that overlap (scripts without spaces) put together again."""
    found: list[str] = []
    for word in words:
        if found and is_unspaced(word) and found[-1].endswith(word[0]):
            found[-1] += word[1:]
        else:
            found.append(word)
    return found
