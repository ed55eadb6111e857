"""What is known of one address from its captures and the copies that were read, and what follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from finder.items import ArchivedCopy

if TYPE_CHECKING:
    from finder.checker.captures import Capture, Captures
    from finder.items import SourcePage

_MAX_TEXT: Final = 2_000


class Seen(Enum):
    """What the archive showed for a capture."""

    GOOD = "a page"
    BAD = "an error, a redirect, or a page that is none"
    NOTHING = "no copy"


@dataclass(frozen=True, slots=True)
class Read:
    """A copy as it was read: what it is, when it was really captured (ISO 8601), the page of a good one."""

    seen: Seen
    at: str = ""
    page: SourcePage | None = None


class History:
    """The captures of ``url``, which of them were read, and what they showed.

    ``replay_url`` is what the address of a copy begins with, ``asked_at`` the time of the question.
    """

    def __init__(self, url: str, replay_url: str, asked_at: str) -> None:
        self._url = url
        self._replay_url = replay_url
        self._asked_at = asked_at
        self._captures: tuple[Capture, ...] = ()
        self._rows = 0
        self._read: list[tuple[Capture, Read]] = []
        self._bad: set[Capture | str] = set()

    @property
    def tried(self) -> int:
        """How many copies were asked for."""
        return len(self._read)

    @property
    def is_found(self) -> bool:
        """Whether a good copy was read."""
        return self._good() is not None

    @property
    def bad_digests(self) -> list[str]:
        """What the index calls the contents that were read and found bad."""
        return sorted(each for each in self._bad if isinstance(each, str))

    def add(self, captures: Captures) -> None:
        """Take captures; those that came later are older."""
        merged = dict.fromkeys((*captures.known, *self._captures))
        self._captures = tuple(sorted(merged, key=lambda capture: capture.timestamp))
        self._rows += captures.rows

    def next_to_read(self) -> Capture | None:
        """The newest capture that may be a good page and whose content was not read yet."""
        known = {capture.content for capture, _ in self._read}
        waiting = (
            each for each in reversed(self._captures) if each.may_be_page and each.content not in known
        )
        return next(waiting, None)

    def note(self, capture: Capture, read: Read) -> None:
        """Take down what the archive showed when it was asked for ``capture``."""
        self._read.append((capture, read))
        # An archive may show the nearest that it has, which says nothing of the one that was meant.
        if read.seen is Seen.BAD and read.at == capture.at:
            self._bad.add(capture.content)

    def result(self) -> ArchivedCopy:
        """What there is of the address."""
        if good := self._good():
            return self._of_page(*good)
        if not self._captures:
            return ArchivedCopy(self._url, "never", asked_at=self._asked_at)
        if file := self._last_file():
            return self._of_file(file)
        if any(read.seen is Seen.NOTHING for _, read in self._read):
            return self.unavailable("it lists copies that it does not show")
        return ArchivedCopy(
            self._url,
            "only_bad",
            bad_from=self._bad_from(None, ""),
            captures=self._rows,
            asked_at=self._asked_at,
            detail=self._what_was_captured(),
        )

    def unavailable(self, detail: str) -> ArchivedCopy:
        """The archive did not say, because of ``detail``."""
        return ArchivedCopy(
            self._url, "unavailable", captures=self._rows, asked_at=self._asked_at, detail=detail[:300]
        )

    def _good(self) -> tuple[Capture, str, SourcePage] | None:
        for capture, read in reversed(self._read):
            if read.seen is Seen.GOOD and read.page:
                return capture, read.at, read.page
        return None

    def _last_file(self) -> Capture | None:
        """The newest file, of an address that was a file at first: else it is an oddity between pages."""
        answered = [each for each in self._captures if each.is_file or each.may_be_page]
        files = [each for each in answered if each.is_file]
        return files[-1] if files and answered[0].is_file else None

    def _of_page(self, capture: Capture, at: str, page: SourcePage) -> ArchivedCopy:
        newer = len(self._read) - 1
        return ArchivedCopy(
            self._url,
            "good",
            captured_at=at,
            snapshot_url=self._address(capture, at),
            title=page.title,
            h1=page.h1,
            headings=page.headings,
            summary=page.summary,
            text=page.text[:_MAX_TEXT],
            language=page.language,
            bad_from=self._bad_from(capture, at),
            captures=self._rows,
            asked_at=self._asked_at,
            detail=f"newer copies that were not good: {newer}" if newer else "",
        )

    def _of_file(self, capture: Capture) -> ArchivedCopy:
        return ArchivedCopy(
            self._url,
            "good",
            captured_at=capture.at,
            snapshot_url=self._address(capture, capture.at),
            bad_from=self._bad_from(capture, capture.at),
            captures=self._rows,
            asked_at=self._asked_at,
            detail=f"a file: {capture.mime}",
        )

    def _address(self, capture: Capture, at: str) -> str:
        """Where a person can see a copy."""
        stamp = "".join(character for character in at if character.isdigit())
        return f"{self._replay_url}/{stamp}/{capture.original}"

    def _bad_from(self, good: Capture | None, after: str) -> str:
        """The first capture after the ``good`` one that is known to be bad, empty without one."""
        return next((each.at for each in self._captures if each.at > after and self._is_bad(each, good)), "")

    def _is_bad(self, capture: Capture, good: Capture | None) -> bool:
        # http://x that sends on to https://x is no end of the page: only the very address of the good copy.
        leads_away = capture.is_redirect and (good is None or capture.original == good.original)
        return capture.is_error or leads_away or capture.content in self._bad

    def _what_was_captured(self) -> str:
        statuses = Counter(capture.status or "unknown" for capture in self._captures)
        told = ", ".join(f"{status} ({times})" for status, times in statuses.most_common(5))
        read = f"; copies read: {len(self._read)}" if self._read else ""
        return f"captured as {told}{read}"
