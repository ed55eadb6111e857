"""Whom to write to: what a page says of the people and addresses of its site, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ContactKind(StrEnum):
    """What sort of contact it is."""

    EMAIL = "email"
    FORM = "form"  # the address of a page with a contact form
    PAGE = "page"  # the address of the contact page
    PROFILE = "profile"  # a social profile of the site or the author
    PERSON = "person"  # an author, by name


class Role(StrEnum):
    """Whose mailbox an address is: a department's or a person's."""

    ROLE = "role"
    PERSONAL = "personal"
    UNKNOWN = ""


class How(StrEnum):
    """How a contact stands on the page."""

    MAILTO = "mailto"  # a link that opens a mail program
    TEXT = "text"  # as it is
    OBFUSCATED = "obfuscated"  # with other signs for @ or the dot
    REVERSED = "reversed"  # written backwards and shown forwards
    CLOUDFLARE = "cloudflare"  # in Cloudflare's encoded form
    TYPO3 = "typo3"  # in the encoded form of that system
    ATTRIBUTES = "attributes"  # in pieces in data attributes
    SCRIPT = "script"  # in pieces in a script that writes it
    SCHEMA_ORG = "schema_org"  # in JSON-LD or microdata
    META = "meta"  # in a meta element
    LINK_AUTHOR = "link_author"  # in a link element of the head
    BYLINE = "byline"  # named as who wrote the page
    REL_ME = "rel_me"  # in a link with rel=me
    FRAME = "frame"  # in a link in header, navigation or footer
    NAMED_ALIKE = "named_alike"  # in a link to a profile called like the site or the author
    LINK = "link"  # in a link whose words say it
    FORM = "form"  # a form to write a message into


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with where it was found (``found_on``, the page's address) and how.

    ``value`` is the e-mail address (its domain in small letters, the rest as the page has it), the address of
    a page or profile, or of a person the address of the author's page, empty if there is none. ``name``: of
    the person, where the page tells it. ``role`` and ``own_site`` (its domain is that of the page's site) are
    told of e-mail addresses only. ``snippet`` is the text around it, at most 200 characters.
    """

    kind: ContactKind
    value: str
    name: str = ""
    role: Role = Role.UNKNOWN
    found_on: str = ""
    how: How = How.TEXT
    snippet: str = ""
    own_site: bool = False


class Whereabouts(StrEnum):
    """What sort of page may have contacts, the most telling first."""

    AUTHOR = "author"
    CONTACT = "contact"
    IMPRESSUM = "impressum"
    EDITORIAL = "editorial"
    TEAM = "team"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A page of the same site on which contacts may stand."""

    url: str
    sort: Whereabouts


@dataclass(frozen=True, slots=True)
class PageContacts:
    """The contacts of a page, e-mail addresses first, then as :class:`ContactKind` has them.

    ``contact_page`` is where the site says how to reach it: its contact page, else its imprint, else the page
    about it; empty if the page leads to none. ``further``: pages of the same site to look at, best first.
    """

    contacts: tuple[Contact, ...] = ()
    contact_page: str = ""
    further: tuple[FurtherPage, ...] = ()

    def of(self, kind: ContactKind) -> tuple[Contact, ...]:
        """The contacts of one kind."""
        return tuple(contact for contact in self.contacts if contact.kind is kind)
