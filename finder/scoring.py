"""Scores when a run has ended: only then is it known what else is dead on a page, and who links to us."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from finder.qualify import Scoring, score
from finder.quality import Field
from finder.ranks import RankFileError, ranks_of, state_of
from finder.storage import scoring as kept

if TYPE_CHECKING:
    from finder.campaign import Campaign
    from finder.qualify import Scored
    from finder.quality import Facts
    from finder.storage.thread import StorageThread

log = logging.getLogger(__name__)

# Each in a transaction of its own, so that other processes can write in between.
_LEADS_AT_ONCE: Final = 500


def scoring_of(campaign: Campaign) -> Scoring:
    """How a campaign weighs the parts of a score, and what its brands' field is."""
    phrases = [phrase for brand in campaign.brands for phrase in (*brand.context, *brand.products)]
    return Scoring(campaign.scoring.model_dump(), Field.of(phrases))


async def score_again(storage: StorageThread, campaign: Campaign, campaign_id: int) -> None:
    """Look prospects up in the lists of ranks, and score all leads that hold with what is known by now.

    A list that cannot be read is reported and left out. Raises :class:`finder.storage.StorageError`.
    """
    await _look_up_ranks(storage, campaign, campaign_id)
    scoring = scoring_of(campaign)

    def scored(facts: Facts) -> Scored:
        return score(facts, scoring)

    leads = await storage.read(kept.open_leads, campaign_id)
    for start in range(0, len(leads), _LEADS_AT_ONCE):
        some = leads[start : start + _LEADS_AT_ONCE]
        await storage.write(kept.score_some, campaign_id, some, scored)


async def _look_up_ranks(storage: StorageThread, campaign: Campaign, campaign_id: int) -> None:
    """Read the lists of ranks, if one has changed or there are prospects that came since."""
    files = [campaign.path(name) for name in campaign.sources.ranks]
    if not files:
        await storage.write(kept.forget_ranks, campaign_id)
        return
    try:
        state = state_of(files)
        if not await storage.read(kept.unranked, campaign_id, state):
            return
        names = await storage.read(kept.prospect_names, campaign_id)
        ranks = await asyncio.to_thread(ranks_of, names, files)
    except (OSError, RankFileError) as error:
        log.error("Ranks stay as they were, a list cannot be read: %s", error)  # noqa: TRY400 - no fault of ours
        return
    lists = ", ".join(path.name for path in files)
    await storage.write(kept.keep_ranks, campaign_id, sorted(names), ranks, lists, state)
