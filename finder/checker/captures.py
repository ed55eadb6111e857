"""What the index of an archive (CDX) says of an address: one row for each capture.

Two kinds of server are understood: archive.org's answers with an array of arrays whose first row names the
columns, pywb's with one JSON object a line and names of its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from finder.urls import resolve, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_STAMP: Final = re.compile(r"[0-9]{14}")
_STATUS: Final = re.compile(r"[1-9][0-9]{2}")
_NAMES: Final = {"original": "url", "mimetype": "mime", "statuscode": "status"}  # archive.org's, pywb's
_REVISIT: Final = "warc/revisit"
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_MIME: Final = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_DIGEST: Final = re.compile(r"[A-Za-z0-9]{16,128}")


class NotUnderstood(Exception):  # noqa: N818 - an outcome
    """An answer that is no index of captures."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture. ``timestamp`` (14 digits, UTC) and ``original`` (its address) are what replay wants.

    ``status`` is 0 and ``mime`` empty where the index does not know, as of a record (revisit) that only says
    "as before" of a capture that we were not told of. Captures with the same ``digest`` have the same body.
    """

    timestamp: str
    original: str
    mime: str = ""
    status: int = 0
    digest: str = ""

    @property
    def at(self) -> str:
        """When it was made, in ISO 8601."""
        return _iso(self.timestamp)

    @property
    def content(self) -> Capture | str:
        """What stands for its body: equal for captures that are known to have the same."""
        return self.digest or self

    @property
    def may_be_page(self) -> bool:
        """Whether it is a page that answered well, as far as the index knows."""
        return self.status in (0, 200) and (not self.mime or self.mime in _PAGES)

    @property
    def is_file(self) -> bool:
        """Whether it is something other than a page, that answered well."""
        return self.status == 200 and not self.may_be_page

    @property
    def is_error(self) -> bool:
        """Whether it is an error."""
        return self.status >= 400

    @property
    def is_redirect(self) -> bool:
        """Whether it sends on to another address."""
        return 300 <= self.status < 400


@dataclass(frozen=True, slots=True)
class Captures:
    """The captures of an answer, oldest first, and how many ``rows`` it had, understood or not."""

    known: tuple[Capture, ...] = ()
    rows: int = 0


def read_captures(body: bytes, url: str) -> Captures:
    """The captures of ``url`` in the ``body`` of a CDX answer; rows about other sites are left out.

    Raises :class:`NotUnderstood` for what is no CDX answer.
    """
    rows = list(_rows(body.decode("utf-8", "replace").strip()))
    known = [capture for row in rows if (capture := _capture(row, site(url)))]
    if rows and not known:
        raise NotUnderstood("its index has no row that can be understood")
    return Captures(tuple(_resolved(sorted(known, key=lambda capture: capture.timestamp))), len(rows))


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        if text.startswith("["):
            yield from _table(*json.loads(text))
        else:
            for line in text.splitlines():
                row = json.loads(line)
                yield row if isinstance(row, dict) else {}
    except (ValueError, TypeError, RecursionError) as error:
        raise NotUnderstood("its index is not in JSON as expected") from error


def _table(names: Any = ("timestamp",), *rows: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of archive.org's array, which is empty or begins with the names of its columns."""
    if isinstance(names, str) or "timestamp" not in names:
        raise NotUnderstood("its index does not name its columns")
    for row in rows:
        yield dict(zip(names, row, strict=False)) if isinstance(row, list) else {}


def _capture(row: Mapping[str, Any], wanted: str) -> Capture | None:
    """What a row says; ``None`` where it lacks what replay needs, or is of another site than ``wanted``."""
    stamp, said = _text(row, "timestamp"), _text(row, "original")
    original = resolve(said) if said else None
    if not _STAMP.fullmatch(stamp) or not _iso(stamp) or original is None or site(original) != wanted:
        return None
    status, mime = _text(row, "statuscode"), _text(row, "mimetype").partition(";")[0].strip().lower()
    digest = _text(row, "digest")
    return Capture(
        timestamp=stamp,
        original=original,
        mime=mime if _MIME.fullmatch(mime) else "",
        status=int(status) if _STATUS.fullmatch(status) else 0,
        digest=digest if _DIGEST.fullmatch(digest) else "",
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, row.get(_NAMES.get(name, name)))
    if isinstance(value, int) and 0 <= value < 10**14:
        return str(value)
    return value if isinstance(value, str) else ""


def _resolved(captures: Iterable[Capture]) -> Iterator[Capture]:
    """Records that only say "as before" with type and status of the capture before that they mean."""
    before: dict[str, Capture] = {}
    for capture in captures:
        if capture.mime == _REVISIT:
            first = before.get(capture.digest)
            mime, status = (first.mime, first.status) if first else ("", capture.status)
            yield replace(capture, mime=mime, status=status)
        else:
            if capture.digest:
                before[capture.digest] = capture
            yield capture


def iso(moment: datetime) -> str:
    """A time in ISO 8601, UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".zfill(20)


def _iso(stamp: str) -> str:
    """A time stamp of 14 digits in ISO 8601; empty for one that no calendar has."""
    try:
        return iso(datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return ""
