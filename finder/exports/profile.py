"""A profile: what a tool wants to read of a lead, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from finder.lifecycle import TO_WRITE

Field = Callable[[Mapping[str, Any]], Any]
RowPer = Literal["lead", "prospect"]


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns of a file in their order, each with what it takes of a lead record.

    ``requires``: fields of the record (see :data:`finder.exports.fields.STORED`) without which the tool
    cannot use a row. ``statuses``: of which leads it is by default; none: of all. ``of_prospect``: columns
    that come last where a row stands for a whole prospect. ``messages``: whether a column takes something
    from the message about the lead. ``bom``: whether the tool reads a CSV that begins with a byte order mark.
    """

    columns: Mapping[str, Field]
    requires: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    of_prospect: Mapping[str, Field] = field(default_factory=dict)
    row_per: RowPer = "lead"
    form: str = "csv"
    messages: bool = False
    bom: bool = True

    def row(self, lead: Mapping[str, Any]) -> dict[str, Any]:
        """The columns with their values; what a lead has not is the empty text."""
        return {name: take(lead) for name, take in self.columns.items()}

    def per(self, row_per: RowPer) -> Profile:
        """The profile for rows that stand for a lead or for a prospect each."""
        if row_per == "lead":
            return self
        return replace(self, columns={**self.columns, **self.of_prospect}, of_prospect={})

    def and_messages(self, columns: Mapping[str, Field]) -> Profile:
        """The profile with further columns that take what the message about a lead says."""
        return replace(self, columns={**self.columns, **columns}, messages=True)


WORTH_WRITING = tuple(status.value for status in TO_WRITE)
