"""All that is known of a target when it is judged, and what follows from it by mere reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from finder.addresses import is_front_page, same_but_form
from finder.fit import Fit, fit
from finder.items import Promise, Purpose, SecondLook, Signals, Streak
from finder.likeness import alike, own_words
from finder.pages.wording import about, normalised, signs_in
from finder.urls import hostname, registrable_domain
from finder.words import address_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import ArchivedCopy, Fetch

LITTLE_TEXT: Final = 120  # words of main text below which a page has hardly anything but its message
VERY_LITTLE_TEXT: Final = 60
ERROR_SIGNS: Final = frozenset({"not_found", "removed", "no_results"})  # that a page says it is none
_HALF: Final = 0.5
_FIRST_HEADINGS: Final = 3
_START: Final = 600  # characters
_ANCHOR: Final = 200
_OWN_TEXT: Final = 20  # words
_FEW_LINKS: Final = 3
_ONE_QUOTED: Final = 3  # parts
_NO_INFORMATION: Final = frozenset({401, 402, 403, 405, 406, 407, 408, 429, 451, 501, 999})


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a bad week could explain is believed after so many failures, each so long after the one before."""

    failures: int = 3
    apart: timedelta = timedelta(days=3)


_OF_THE_WHOLE: Final = frozenset({"removed"})
_OF_THE_FIRST_LOOK: Final = ("deep", "fit", "moved", "start", "wording")
_NOTHING: Final = Signals()
_NO_PROMISE: Final = Promise()
_NO_STREAK: Final = Streak()
_WIKIPEDIAS_RULE: Final = Confirmation()


class Beside(StrEnum):
    """What an address that nobody can have made answers, compared with the target."""

    SAME = "same"
    MISSING = "missing"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wording:
    """Signs (names of the lists in ``reference/signs``) by the role that the words have on a page.

    ``named``: in title or main heading; ``headed``: there or in one of the first headings; ``short``: in
    the text of a page that has little else.
    """

    named: frozenset[str]
    headed: frozenset[str]
    short: frozenset[str]

    @property
    def anywhere(self) -> frozenset[str]:
        """In whatever role."""
        return self.headed | self.short


class Case:
    """A target with its first look, the further ones so far, and what its links promise.

    ``quirk`` says why the host proves nothing (empty for an ordinary one), ``archived`` that an archive may
    be asked for a ``copy``.
    """

    def __init__(
        self,
        fetch: Fetch,
        promise: Promise = _NO_PROMISE,
        seconds: Iterable[SecondLook] = (),
        *,
        streak: Streak = _NO_STREAK,
        confirmation: Confirmation = _WIKIPEDIAS_RULE,
        quirk: str = "",
        copy: ArchivedCopy | None = None,
        archived: bool = False,
    ) -> None:
        self.fetch = fetch
        self.promise = promise
        self.seconds = tuple(seconds)
        self.streak = streak
        self.confirmation = confirmation
        self.quirk = quirk
        self.copy = copy
        self.archived = archived

    def having(
        self,
        second: SecondLook | None = None,
        *,
        fetch: Fetch | None = None,
        copy: ArchivedCopy | None = None,
    ) -> Case:
        """The case with one thing more: a further look, another look in place of the first, a copy."""
        more = Case(
            fetch or self.fetch,
            self.promise,
            (*self.seconds, second) if second else self.seconds,
            streak=self.streak,
            confirmation=self.confirmation,
            quirk=self.quirk,
            copy=copy or self.copy,
            archived=self.archived,
        )
        if fetch is None:
            # What follows from the first look and the promise alone need not be found out again.
            known = self.__dict__
            more.__dict__.update({name: known[name] for name in _OF_THE_FIRST_LOOK if name in known})
        return more

    @property
    def page(self) -> Signals | None:
        """What the answer shows, ``None`` if it is no page of text."""
        return self.fetch.page

    @cached_property
    def deep(self) -> bool:
        """Whether the links lead to one page of a site and not to the site as a whole."""
        return not is_front_page(self.fetch.url)

    @cached_property
    def moved(self) -> bool:
        """Whether the answer comes from a place other than the one asked for."""
        fetch = self.fetch
        return fetch.url != fetch.final_url and not same_but_form(fetch.url, fetch.final_url)

    @cached_property
    def start(self) -> str:
        """The address asked for, in the form (scheme, www, slash) in which its own host wants it."""
        url = self.fetch.url
        for hop in self.fetch.hops[1:]:
            if not same_but_form(url, hop.url):
                break
            url = hop.url
        return url

    @cached_property
    def fit(self) -> Fit:
        """How the page agrees with what was promised; no page has nothing of it."""
        return fit(self.page or _NOTHING, self.fetch.url, self.promise)

    @cached_property
    def wording(self) -> Wording:
        """What the page says in the role of a message.

        What the links promise is no message: an anchor or an address that speaks of errors leads to a page
        about them.
        """
        found = wording_of(self.page or _NOTHING)
        if not found.anywhere:
            return found
        promised = frozenset(sign for anchor in self.promise.anchors for sign in signs_in(anchor[:_ANCHOR]))
        named = " ".join(share.word for share in address_words(self.fetch.url) if share.share == 1.0)
        promised |= signs_in(named[:_ANCHOR]) & ERROR_SIGNS
        return Wording(found.named - promised, found.headed - promised, found.short - promised)

    def second(self, purpose: Purpose) -> SecondLook | None:
        """The further look that was taken for ``purpose``."""
        return next((look for look in self.seconds if look.purpose is purpose), None)

    @cached_property
    def beside(self) -> Beside | None:
        """What the neighbour answers; ``None`` as long as it was not asked."""
        look = self.second(Purpose.SIBLING)
        if look is None:
            return None
        fetch = look.fetch
        if fetch is not None and self.moved and same_but_form(fetch.final_url, self.fetch.final_url):
            return Beside.SAME
        if fetch is None or fetch.failure or fetch.status is None:
            return Beside.UNKNOWN
        if fetch.status in _NO_INFORMATION or not 200 <= fetch.status < 500:
            return Beside.UNKNOWN
        if fetch.status >= 400:
            return Beside.SAME if fetch.status == self.fetch.status else Beside.MISSING
        if self.page and fetch.page and alike(self.page, self.fetch.url, fetch.page, look.url):
            return Beside.SAME
        return Beside.DIFFERENT

    @property
    def page_beside(self) -> tuple[Signals, str] | None:
        """The page that the neighbour shows, and its address; ``None`` as long as there is none."""
        look = self.second(Purpose.SIBLING)
        page = look.fetch.page if look and look.fetch else None
        return (page, look.url) if look and page else None

    @cached_property
    def own_text(self) -> int:
        """How many words the page has beyond a neighbour that is much alike; 0 if that has about as many."""
        if self.page is None or self.page_beside is None:
            return 0
        mine, theirs = own_words(self.page, self.fetch.url, *self.page_beside)
        return mine if mine >= max(_OWN_TEXT, 2 * theirs) else 0

    @property
    def says_little(self) -> bool:
        """Whether the page could be one that stands before all of a site: a wall, a failure, a shell.

        What is titled by its bare domain is a lander.
        """
        page = self.page
        if page is None or page.main_words > 2 * LITTLE_TEXT:
            return False
        little = page.words <= LITTLE_TEXT or page.links <= _FEW_LINKS
        return little and registrable_domain(hostname(self.fetch.final_url)) not in page.title.lower()

    @cached_property
    def beside_fits(self) -> bool:
        """Whether even the neighbour shows what was promised: then the words of an address do not matter."""
        if self.page_beside is None:
            return False
        found = fit(self.page_beside[0], self.fetch.url, self.promise)
        minds_words = found.address_words > 0 and found.address_in_headings >= _HALF
        return found.headed and minds_words and found.text_words >= VERY_LITTLE_TEXT

    @cached_property
    def failing(self) -> Streak:
        """The streak of failures with this look, if it is one, counted in."""
        streak, moment = self.streak, self.fetch.fetched_at
        if not streak.failures:
            return Streak(1, moment, moment)
        if _moment(moment) - _moment(streak.last) < self.confirmation.apart:
            return streak
        return Streak(streak.failures + 1, streak.since, moment)

    @property
    def stays_so(self) -> bool:
        """Whether it has failed so often and for so long that no bad week explains it."""
        return self.failing.failures >= self.confirmation.failures


def wording_of(page: Signals) -> Wording:
    """What a page says in the role of a message; titles that speak *about* such things say nothing."""
    lines = {page.title, page.h1} - {""}
    named = frozenset().union(*map(_signs, lines))
    first = frozenset().union(*map(_signs, page.headings[:_FIRST_HEADINGS]))
    if page.h1:
        # Below a heading of its own a page may say of a part that it is empty; that all is gone, too.
        first &= _OF_THE_WHOLE
    short = signs_in(page.text[:_START]) if page.main_words <= LITTLE_TEXT else frozenset()
    if short:
        short -= frozenset().union(*(signs_in(line) for line in lines if about(line)))
    return Wording(named, named | first, short)


def _signs(line: str) -> frozenset[str]:
    found = signs_in(line)
    return found - _quoted(line) if found and not about(line) else frozenset()


def _quoted(line: str) -> frozenset[str]:
    """The signs of what a line only quotes; what an error page quotes is an address, and no message."""
    if line.isascii() and '"' not in line:
        return frozenset()
    parts = normalised(line).split('"')
    beside = " ".join(parts[::2])
    if len(parts) < _ONE_QUOTED or not any(map(str.isalpha, beside)):
        return frozenset()
    return frozenset().union(*map(signs_in, parts[1::2])) - signs_in(beside)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
