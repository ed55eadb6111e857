"""One link to us as a record: what our own look saw, else what suppliers say, and who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.storage.queries.leads import Record

FINDER: Final = "finder"
_OF_PAGE: Final = "(page)"
_AS_IT_IS: Final = (
    "source_url",
    "source_domain",
    "target_url",
    "target_domain",
    "state",
    "why",
    "detail",
    "found_url",
    "context",
    "noindex",
    "page_status",
    "page_final_url",
    "canonical",
    "target_status",
    "target_final_url",
    "target_outcome",
    "target_reason",
    "added_at",
    "looked_at",
    "live_since",
    "live_at",
    "lost_at",
)
# What is read of what a supplier says.
OF_A_SUPPLIER: Final = (
    "supplier",
    "source_title",
    "anchor",
    "nofollow",
    "sponsored",
    "ugc",
    "link_type",
    "placement",
    "sitewide",
    "language",
    "first_seen",
    "last_seen",
    "lost_at",
    "lost_reason",
)
_SAID: Final = ("first_seen", "last_seen", "lost_at", "lost_reason")
_RELS: Final = ("nofollow", "ugc", "sponsored")


def record(row: Mapping[str, Any], said: Sequence[Mapping[str, Any]], of_page: Sequence[Any] = ()) -> Record:
    """A row of the table of backlinks with what suppliers say of the link and of its page.

    ``seen_by`` are those that report it and do not call it lost: suppliers, ``supplier (page)`` for one that
    only says that the page links to us, and ``finder`` where our own looks saw it. ``told_by`` says whose
    words ``anchor``, ``rel`` (``followed`` where it asks for nothing), ``link_type`` and ``placement`` are.
    ``suppliers`` has the days of each supplier by its name.
    """
    found = bool(row["found_url"])
    return {
        "id": row["id"],
        **{name: row[name] for name in _AS_IT_IS},
        "seen_by": [*_reporting(said, of_page), *([FINDER] if found or row["live_at"] else [])],
        **(_seen(row) if found else _told(said)),
        "told_by": FINDER if found else "suppliers" if said else "",
        "sitewide": _any(said, "sitewide"),
        "language": _first(said, "language"),
        "source_title": _first(said, "source_title"),
        "first_seen": min(filter(None, [row["live_since"], *_every(said, "first_seen")]), default=""),
        "last_seen": max(filter(None, [row["live_at"], *_every(said, "last_seen")]), default=""),
        "suppliers": {each["supplier"]: {name: each[name] for name in _SAID} for each in (*of_page, *said)},
    }


def _reporting(said: Iterable[Mapping[str, Any]], of_page: Iterable[Mapping[str, Any]]) -> list[str]:
    names, pages = (
        # Some suppliers that call a link lost give no day.
        [each["supplier"] for each in some if not (each["lost_at"] or each["lost_reason"])]
        for some in (said, of_page)
    )
    return [*names, *(f"{name} {_OF_PAGE}" for name in pages if name not in names)]


def _seen(row: Mapping[str, Any]) -> Record:
    link_type = "image" if row["image"] else "text"
    return {
        "anchor": row["anchor"],
        "rel": row["rel"] or "followed",
        "link_type": link_type,
        "placement": row["placement"],
    }


def _told(said: Sequence[Mapping[str, Any]]) -> Record:
    rel = [name for name in _RELS if _any(said, name)]
    followed = _any(said, "nofollow") is False
    return {
        "anchor": _first(said, "anchor"),
        "rel": " ".join(rel) or ("followed" if followed else ""),
        "link_type": _first(said, "link_type"),
        "placement": _first(said, "placement"),
    }


def _every(said: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    return [each[name] for each in said]


def _first(said: Iterable[Mapping[str, Any]], name: str) -> str:
    """What suppliers say, of several things the last by the alphabet, as the counts of the profile do."""
    return max(_every(said, name), default="")


def _any(said: Iterable[Mapping[str, Any]], name: str) -> bool | None:
    """Whether any supplier says so; ``None`` where none says anything."""
    values = [value for value in _every(said, name) if value is not None]
    return any(values) if values else None
