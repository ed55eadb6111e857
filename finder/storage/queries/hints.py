"""Hints of archives as a stream, each with how its page stands by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, select

from finder.hints import Hint
from finder.storage.archives import page_state, pages_with_hints, same_page
from finder.storage.tables import archive_file, archive_hint, source_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.storage.queries.leads import Record

_AT_ONCE: Final = 500


def hints(connection: Connection, campaign_id: int, min_rivals: int) -> Iterator[Record]:
    """All hints by page, read a few hundred at a time.

    A record has the fields of :class:`finder.hints.Hint`, ``file``, ``found_at``, ``page_state``
    (see :class:`finder.storage.archives.Waiting`) and ``page_detail``, why the page could not be read.
    """
    columns, wanted = archive_hint.c, pages_with_hints(campaign_id, min_rivals)
    query = (
        select(
            *(columns[name] for name in Hint._fields),
            archive_file.c.address.label("file"),
            columns.found_at,
            page_state(wanted).label("page_state"),
            source_page.c.detail.label("page_detail"),
        )
        .join(archive_file, archive_file.c.id == columns.file_id)
        .join(wanted, wanted.c.page_key == columns.page_key)
        .outerjoin(source_page, same_page(campaign_id, columns.page_key))
        .where(columns.campaign_id == campaign_id)
        .order_by(columns.page_url, columns.what, columns.subject)
        .execution_options(yield_per=_AT_ONCE)
    )
    for rows in connection.execute(query).mappings().partitions():
        yield from map(dict, rows)
