"""The arithmetic: answers beside truths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.mentions.cases import Truth

Answer = dict[str, Any]
UNLINKED: Final = "unlinked"
# Where an answer "unlinked" would be a false alarm about a page that is none of ours.
_NO_FIND: Final = frozenset({"none", "not_brand", "template_only"})
# The two share one place: finder says "ambiguous" where it will not call it the brand.
_SAME: Final = {"ambiguous": "not_brand"}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; no value where the whole is nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Scores:
    """What came of some cases. ``false_alarms``: of pages that are no find, those answered *unlinked*."""

    cases: int
    verdict: Share
    precision: Share
    recall: Share
    false_alarms: Share
    mentions: Share
    linked: Share
    linked_elsewhere: Share
    elsewhere_found: Share

    def figures(self) -> dict[str, Any]:
        """As JSON has them: the value, the part and the whole of each share."""
        shares = {name: getattr(self, name) for name in self.__slots__ if name != "cases"}
        return {"cases": self.cases} | {
            name: {"value": share.value, "part": share.part, "whole": share.whole}
            for name, share in shares.items()
        }


def right(truth: Truth, answer: Answer) -> bool:
    """Whether the verdict is one of those accepted."""
    verdict = answer["verdict"]
    return verdict in truth.accept or _SAME.get(verdict) in truth.accept


def score(pairs: Iterable[tuple[Truth, Answer]]) -> Scores:
    """All figures. Precision and recall leave out cases where another answer is as good as *unlinked*."""
    some = list(pairs)
    clear = [
        (truth, answer) for truth, answer in some if UNLINKED not in truth.accept or len(truth.accept) == 1
    ]
    said = [truth for truth, answer in clear if answer["verdict"] == UNLINKED]
    meant = [answer for truth, answer in clear if truth.verdict == UNLINKED]
    no_find = [answer for truth, answer in some if truth.verdict in _NO_FIND]
    elsewhere = [(truth, answer) for truth, answer in some if truth.linked_elsewhere is not None]
    return Scores(
        cases=len(some),
        verdict=_share(right(truth, answer) for truth, answer in some),
        precision=_share(truth.verdict == UNLINKED for truth in said),
        recall=_share(answer["verdict"] == UNLINKED for answer in meant),
        false_alarms=_share(answer["verdict"] == UNLINKED for answer in no_find),
        mentions=_share(_counted(truth, answer) for truth, answer in some),
        linked=_share(bool(answer["links_to_brand"]) == truth.links_to_brand for truth, answer in some),
        linked_elsewhere=_share(
            bool(answer["linked_elsewhere"]) == truth.linked_elsewhere for truth, answer in elsewhere
        ),
        elsewhere_found=_share(
            bool(answer["linked_elsewhere"]) for truth, answer in elsewhere if truth.linked_elsewhere
        ),
    )


def _counted(truth: Truth, answer: Answer) -> bool:
    fewest, most = truth.mentions
    return fewest <= answer["mentions"] <= most


def _share(flags: Iterable[bool]) -> Share:
    some: Sequence[bool] = list(flags)
    return Share(sum(some), len(some))
