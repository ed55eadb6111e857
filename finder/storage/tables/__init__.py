"""The tables. Times are ISO 8601 text in UTC; addresses are identities with their 64-bit key beside them."""

from finder.storage.columns import metadata
from finder.storage.tables.archives import archive_file, archive_hint
from finder.storage.tables.backlinks import (
    backlink,
    backlink_event,
    backlink_file,
    backlink_witness,
    reports_it,
    supplier_count,
)
from finder.storage.tables.crawl import (
    PENDING,
    archived_copy,
    campaign,
    crawl_run,
    find,
    host_lease,
    link,
    look,
    own_page,
    place,
    source_page,
    target,
    target_host,
    worker,
)
from finder.storage.tables.outreach import (
    contact,
    lead,
    lead_event,
    lead_export,
    prospect,
    sighting,
    suppression,
)
from finder.storage.tables.runs import run_share, scheduled_job, scheduled_task

__all__ = [
    "PENDING",
    "archive_file",
    "archive_hint",
    "archived_copy",
    "backlink",
    "backlink_event",
    "backlink_file",
    "backlink_witness",
    "campaign",
    "contact",
    "crawl_run",
    "find",
    "host_lease",
    "lead",
    "lead_event",
    "lead_export",
    "link",
    "look",
    "metadata",
    "own_page",
    "place",
    "prospect",
    "reports_it",
    "run_share",
    "scheduled_job",
    "scheduled_task",
    "sighting",
    "source_page",
    "supplier_count",
    "suppression",
    "target",
    "target_host",
    "worker",
]
