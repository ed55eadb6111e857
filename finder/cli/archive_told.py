"""What `finder archive` tells: how far it is, and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from shlex import quote
from typing import TYPE_CHECKING, Final

from finder.hints import What
from finder.storage import archives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finder.archive_scan.one_file import FileScan
    from finder.cli.opening import Opened
    from finder.hints import Hint

_SORTS: Final = {
    What.MENTION: ("mention of yours", "mentions of yours"),
    What.DEAD_LINK: ("link to a dead target", "links to dead targets"),
    What.RIVAL: ("link to a rival", "links to rivals"),
}


@dataclass(slots=True)
class Told:
    """What was done so far. ``under_way`` is the file that is being read, where that is known."""

    files: int = 0
    unchanged: int = 0
    done: int = 0
    failed: int = 0
    records: int = 0
    pages: int = 0
    broken: int = 0
    new: int = 0
    under_way: FileScan | None = None
    started: float = field(default_factory=time.monotonic)

    def begin(self, files: int, *, unchanged: int) -> None:
        """So many files are to be read; the others were before."""
        self.files, self.unchanged, self.started = files, unchanged, time.monotonic()

    def file_done(self, scan: FileScan, new: int) -> None:
        """A file was read, as far as it could be; so many of its hints are new."""
        self.under_way = None
        self.done += 1
        self.failed += bool(scan.problem)
        self.records += scan.records
        self.pages += scan.pages
        self.broken += scan.broken
        self.new += new

    def line(self) -> str:
        """How far it is, in one line."""
        now = self.under_way
        pages = self.pages + (now.pages if now else 0)
        records = self.records + (now.records if now else 0)
        seconds = max(time.monotonic() - self.started, 0.001)
        return (
            f"{self.done} of {self.files} archives · {records:,} records, {pages:,} pages "
            f"({pages / seconds:,.0f} a second) · {self.new:,} new hints"
        )

    def summary(
        self, opened: Opened, *, dry_run: bool, scanned: bool, hints: Sequence[Hint]
    ) -> Iterator[str]:
        """What came of it, for a person; ``hints`` are those of a dry run."""
        if scanned:
            problem = f", {self.failed} with a problem" if self.failed else ""
            before = f", {self.unchanged} read before" if self.unchanged else ""
            yield f"Archives       {self.done} read{before}{problem}"
            broken = f", {self.broken:,} broken and passed over" if self.broken else ""
            yield f"Records        {self.records:,} answers, {self.pages:,} of them pages{broken}"
        if dry_run:
            yield f"Hints          {counted(Counter(hint.what.value for hint in hints))}; nothing is kept"
            return
        known = opened.read(archives.count_hints, opened.campaign.backlinks.min_rivals)
        yield f"Hints          {counted(known.hints)}" + (f"; {self.new:,} of them new" if scanned else "")
        yield f"Pages          {standing(known.pages)}"
        if known.pages.get("waiting"):
            yield ""
            yield f"The next look decides what is a lead: finder crawl {quote(str(opened.file))}"


def counted(hints: Mapping[str, int]) -> str:
    """``2 mentions of yours, 1 link to a rival``, by the sorts of hints."""
    said = [
        f"{number:,} {names[number != 1]}"
        for what, names in _SORTS.items()
        if (number := hints.get(what.value, 0))
    ]
    return ", ".join(said) or "none"


def standing(pages: Mapping[str, int]) -> str:
    """How the pages stand that hints led to, by :class:`finder.storage.archives.Waiting`."""
    states = ("waiting", "read", "failed", "passed_over")
    waiting, read, failed, few = (pages.get(state, 0) for state in states)
    gone = f", {failed:,} could not be read" if failed else ""
    passed_over = f", {few:,} link to too few rivals" if few else ""
    return f"{waiting:,} wait for a look, {read:,} were looked at{gone}{passed_over}"
