"""Rows of a report as links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.suppliers.row import Refused, SuppliedLink
from finder.suppliers.values import (
    address,
    cached_address,
    http_status,
    link_type,
    no_follow,
    placement,
    whole,
    words,
)
from finder.tables.cells import flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finder.suppliers.columns import Columns
    from finder.suppliers.row import SuppliedCount


def links_of(columns: Columns) -> Iterator[list[SuppliedLink | SuppliedCount] | Refused]:
    """One entry for each row: its links, or why it is refused. Raises :class:`UnreadableError`."""
    width, make = columns.width, _maker(columns)
    finish = _comparing(columns) if columns.report.compares else _amending(columns)
    for line, cells in columns.table.rows():
        if len(cells) != width:
            if any(cells[width:]):
                yield too_many(line, len(cells), width)
                continue
            cells[width:] = [""] * (width - len(cells))
        cells.append("")
        try:
            link = make(line, cells)
            yield [link] if finish is None else finish(link, cells)
        except ValueError as error:
            yield Refused(line, str(error))


def too_many(line: int, cells: int, width: int) -> Refused:
    """A row that has more cells than there are columns."""
    what = f"has {cells:,} cells, but there are {width:,} columns"
    return Refused(line, f"{what}; is a cell with a separator in it without quotation marks?")


def _maker(columns: Columns) -> Callable[[int, list[str]], SuppliedLink]:
    """What makes a link of a row, with all that can be known before the first row."""
    place = columns.place
    source, target = place("source_url"), place("target_url")
    title, anchor, left, right = map(place, ("source_title", "anchor", "context_left", "context_right"))
    nofollow, sponsored, ugc, kind = map(place, ("nofollow", "sponsored", "ugc", "link_type"))
    where, sitewide, source_http = map(place, ("placement", "sitewide", "source_http"))
    target_http, external, language = map(place, ("target_http", "external_links", "language"))
    first, last, lost, reason = map(place, ("first_seen", "last_seen", "lost_at", "lost_reason"))
    (first_of, last_of, lost_of), _ = columns.moments()
    decimal = columns.decimal(external)
    metrics = columns.metrics()
    source_name = columns.title("source_url")
    target_name = columns.title("target_url") if "target_url" in columns.places else ""

    def make(line: int, cells: list[str]) -> SuppliedLink:
        try:
            source_url = address(cells[source])
        except ValueError as error:
            raise ValueError(f'linking page ("{source_name}") {error}') from None
        try:
            target_url = cached_address(cells[target]) if target_name else ""
        except ValueError as error:
            raise ValueError(f'linked page ("{target_name}") {error}') from None
        return SuppliedLink(
            line,
            source_url,
            target_url,
            words(cells[title]),
            words(cells[anchor]),
            words(cells[left]),
            words(cells[right]),
            no_follow(cells[nofollow]),
            flag(cells[sponsored]),
            flag(cells[ugc]),
            link_type(cells[kind]),
            placement(cells[where]),
            flag(cells[sitewide]),
            http_status(cells[source_http]),
            http_status(cells[target_http]),
            whole(cells[external], decimal),
            cells[language].strip(),
            first_of(cells[first]),
            last_of(cells[last]),
            lost_of(cells[lost]),
            words(cells[reason]),
            {name: read(cell) for name, at, read in metrics if (cell := cells[at])} or None,
        )

    return make


def _amending(
    columns: Columns,
) -> Callable[[SuppliedLink, list[str]], list[SuppliedLink | SuppliedCount]] | None:
    amend, uses = columns.report.amend, columns.uses
    if amend is None or not uses:
        return None

    def finish(link: SuppliedLink, cells: list[str]) -> list[SuppliedLink | SuppliedCount]:
        amended = amend(link, [cells[place] for place in uses])
        if isinstance(amended, str):
            raise ValueError(amended)  # noqa: TRY004 it is a reason
        return [amended]

    return finish


def _comparing(columns: Columns) -> Callable[[SuppliedLink, list[str]], list[SuppliedLink | SuppliedCount]]:
    """A link for each page of a compared site that the row names."""
    compared = columns.compared()

    def finish(link: SuppliedLink, cells: list[str]) -> list[SuppliedLink | SuppliedCount]:
        found: list[SuppliedLink | SuppliedCount] = []
        for site, place in compared:
            for each in cells[place].split():
                try:
                    found.append(link._replace(target_url=cached_address(each)))
                except ValueError as error:
                    raise ValueError(f"page of {site} {error}") from None
        if not found:
            raise ValueError("names no linked page of the compared sites")
        return found

    return finish
