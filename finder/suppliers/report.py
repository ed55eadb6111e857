"""How a supplier's report is told from others, and which of its columns says what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from finder.suppliers.row import Subject, SuppliedLink
from finder.tables import plain

# A link and the cells that are asked for; the link as it is meant, or why the row is not taken.
Amend = Callable[[SuppliedLink, Sequence[str]], "SuppliedLink | str"]


@dataclass(frozen=True)
class Report:
    """One report of a supplier. Names of columns are written as the supplier does, in any letter case.

    ``fields`` has for each field of :class:`finder.suppliers.row.SuppliedLink` (of a count: ``subject`` and
    the times) the columns that may say it, the best first. ``needs`` are fields without which the file is not
    this report; ``marks`` are sets of columns of which one must be there as a whole; ``others`` are further
    columns it is known to have, ``without`` those it never has. ``counts`` is what each row counts links of
    (``None``: rows are links). ``compares``: further columns are named by sites, and say which page of each
    is linked to, or how often. ``amend`` looks at a link again, with the cells of the columns ``uses``.
    """

    supplier: str
    name: str
    title: str
    fields: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ("source_url",)
    marks: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = ()
    counts: Subject | None = None
    compares: bool = False
    amend: Amend | None = None
    uses: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """The fields with the plain names of their columns."""
        return {name: tuple(map(plain, columns)) for name, columns in self.fields.items()}

    @cached_property
    def plain_marks(self) -> tuple[frozenset[str], ...]:
        """The marks in plain names."""
        return tuple(frozenset(map(plain, names)) for names in self.marks)

    @cached_property
    def known(self) -> frozenset[str]:
        """The plain names of all columns that it is known to have."""
        named = {name for names in self.aliases.values() for name in names}
        rest = {plain(name) for name in (*self.others, *self.uses)}
        return frozenset(named | rest | {name for names in self.plain_marks for name in names})

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The plain names of columns that it never has."""
        return frozenset(map(plain, self.without))
