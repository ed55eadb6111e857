"""What is seen to at the end of a crawl: leads that wake, old contacts, who is one prospect, suppression."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finder.storage import forgetting, lifecycle, prospects, suppressing
from finder.storage.runs import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from finder.campaign import Campaign


def upkeep(connection: Connection, campaign_id: int, campaign: Campaign) -> None:
    """Wake leads whose day has come, delete contacts not seen for long, join prospects, and suppress.

    Raises ``OSError`` or ``ValueError`` for a file of rules that has become unreadable.
    """
    lifecycle.wake(connection, campaign_id, now()[:10])
    oldest = datetime.now(UTC) - campaign.outreach.keep_contacts_for
    forgetting.retain(connection, campaign_id, oldest.strftime("%Y-%m-%dT%H:%M:%SZ"))
    prospects.group(connection, campaign_id)
    prospects.note_sitewide(connection, campaign_id)
    suppressing.apply(connection, campaign_id, campaign.suppressions)
