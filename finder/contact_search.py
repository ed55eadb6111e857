"""Searches the site of a prospect for whom to write to: a handful of polite requests, the likeliest first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder import addressee
from finder.contacts import ContactKind, FurtherPage, PageContacts, Whereabouts
from finder.pages import decode
from finder.pages.contacts import read_contacts
from finder.urls import identity, origin, prospect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.checker import Look, Looker, Names
    from finder.contacts import Contact

_MAX_BYTES: Final = 2 * 2**20
_LARGE: Final = 200_000  # bytes; reading such a page takes longer than an event loop should wait
_TELLING: Final = frozenset(sort.value for sort in Whereabouts)
_GONE: Final = (404, 410)
_MAIL: Final = {True: "ok", False: "none", None: "unknown"}
# The best of the pages that we write about comes first: it says where to go on. Of a page that tells nothing
# of where its contacts are, the front page may.
_BEST: Final = "best"
_OTHER: Final = "other"
_FRONT: Final = "front"
_ORDER: Final = (
    _BEST,
    Whereabouts.AUTHOR,
    Whereabouts.CONTACT,
    Whereabouts.IMPRESSUM,
    Whereabouts.EDITORIAL,
    _FRONT,
    Whereabouts.ABOUT,
    Whereabouts.TEAM,
    _OTHER,
)


@dataclass(frozen=True, slots=True)
class LeadPage:
    """A page that we want to write about, and who wrote it."""

    url: str
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class Found:
    """What a search found: contacts with the sort of their page, how it went, and where the site moved to.

    ``moved_to``: the prospect that pages of this one lead to. ``detail``: what kept us from seeing a page.
    ``looked``: the pages that were read, and those that are no more.
    ``mail`` says of the domains of addresses whether they take mail (``ok``, ``none``, ``unknown``), if that
    was asked.
    """

    contacts: list[tuple[Contact, str]] = field(default_factory=list)
    requests: int = 0
    detail: str = ""
    moved_to: str = ""
    looked: set[str] = field(default_factory=set)
    mail: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The page to write from, empty if there is none."""
        return addressee.best_page(contact for contact, _ in self.contacts)


class ContactSearch:
    """Looks at the pages on which a site says how to reach it. One per process.

    ``names``: whom to ask whether a domain takes mail, if that is wanted.
    """

    def __init__(
        self, looker: Looker, names: Names | None = None, *, max_requests: int, people: bool
    ) -> None:
        self._looker = looker
        self._names = names
        self._most = max_requests
        self._people = people

    async def search(self, name: str, pages: Sequence[LeadPage]) -> Found:
        """The contacts of the prospect ``name``, with whose best page the search begins.

        Raises :class:`finder.observe.NetworkDown` and :class:`finder.observe.Stopped`.
        """
        found, waiting = Found(), _Waiting(name, pages)
        while found.requests < self._most and (further := waiting.next()):
            # Whoever wrote the page comes before every mailbox.
            if further[1] != Whereabouts.AUTHOR and self._enough(found, pages):
                break
            await self._look(found, waiting, *further)
        await self._ask_for_mail(found)
        return found

    async def _ask_for_mail(self, found: Found) -> None:
        if self._names is None:
            return
        domains = {contact.value.rpartition("@")[2] for contact, _ in found.contacts if _is_address(contact)}
        for domain in sorted(domains):
            found.mail[domain] = _MAIL[await self._names.takes_mail(domain)]

    async def _look(self, found: Found, waiting: _Waiting, url: str, sort: str) -> None:
        look = await self._looker.look(url, max_bytes=_MAX_BYTES)
        found.requests += 1
        if prospect(look.fetch.final_url) != waiting.name:
            if look.fetch.status == 200:
                found.moved_to = prospect(look.fetch.final_url)
            return
        if look.fetch.status in (200, *_GONE):
            found.looked |= {url, look.fetch.final_url}
        if look.fetch.status != 200:
            found.detail = found.detail or _why(look)
            return
        contacts = await _read(look)
        self._take(found, contacts, sort if sort in _TELLING else "")
        waiting.add(contacts.further)

    def _take(self, found: Found, page: PageContacts, sort: str) -> None:
        known = {_key(each) for each, _ in found.contacts}
        found.contacts += [
            (each, sort)
            for each in page.contacts
            if _key(each) not in known and (self._people or not addressee.of_a_person(each))
        ]

    def _enough(self, found: Found, pages: Sequence[LeadPage]) -> bool:
        best = max(
            (
                addressee.fitness(contact, sort, page.url, page.authors)
                for page in pages
                for contact, sort in found.contacts
            ),
            default=0,
        )
        return best >= addressee.GOOD and bool(found.page)


class _Waiting:
    """The pages of a site that may be worth a request, each once."""

    def __init__(self, name: str, pages: Sequence[LeadPage]) -> None:
        self.name = name
        self._by_sort: dict[str, list[str]] = {sort: [] for sort in _ORDER}
        self._seen: set[str] = set()
        best, *others = pages
        self._add(best.url, _BEST)
        for page in others:
            self._add(page.url, _OTHER)
        for front in (_front(name, page.url) for page in pages):
            self._add(front, _FRONT)

    def add(self, further: Sequence[FurtherPage]) -> None:
        """Pages that a page of the site leads to."""
        for page in further:
            if prospect(page.url) == self.name:
                self._add(page.url, page.sort)

    def next(self) -> tuple[str, str] | None:
        """The likeliest one with its sort, ``None`` when none is left."""
        sort = next((sort for sort, urls in self._by_sort.items() if urls), None)
        return None if sort is None else (self._by_sort[sort].pop(0), sort)

    def _add(self, url: str, sort: str) -> None:
        if identity(url) not in self._seen:
            self._seen.add(identity(url))
            self._by_sort[sort].append(url)


def _front(name: str, url: str) -> str:
    """The front page of a prospect: of its host, or on a host of many users of theirs."""
    _, _, user = name.partition("/")
    return f"{origin(url)}/{user}"


def _key(contact: Contact) -> tuple[ContactKind, str]:
    """A person about whom there is no page is told by the name."""
    return contact.kind, contact.value or contact.name


def _is_address(contact: Contact) -> bool:
    return contact.kind is ContactKind.EMAIL


async def _read(look: Look) -> PageContacts:
    kind = look.headers.get("content-type", "")
    if kind and "html" not in kind.lower():
        return PageContacts()
    html = decode(look.body, kind)
    if len(look.body) < _LARGE:
        return read_contacts(html, look.fetch.final_url)
    return await asyncio.to_thread(read_contacts, html, look.fetch.final_url)


def _why(look: Look) -> str:
    fetch = look.fetch
    said = f"answers {fetch.status}" if fetch.status else (fetch.failure or "no answer").replace("_", " ")
    return f"{fetch.final_url}: {said}"
