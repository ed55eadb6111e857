"""Leads are withdrawn when what was seen no longer supports them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, update

from finder.lifecycle import Status
from finder.storage.runs import now
from finder.storage.tables import lead

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

# How these ended is known; that their reason is gone says nothing new.
ENDED: Final = sorted({Status.WON.value, Status.LOST.value, Status.FIXED.value})
# A page that has lost a link does not show it, and neither does one that is gone.
ABOUT_ABSENCE: Final = "lost_link"
ALIVE_AGAIN: Final = "The target is alive again."


def withdraw(connection: Connection, reason: str, *which: ColumnElement[bool]) -> int:
    """Withdraw the leads for which ``which`` holds, those apart whose end their status tells; how many."""
    statement = update(lead).where(lead.c.withdrawn_at.is_(None), lead.c.status.not_in(ENDED), *which)
    return connection.execute(statement.values(withdrawn_at=now(), withdrawn_reason=reason)).rowcount


def explain_alive(connection: Connection, lead_id: int, reason: str) -> int:
    """Say of a lead that a look at its target has just withdrawn what exactly was seen; 1 if it was so."""
    statement = update(lead).where(lead.c.id == lead_id, lead.c.withdrawn_reason == ALIVE_AGAIN)
    return connection.execute(statement.values(withdrawn_reason=reason)).rowcount
