"""Own addresses: which of them are one page, and which of them it is offered under."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from finder.items import OwnPage
from finder.pages.thin import thin
from finder.same_page import READABLE, Aliases, OwnAddress, standings
from finder.storage.tables import own_page
from finder.urls import identity, key

SAID: Final = ("url", "title", "h1", "headings", "summary", "text", "language")
_KNOWN: Final = (
    *("id", "url", "state", "detail", "leads_to", "canonical", "title", "h1", "words"),
    *("content_key", "failures"),
)


def conclude(connection: Connection, campaign_id: int, min_words: int) -> None:
    """Settle which own pages are offered, thin or duplicates, by all that is known of all of them."""
    query = select(*(own_page.c[name] for name in _KNOWN)).where(own_page.c.campaign_id == campaign_id)
    rows = {row.url: row for row in connection.execute(query)}
    found = standings([_address(row, min_words) for row in rows.values()])
    changed = [
        {"row": row.id, "state": new.state, "detail": new.detail, "leads_to": new.leads_to}
        for row, new in ((rows[url], standing) for url, standing in found.items())
        if (row.state, row.leads_to) != (new.state, new.leads_to)
        # What is said of a page that was fine before it failed stays.
        or (row.detail != new.detail and not (row.failures and new.state == "ok"))
    ]
    if changed:
        statement = update(own_page).where(own_page.c.id == bindparam("row"))
        changing = ("state", "detail", "leads_to")
        connection.execute(statement.values(**{name: bindparam(name) for name in changing}), changed)


def aliases(connection: Connection, campaign_id: int) -> Aliases:
    """Under which addresses our pages are known, those included that are not listed any more."""
    query = select(own_page.c.url, own_page.c.leads_to).where(own_page.c.campaign_id == campaign_id)
    return Aliases((row.url, row.leads_to) for row in connection.execute(query))


def page_at(connection: Connection, campaign_id: int, url: str) -> OwnPage | None:
    """The own page at an address or where that leads, however little it says, if it can be read."""
    seen: set[str] = set()
    while url not in seen:
        seen.add(url)
        query = select(*(own_page.c[name] for name in (*SAID, "state", "leads_to")))
        row = connection.execute(
            query.where(own_page.c.campaign_id == campaign_id, own_page.c.url_key == key(url))
        ).first()
        if row is None:
            return None
        if row.state in ("ok", "thin"):
            return own_page_of(row)
        url = row.leads_to or url
    return None


def own_page_of(row: Any) -> OwnPage:
    """The page that a row with these columns tells: url, title, h1, headings, summary, text, language."""
    return OwnPage(row.url, row.title, row.h1, tuple(row.headings), row.summary, row.text, row.language)


def _address(row: Any, min_words: int) -> OwnAddress:
    readable = row.state in READABLE
    canonical = identity(row.canonical) if row.canonical and readable else ""
    # A page that was read before words were counted says enough until it is read again.
    reason = (
        thin(row.url, row.title, row.h1, row.words, min_words) if readable and row.words is not None else ""
    )
    return OwnAddress(
        row.url, row.state, row.leads_to, "" if canonical == row.url else canonical, row.content_key, reason
    )
