"""The kinds of cases, listed in the order of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.mentions.kinds import editorial, hidden, inside, linked, not_linked, places, spellings

if TYPE_CHECKING:
    from bench.mentions.cases import Kind

KINDS: Final[tuple[Kind, ...]] = (
    *editorial.KINDS,
    *spellings.KINDS,
    *inside.KINDS,
    *linked.KINDS,
    *not_linked.KINDS,
    *places.KINDS,
    *hidden.KINDS,
)
