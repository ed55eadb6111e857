"""Addresses that stand in pieces in data attributes, and whole ones in those that scripts make links of."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from finder.contacts import How
from finder.pages.contacts.address import address_of
from finder.pages.contacts.ciphers import of_typo3
from finder.pages.contacts.encoded import rot13
from finder.pages.contacts.mailto import recipients_of
from finder.pages.contacts.written import written_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborHTMLParser

    from finder.pages.contacts.address import Address

_MOST: Final = 500
_LONGEST: Final = 500
_LOCAL: Final = (
    "data-user",
    "data-name",
    "data-local",
    "data-localpart",
    "data-local-part",
    "data-username",
    "data-mailbox",
    "data-account",
    "data-u",
    "data-part1",
    "data-email-user",
    "data-mail-user",
    "data-email-name",
    "data-prefix",
    "data-before",
    "data-first",
    "data-left",
    "data-n",
)
_DOMAIN: Final = (
    "data-domain",
    "data-host",
    "data-website",
    "data-server",
    "data-site",
    "data-d",
    "data-part2",
    "data-email-domain",
    "data-mail-domain",
    "data-domain-name",
    "data-suffix",
    "data-after",
    "data-right",
    "data-provider",
)
_TLD: Final = (
    "data-tld",
    "data-ext",
    "data-extension",
    "data-part3",
    "data-zone",
    "data-toplevel",
    "data-top",
    "data-t",
)
_WHOLE: Final = (
    "data-email",
    "data-mail",
    "data-e-mail",
    "data-mailto",
    "data-email-address",
    "data-emailaddress",
    "data-contact-email",
    "data-eml",
    "data-address",
)
_ROT13: Final = "data-enc-email"
_TYPO3: Final = "data-mailto-token"
_QUERY: Final = ",".join(f"[{name}]" for name in (*_DOMAIN, *_WHOLE, _ROT13, _TYPO3))
# Written in small letters, as good as always: so the pattern begins with letters that are quickly looked for.
_USED: Final = re.compile(
    f"data-(?:{'|'.join(name.removeprefix('data-') for name in (*_DOMAIN, *_WHOLE, _ROT13, _TYPO3))})\\s?="
)
_READ: Final = (
    r"(?:data\(|dataset\.|dataset\[|attr\(|getAttribute\()[\"']?(?:data-)?([A-Za-z][\w-]{0,40})[\"']?[\])]?"
)
# A script that reads two attributes and puts the sign between them.
_JOINED: Final = re.compile(rf"{_READ}\s?\+\s?[\"']@[\"']\s?\+\s?[^;+{{}}]{{0,60}}?{_READ}")
_MOST_JOINED: Final = 10
_NO_PLACE: Final = frozenset(("input", "textarea", "option", "select", "form"))


def addresses_in_pieces(tree: LexborHTMLParser, html: str) -> Iterator[tuple[Address, How]]:
    """The addresses in the data attributes of links and other elements, but for fields of forms."""
    if _USED.search(html):
        for node in islice(tree.css(_QUERY), _MOST):
            if node.tag not in _NO_PLACE:
                yield from _of(node.attributes)
    if "'@'" in html or '"@"' in html:
        for before, after in islice(dict.fromkeys(_JOINED.findall(html)), _MOST_JOINED):
            for node in islice(tree.css(f"[data-{_spelled(before)}][data-{_spelled(after)}]"), _MOST):
                yield from _named(node.attributes, _spelled(before), _spelled(after))


def _named(given: Mapping[str, str | None], before: str, after: str) -> Iterator[tuple[Address, How]]:
    """The address of two attributes between which a script of the page puts the sign."""
    local, domain = _first(given, (f"data-{before}",)), _first(given, (f"data-{after}",))
    if local and domain and (address := address_of(local, domain.split("."))) is not None:
        yield address, How.ATTRIBUTES


def _spelled(name: str) -> str:
    """An attribute as it is written, of the name that scripts have for it: ``userName`` is ``user-name``."""
    return re.sub(r"([A-Z])", r"-\1", name).lower()


def _of(given: Mapping[str, str | None]) -> Iterator[tuple[Address, How]]:
    local, domain, tld = (_first(given, names) for names in (_LOCAL, _DOMAIN, _TLD))
    if local and domain:
        labels = f"{domain.lstrip('@')}.{tld.lstrip('.')}" if tld else domain.lstrip("@")
        address = address_of(local.rstrip("@"), labels.split("."))
        if address is not None:
            yield address, How.ATTRIBUTES
            return
    for value, how in (
        (_first(given, _WHOLE), How.ATTRIBUTES),
        (rot13(_first(given, (_ROT13,))), How.ATTRIBUTES),
    ):
        yield from ((found.address, how) for found in written_in(f"mail: {value}" if value else ""))
    for recipient in recipients_of(of_typo3(_first(given, (_TYPO3,)))):
        yield recipient.address, How.TYPO3


def _first(given: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    values = ((given.get(name) or "").strip() for name in names)
    return next((value[:_LONGEST] for value in values if value), "")
