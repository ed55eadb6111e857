"""Which of the known names a wrong one was most likely meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], alike: int) -> str | None:
    """The known name that is most like ``word`` in small letters; ``None`` if none is ``alike`` (0-100)."""
    # Loaded when somebody made a mistake: it takes longer than all else of this.
    from rapidfuzz import fuzz, process

    found = process.extractOne(word.lower(), list(known), scorer=fuzz.ratio, score_cutoff=alike)
    return found[0] if found else None
