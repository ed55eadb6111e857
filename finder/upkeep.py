"""What is seen to when a run has ended, beside the scores."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from finder.storage.upkeep import upkeep

if TYPE_CHECKING:
    from finder.campaign import Campaign
    from finder.storage.thread import StorageThread

log = logging.getLogger(__name__)


async def keep_up(storage: StorageThread, campaign: Campaign, campaign_id: int) -> None:
    """Let what people have set come into its own; see :func:`finder.storage.upkeep.upkeep`.

    A file of rules that cannot be read is reported. Raises :class:`finder.storage.StorageError`.
    """
    try:
        await storage.write(upkeep, campaign_id, campaign)
    except (OSError, ValueError) as error:
        log.error("A file of outreach.suppress cannot be read: %s", error)  # noqa: TRY400 - no fault of ours
