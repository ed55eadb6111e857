"""What a task of the schedule does: which spiders, one after the other."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from finder.hints import What
from finder.storage import archives, own_pages, runs
from finder.storage.backlink_files import has_backlinks

if TYPE_CHECKING:
    from finder.campaign import Campaign
    from finder.storage import Connection


class Task(StrEnum):
    """What can be due; also the keys of ``[schedule]``."""

    CRAWL = "crawl"
    OWN_CONTENT = "own_content"
    SECOND_LOOKS = "second_looks"
    VERIFY = "verify"
    BACKLINKS = "backlinks"


def expression_of(campaign: Campaign, task: Task) -> str:
    """When the task is due, empty if never."""
    return str(getattr(campaign.schedule, task.value))


def spiders_of(connection: Connection, campaign: Campaign, task: Task) -> list[str]:
    """The spiders of a task in their order, as the database stands now."""
    if task is not Task.CRAWL:
        return [task.value]
    own = ["own_content"] if own_content_is_due(connection, campaign) else []
    return own + crawl_spiders(connection, campaign)


def crawl_spiders(connection: Connection, campaign: Campaign) -> list[str]:
    """What a crawl does, our own pages left aside."""
    spiders = ["resource_pages"]
    hinted = archives.has_hints(connection, campaign.name, (What.MENTION, What.RIVAL))
    if campaign.mentions or hinted:
        spiders.append("mentions")
    if campaign.backlinks.look and has_backlinks(connection, campaign.name):
        spiders.append("backlinks")
    if campaign.contacts.search:
        spiders.append("contacts")
    return spiders


def own_content_is_due(connection: Connection, campaign: Campaign) -> bool:
    """Whether our own pages are to be read first: nothing is known of them, or it is old."""
    number = runs.campaign_id(connection, campaign.name)
    if number is None or not own_pages.count_offerable(connection, number):
        return True
    last = runs.last_finished(connection, number, "own_content")
    if last is None or last[1] != campaign.digest:
        return True
    return datetime.now(UTC) - datetime.fromisoformat(last[0]) > campaign.own.refresh_after
