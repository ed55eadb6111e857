"""The kinds of cases, listed in the order of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.mentions.kinds import (
    broken,
    editorial,
    forms,
    hidden,
    inside,
    linked,
    not_linked,
    places,
    spellings,
    words,
)

if TYPE_CHECKING:
    from bench.mentions.cases import Kind

KINDS: Final[tuple[Kind, ...]] = (
    *editorial.KINDS,
    *broken.KINDS,
    *spellings.KINDS,
    *forms.KINDS,
    *inside.KINDS,
    *linked.KINDS,
    *not_linked.KINDS,
    *places.KINDS,
    *hidden.KINDS,
    *words.KINDS,
)
