"""Backlinks put straight into the tables: what three suppliers and our own looks say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.storage import tables
from finder.urls import identity, key, prospect

if TYPE_CHECKING:
    from finder.storage import Connection, Database

HOME: Final = "https://acme.example/"
TIDES: Final = "https://acme.example/tides"
OLD: Final = "https://acme.example/old"
SUPPLIERS: Final = ("ahrefs", "search_console", "semrush")
LOOKED: Final = "2026-11-20T05:00:00Z"

_AHREFS: Final = {
    "anchor": "old words",
    "nofollow": True,
    "first_seen": "2026-09-01",
    "last_seen": "2026-11-01",
    "metrics": {"Domain rating": 71, "UR": 12},
    "language": "en",
}
_SEMRUSH: Final = {
    "anchor": "tides",
    "nofollow": False,
    "first_seen": "2026-09-15",
    "last_seen": "2026-11-05",
}
_FOOTER: Final = {
    "anchor": "Acme",
    "nofollow": False,
    "first_seen": "2026-09-03",
    "link_type": "text",
    "placement": "footer",
    "sitewide": True,
}


def put_files(database: Database, campaign: int) -> None:
    """A file of each supplier."""
    rows = [
        {
            "campaign_id": campaign,
            "name": f"{supplier}.csv",
            "digest": supplier,
            "supplier": supplier,
            "report": "backlinks",
            "of_site": "acme.example",
            "rows": 9,
            "accepted": 6,
            "refused": 1,
            "duplicate": 2,
            "imported_at": "2026-11-10T05:00:00Z",
        }
        for supplier in SUPPLIERS
    ]
    database.write(lambda connection: connection.execute(tables.backlink_file.insert(), rows))


def put(
    database: Database, campaign: int, source: str, target: str, said: dict[str, dict[str, Any]], **seen: Any
) -> int:
    """One backlink with what suppliers say, by name, and what our own look saw; returns its row."""
    return database.write(_put, campaign, source, target, said, seen)


def _put(
    connection: Connection,
    campaign: int,
    source: str,
    target: str,
    said: dict[str, dict[str, Any]],
    seen: dict[str, Any],
) -> int:
    row = {
        "campaign_id": campaign,
        "link_key": key(f"{source} {target}"),
        "source_url": source,
        "source_key": key(identity(source)),
        "source_domain": prospect(source),
        "target_url": target,
        "target_key": key(target),
        "target_domain": prospect(target or HOME),
        "added_at": "2026-11-10T05:00:00Z",
    }
    if seen.get("state"):
        row["looked_at"] = LOOKED
    insert = tables.backlink.insert().values(row | seen).returning(tables.backlink.c.id)
    number = int(connection.execute(insert).scalar_one())
    for supplier, words in said.items():
        place = SUPPLIERS.index(supplier) + 1
        values = {"backlink_id": number, "supplier": supplier, "file_id": place, **words}
        connection.execute(tables.backlink_witness.insert().values(values))
    return number


def put_six(database: Database, campaign: int) -> None:
    """Six links of five domains to us that disagree, a page of unknown target, and one link to a rival."""
    put_files(database, campaign)
    live = {"state": "live", "live_since": "2026-10-02T00:00:00Z", "live_at": LOOKED}
    found = {"found_url": TIDES, "anchor": "Tides today", "rel": "ugc nofollow", "placement": "comments"}
    said = {"ahrefs": _AHREFS, "semrush": _SEMRUSH}
    put(
        database,
        campaign,
        "https://a.example/1",
        TIDES,
        said,
        image=False,
        target_outcome="alive",
        **found,
        **live,
    )
    why = {"why": "link_removed", "detail": "The page has no link to us.", "lost_at": LOOKED}
    put(database, campaign, "https://www.a.example/2", HOME, {"ahrefs": _FOOTER}, state="lost", **why)
    said = {
        "ahrefs": {"anchor": "the old page", "first_seen": "2026-10-10"},
        "search_console": {"last_seen": "2026-11-08"},
    }
    found = {"found_url": OLD, "anchor": "click here", "placement": "main", "state": "missing"}
    dead = {"target_outcome": "dead", "target_reason": "not_found", "target_status": 404}
    put(database, campaign, "https://b.example/", OLD, said, image=False, why="target_dead", **found, **dead)
    said = {"semrush": {"link_type": "image", "first_seen": "2026-10-12", "language": "de-AT"}}
    put(database, campaign, "https://c.example/x", HOME, said)
    said = {"semrush": {"anchor": "acme.example", "sponsored": True, "lost_at": "2026-11-02"}}
    put(database, campaign, "https://d.example/", HOME, said)
    put(database, campaign, "https://e.example/", TIDES, {}, found_url=TIDES, image=True, **live)
    put(
        database, campaign, "https://a.example/1", "", {"search_console": {"last_seen": "2026-11-09"}}, **live
    )
    put(database, campaign, "https://f.example/", "https://rival.example/", {"ahrefs": {"anchor": "Rival"}})


def put_counts(database: Database, campaign: int) -> None:
    """What Search Console only counts."""
    rows = [
        {
            "campaign_id": campaign,
            "file_id": 2,
            "supplier": "search_console",
            "report": "top_linking_sites",
            "sort": "site",
            "subject": site,
            "subject_domain": site,
            "subject_key": key(f"site {site} "),
            "metrics": {"Linking pages": 5},
        }
        for site in ("a.example", "never-seen.example")
    ]
    database.write(lambda connection: connection.execute(tables.supplier_count.insert(), rows))
