"""What happened in a crawl since it began, for its progress."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finder.items import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(slots=True)
class Counts:
    """What happened in this process since it began, for its progress; looks by the outcome of the verdict."""

    pages_read: int = 0
    pages_failed: int = 0
    links: int = 0
    leads: int = 0
    looks: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def with_counters(self, counters: Iterable[Mapping[str, int]]) -> Counts:
        """These and what other processes count, by the names under which they write it down."""
        all_of: Counter[str] = Counter()
        for each in counters:
            all_of.update(each)
        others = Counter({name.value: all_of[name.value] for name in (Outcome.DEAD, Outcome.UNCERTAIN)})
        others[Outcome.ALIVE.value] = all_of["targets"] - others.total()
        return Counts(
            self.pages_read + all_of["pages"],
            self.pages_failed + all_of["unreadable"],
            self.links + all_of["links"],
            self.leads + all_of["leads"],
            self.looks + all_of["targets"],
            self.outcomes + others,
        )
