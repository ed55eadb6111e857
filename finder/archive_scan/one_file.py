"""One archive file gone through to its end: the piece of work that every way to run shares out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.archive_scan.local_copy import local_copy
from finder.hints import Hint, each_once
from finder.warc import NotAnArchive, WarcReading

if TYPE_CHECKING:
    from collections.abc import Callable

    from finder.archive_scan.scanner import Scanner
    from finder.warc import ArchivedPage

log = logging.getLogger(__name__)

_TELL_EVERY: Final = 500  # records
_KEEP_AT_ONCE: Final = 10_000  # hints, of which many may be about the same


@dataclass(slots=True)
class FileScan:
    """What going through a file came to. ``problem``: why it, or the rest of it, could not be read.

    ``records`` are responses in it, ``pages`` those of them that are pages; ``broken`` could not be read.
    """

    address: str
    records: int = 0
    pages: int = 0
    broken: int = 0
    problem: str = ""
    hints: list[Hint] = field(default_factory=list)


def scan_file(
    address: str, scanner: Scanner, max_bytes: int, tell: Callable[[FileScan], None] = lambda _: None
) -> FileScan:
    """Go through the file at a path or address. Never raises for what is in it; ``tell`` hears how far it is.

    Of a page at most ``max_bytes`` are read.
    """
    scan, found = FileScan(address), list[Hint]()
    try:
        with local_copy(address) as path:
            reading = WarcReading(path, max_bytes)
            for page in reading.pages():
                scan.records = reading.records
                if page is not None:
                    scan.pages += 1
                    found += _hints(scanner, page, scan)
                if scan.records % _TELL_EVERY == 0:
                    tell(scan)
                if len(found) >= _KEEP_AT_ONCE + 2 * len(scan.hints):
                    scan.hints, found = each_once((*scan.hints, *found)), []
            scan.broken += reading.broken
    except NotAnArchive as problem:
        scan.problem = str(problem)
    except OSError as error:
        scan.problem = f"cannot be read: {error.strerror or str(error) or type(error).__name__}"
    scan.hints = each_once((*scan.hints, *found))
    return scan


def _hints(scanner: Scanner, page: ArchivedPage, scan: FileScan) -> list[Hint]:
    try:
        return scanner.hints(page)
    except Exception:  # a hostile page may break the reader, never the scan
        log.exception("the archived %s in %s could not be read", page.url, scan.address)
        scan.broken += 1
        return []
