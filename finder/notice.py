"""What is told of a task of the schedule that has ended: a title and a few lines, and whether it is news."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.exports.cells import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FAILED: Final = "failed"
_LONGEST_DETAIL: Final = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """What came of a task: its state and why, new leads by kind, what died, was won and lost meanwhile.

    ``second_looks`` were made by a task of that name, ``suspected`` targets wait for one; ``errors`` were
    logged; ``unmet`` is what its runs missed of the campaign's expectations.
    """

    task: str
    state: str
    detail: str = ""
    leads: Mapping[str, int] = field(default_factory=dict)
    died: int = 0
    won: int = 0
    lost: int = 0
    second_looks: int = 0
    suspected: int = 0
    errors: int = 0
    unmet: Sequence[str] = ()

    @property
    def is_trouble(self) -> bool:
        """Whether it failed, or missed what was expected."""
        return self.state == _FAILED or bool(self.unmet)

    @property
    def is_news(self) -> bool:
        """Whether there is something that a person may want to see to."""
        return self.is_trouble or any((*self.leads.values(), self.died, self.won, self.lost))


def is_wanted(notice: Notice, when: str) -> bool:
    """Whether it is to be told, as ``notify.when`` wants it."""
    return when == "always" or (notice.is_news if when == "news" else notice.is_trouble)


def title(campaign: str, notice: Notice) -> str:
    """One line: ``finder: acme, crawl finished``."""
    state = "finished, unhealthy" if notice.unmet and notice.state != _FAILED else notice.state
    return f"finder: {campaign}, {notice.task} {state}"


def text(notice: Notice, file: str) -> str:
    """The lines, with the commands that show more; ``file`` is the campaign file."""
    return "\n".join(_lines(notice, shlex.quote(one_line(file))))


def _lines(notice: Notice, file: str) -> Iterator[str]:
    if notice.detail:
        # What failed may be told in words of others.
        yield f"Why: {one_line(notice.detail)[:_LONGEST_DETAIL]}"
    for missed in notice.unmet:
        yield f"Unhealthy: {missed}"
    kinds = ", ".join(f"{number} {kind}" for kind, number in notice.leads.items())
    yield f"New leads: {sum(notice.leads.values())}{f' ({kinds})' if kinds else ''}"
    yield f"Confirmed dead: {notice.died}"
    yield f"Won: {notice.won}"
    yield f"Lost: {notice.lost}"
    yield f"Second looks: {notice.second_looks} made, {notice.suspected} targets wait for one"
    yield f"Errors: {notice.errors}"
    yield f"More: finder runs {file}" + (f"; finder leads {file}" if notice.leads else "")
