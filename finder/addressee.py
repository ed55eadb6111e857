"""Which of the contacts of a prospect to write to about a page: the most fitting, or none.

A wrong address burns a contact, so an address that may be somebody else's is never chosen: one of another
domain counts only where the site says how to reach it, and only if it is that of a free mail service or says
the name of the site. Others are often those of whoever made the site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.contacts import ContactKind, Role, Whereabouts
from finder.reference import load_lines, load_table
from finder.urls import hostname, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finder.contacts import Contact

_OWN_PAGES: Final = frozenset({Whereabouts.CONTACT, Whereabouts.IMPRESSUM, Whereabouts.ABOUT})
_WORDS: Final = re.compile(r"[^\W\d_]+")
_PARTS: Final = re.compile(r"[._+-]+")
_SHORT: Final = 3
_TELLING: Final = 5

# By the use of the mailbox (reference/mailboxes.tsv); what is not listed is a mailbox of some department.
_BY_USE: Final = {"editorial": 50, "general": 40, "unfit": 0}
_DEPARTMENT: Final = 25
_AUTHOR: Final = 60
_PERSON: Final = 30
_OTHER_DOMAIN: Final = 15
_ON_THE_PAGE: Final = 8

# From here on an address is as good as one that a further page might have.
GOOD: Final = 40


def best_address(
    contacts: Iterable[tuple[Contact, str]], page_url: str, authors: Iterable[str] = ()
) -> Contact | None:
    """The e-mail address to write to about the page at ``page_url``, ``None`` if there is none to trust.

    ``contacts`` come with the sort of page they are on (:class:`finder.contacts.Whereabouts`, empty for a
    page that we write about), ``authors`` are those of the page.
    """
    names = tuple(authors)
    rated = [(fitness(each, sort, page_url, names), each) for each, sort in contacts]
    best = max(rated, key=lambda pair: (pair[0], -len(pair[1].value)), default=None)
    return best[1] if best and best[0] else None


def fitness(contact: Contact, whereabouts: str, page_url: str, authors: tuple[str, ...] = ()) -> int:
    """How well a contact fits for writing about a page: 0 (never) to about 70.

    The author of the page comes first, then the mailboxes of editors, those for everybody, people of the
    site, and at last addresses of other domains on the pages that say how to reach the site.
    """
    if contact.kind is not ContactKind.EMAIL or use_of(contact.value) == "unfit":
        return 0
    on_the_page = contact.found_on == page_url
    authors_own = contact.role is not Role.ROLE and _is_by(contact, authors)
    if not contact.own_site:
        if authors_own and (on_the_page or whereabouts == Whereabouts.AUTHOR):
            return _AUTHOR
        return _OTHER_DOMAIN if whereabouts in _OWN_PAGES and _may_be_theirs(contact.value, page_url) else 0
    nearness = _ON_THE_PAGE if on_the_page else 0
    if contact.role is not Role.ROLE:
        return (_AUTHOR if authors_own else _PERSON) + nearness
    return _BY_USE.get(use_of(contact.value), _DEPARTMENT) + nearness


def best_page(contacts: Iterable[Contact]) -> str:
    """The page to write from where there is no address: one with a form, else the contact page; or empty."""
    pages = {each.kind: each.value for each in reversed(tuple(contacts))}
    return pages.get(ContactKind.FORM) or pages.get(ContactKind.PAGE) or ""


def of_a_person(contact: Contact) -> bool:
    """Whether a contact is personal data: a person, or an address that is not plainly that of a role."""
    if contact.kind is ContactKind.EMAIL:
        return contact.role is not Role.ROLE
    return contact.kind is ContactKind.PERSON


def use_of(address: str) -> str:
    """What a mailbox is for by its name: ``editorial``, ``general``, ``unfit``, or empty."""
    local = address.partition("@")[0].lower()
    uses = [use for name in (local, *_PARTS.split(local)) if (use := _uses().get(name))]
    return "unfit" if "unfit" in uses else next(iter(uses), "")


def _may_be_theirs(address: str, page_url: str) -> bool:
    """Whether an address of another domain may be that of the site: at a free service, or by the name."""
    local, _, domain = address.lower().rpartition("@")
    name = _letters(registrable_domain(hostname(page_url)).partition(".")[0])
    theirs = registrable_domain(domain)
    if theirs in _free_mail() or theirs.partition(".")[0] in _free_mail():
        return True
    said = _letters(theirs.partition(".")[0])
    return len(name) >= _TELLING and (
        name in said or name in _letters(local) or (said in name and len(said) >= _TELLING)
    )


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_by(contact: Contact, authors: tuple[str, ...]) -> bool:
    """Whether a contact is that of an author: by its name, or by the names in the address."""
    if any(contact.name and contact.name.casefold() == author.casefold() for author in authors):
        return True
    local = contact.value.partition("@")[0].casefold()
    return any(_says(local, _WORDS.findall(author.casefold())) for author in authors)


def _says(local: str, names: list[str]) -> bool:
    """Whether a mailbox is called after a person: by the last name alone, or with the first or its letter.

    ``smithson`` is not Jane Smith's.
    """
    if not names or len(names[-1]) < _SHORT:
        return False
    first, last = names[0], names[-1]
    if last in _PARTS.split(local):
        return True
    shapes = (
        f"{first}{last}",
        f"{last}{first}",
        f"{first[0]}{last}",
        f"{last}{first[0]}",
        f"{first}{last[0]}",
    )
    return len(names) > 1 and _letters(local).rstrip("0123456789") in shapes


@lru_cache(maxsize=1)
def _free_mail() -> frozenset[str]:
    return frozenset(load_lines("free_mail.txt"))


@lru_cache(maxsize=1)
def _uses() -> Mapping[str, str]:
    return {name: use for use, names in load_table("mailboxes.tsv") for name in names.split()}
