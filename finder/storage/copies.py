"""What archives said of addresses, kept so that they are asked as seldom as can be."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from finder.items import ArchivedCopy
from finder.storage.database import renewal
from finder.storage.tables import archived_copy
from finder.urls import key

_COPY: Final = TypeAdapter(ArchivedCopy)
_CHANGING: Final = ("url", "state", "captured_at", "snapshot_url", "title", "copy", "asked_at")


def known(connection: Connection, url: str, since: str) -> ArchivedCopy | None:
    """What was said of ``url`` at ``since`` (ISO) or later; ``None`` if it has to be asked for."""
    query = select(archived_copy.c.copy).where(
        archived_copy.c.url_key == key(url), archived_copy.c.asked_at >= since
    )
    found = connection.execute(query).scalar()
    return None if found is None else _COPY.validate_python(found)


def keep(connection: Connection, copy: ArchivedCopy) -> None:
    """Write down what an archive said, in place of what it said before."""
    row: dict[str, Any] = {
        "url_key": key(copy.url),
        "url": copy.url,
        "state": copy.state,
        "captured_at": copy.captured_at,
        "snapshot_url": copy.snapshot_url,
        "title": copy.title,
        "copy": _COPY.dump_python(copy),
        "asked_at": copy.asked_at,
    }
    connection.execute(renewal(connection.dialect.name, archived_copy, ("url_key",), _CHANGING), [row])


def copy_of(value: Any) -> ArchivedCopy | None:
    """The copy in a row, or none."""
    return None if value is None else _COPY.validate_python(value)
