"""Why a page is suggested, as a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.words import prior, rejoined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.matching.scoring import Agreement

_NAMES: Final = {
    "former_title": "former title",
    "former_text": "former text",
    "page_title": "source page title",
}
_MAX_WORDS: Final = 6
_MAX_CLAUSES: Final = 3
_PROMINENT: Final = 0.7
_FUNCTION_WORD: Final = 0.2


def why(agreements: Sequence[Agreement]) -> str:
    """What agreed, strongest first: ``anchor and title share "tide tables"; address words "tide"``."""
    ranked = sorted(agreements, key=lambda one: -one.contribution)
    clauses = (_clause(one) for one in ranked if one.shared)
    return "; ".join([clause for clause in clauses if clause][:_MAX_CLAUSES])


def _clause(agreement: Agreement) -> str:
    name = _NAMES.get(agreement.evidence.name, agreement.evidence.name)
    prominent = _telling([word for word, strength in agreement.shared if strength >= _PROMINENT])
    if agreement.evidence.name == "address":
        return f"address words {_quoted(prominent or _telling([word for word, _ in agreement.shared]))}"
    if prominent:
        return f'{name} and title share "{" ".join(rejoined(prominent)[:_MAX_WORDS])}"'
    return f"{name} words {_quoted(_telling([word for word, _ in agreement.shared]))} in the text"


def _telling(words: list[str]) -> list[str]:
    """Without the words that only hold a sentence together, unless there are no others."""
    return [word for word in words if prior(word) > _FUNCTION_WORD] or words


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in rejoined(words)[:_MAX_WORDS])
