"""What looks at pages again have in common: of one host only one worker has pages in hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy import Connection, select

from finder.storage.tables import source_page

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

J = TypeVar("J")


@dataclass(frozen=True, slots=True)
class Claimed(Generic[J]):
    """What a worker got of the pages that it asked for: its jobs.

    ``settled``: the pages it need not ask for any more (its jobs' among them); ``busy``: hosts of which
    another worker has pages in hand.
    """

    jobs: Sequence[J] = ()
    settled: Collection[int] = field(default=())
    busy: frozenset[str] = frozenset()


def pages_in_hand(
    connection: Connection, campaign_id: int, worker_id: int
) -> tuple[frozenset[str], frozenset[int]]:
    """The hosts of which other workers have pages in hand, and the rows of the pages that this one has."""
    claimed = (source_page.c.campaign_id == campaign_id, source_page.c.worker_id.is_not(None))
    columns = (source_page.c.host, source_page.c.id, source_page.c.worker_id)
    rows = connection.execute(select(*columns).where(*claimed)).all()
    busy = frozenset(row.host for row in rows if row.worker_id != worker_id)
    return busy, frozenset(row.id for row in rows if row.worker_id == worker_id)
