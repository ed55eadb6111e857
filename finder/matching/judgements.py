"""What people said of the pages that leads offer, beside the candidates that the matcher has for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.fitting import Judged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from finder.matching.candidates import Agreements, OwnWords
    from finder.matching.query import Query
    from finder.matching.sparse import Floats

FEWEST: Final = 20
NOT_OURS: Final = "the page is none of your pages that can be offered now"
NO_CANDIDATE: Final = "the page agrees with the link in nothing"
NOTHING_AGREES: Final = "none of your pages agrees with the link in anything"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of our pages for one lead.

    ``right`` is the URL of the page that is right; without it, that of ``wrong`` is not right (another may
    be); without both, no page of ours fits. ``exclude`` holds URLs that are no offer for the lead.
    """

    query: Query
    prospect: str
    right: str = ""
    wrong: str = ""
    exclude: frozenset[str] = frozenset()


class Case(NamedTuple):
    """A judgement with the candidates it is about: their URLs, what can be offered, what the language costs.

    ``foreign`` is 1 for a page in another language than the source page, else 0.
    """

    judgement: Judgement
    judged: Judged
    urls: tuple[str, ...]
    free: NDArray[np.bool_]
    foreign: Floats


class Cases(NamedTuple):
    """The judgements that can teach something, and how many cannot, by why."""

    used: list[Case]
    unused: Counter[str]

    @property
    def right(self) -> int:
        """How many say which page is right."""
        return sum(bool(case.judgement.right) for case in self.used)

    @property
    def prospects(self) -> int:
        """Of how many prospects they are."""
        return len({case.judgement.prospect for case in self.used})


def cases_of(judgements: Iterable[Judgement], words: OwnWords) -> Cases:
    """Compare judged leads with our present pages."""
    numbers = {entry.page.url: number for number, entry in enumerate(words.entries)}
    found = Cases([], Counter())
    for judgement in judgements:
        agreements = words.agreements(judgement.query)
        why_not = _teaches_nothing(judgement, agreements, numbers)
        if why_not:
            found.unused[why_not] += 1
        else:
            found.used.append(case_of(judgement, agreements, words))
    return found


def lacking(cases: Cases) -> str:
    """What is missing for a fit, as a sentence; empty if nothing is."""
    number, right = len(cases.used), cases.right
    said = f"{number} judgements can be used ({right} of right pages, {number - right} of wrong ones or none)"
    if number < FEWEST:
        return f"{said}; at least {FEWEST} are needed, {FEWEST - number} more"
    if not right or right == number:
        return f"{said}; both sorts are needed"
    return f"{said}, all at one prospect; at least two are needed" if cases.prospects < 2 else ""


def _teaches_nothing(judgement: Judgement, agreements: Agreements, numbers: dict[str, int]) -> str:
    url = judgement.right or judgement.wrong
    if url and url not in numbers:
        return NOT_OURS
    if url and numbers[url] not in agreements.pages:
        return NO_CANDIDATE
    return "" if len(agreements.pages) else NOTHING_AGREES


def case_of(judgement: Judgement, agreements: Agreements, words: OwnWords) -> Case:
    """A judgement with the pages that agree with its query in anything."""
    pages = [words.entries[number].page for number in agreements.pages]
    urls = tuple(page.url for page in pages)
    if judgement.right:
        right = [url == judgement.right for url in urls]
    else:
        right = [bool(judgement.wrong) and url != judgement.wrong for url in urls]
    theirs = judgement.query.language
    return Case(
        judgement,
        Judged(agreements, np.array(right, np.float64), none=not judgement.right),
        urls,
        np.array([url not in judgement.exclude for url in urls]),
        np.array([float(_is_foreign(page.language, theirs)) for page in pages]),
    )


def _is_foreign(ours: str, theirs: str) -> bool:
    """Whether two language tags are known and of different languages: ``de-AT`` and ``de`` are not."""
    first, second = (tag.replace("_", "-").split("-")[0].casefold() for tag in (ours, theirs))
    return bool(first and second) and first != second
