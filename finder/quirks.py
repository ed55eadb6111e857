"""Hosts known to answer programs otherwise than people, as a table: rows, not branches."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from finder.reference import load_table
from finder.urls import hostname

if TYPE_CHECKING:
    from collections.abc import Mapping


class Quirks:
    """The table that ships with finder and what a campaign adds: host (with all below it) → reason."""

    def __init__(self, more: Mapping[str, str] | None = None) -> None:
        self._rows = {**_shipped(), **(more or {})}

    def of(self, url: str) -> str:
        """Why nothing that the host of ``url`` answers proves a page dead; empty for an ordinary host."""
        labels = hostname(url).split(".")
        names = (".".join(labels[start:]) for start in range(len(labels)))
        return next((reason for name in names if (reason := self._rows.get(name))), "")


@cache
def _shipped() -> Mapping[str, str]:
    return dict(load_table("quirks.tsv"))
