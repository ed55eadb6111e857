"""Recipients that a link hands to a function of the page, or to a new letter in a web mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from finder.pages.contacts.address import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.contacts.address import Address

_LONGEST: Final = 2_000
_LITERAL: Final = r"\s{0,3}(?:'|%27|\")([\w.+-]{1,100})(?:'|%27|\")\s{0,3}"
_CALL: Final = re.compile(
    rf"\w{{0,30}}(?:mail|kontakt|contact|courriel|correo|posta)\w{{0,30}}\({_LITERAL},{_LITERAL}(?:,{_LITERAL})?[,)]",
    re.IGNORECASE,
)
# Pages of web mail that open a new letter, and their parameter for the recipient.
_COMPOSE: Final = {
    "mail.google.com": "to",
    "outlook.live.com": "to",
    "outlook.office.com": "to",
    "outlook.office365.com": "to",
    "compose.mail.yahoo.com": "to",
    "mail.yandex.ru": "mailto",
    "e.mail.ru": "To",
}


def addresses_in_calls(script: str) -> Iterator[Address]:
    """The addresses whose parts are handed to a function for mail: ``sendMail('info', 'site.de')``."""
    for match in _CALL.finditer(script[:_LONGEST]):
        first, second, third = match[1], match[2], match[3]
        domain = f"{second}.{third.lstrip('.')}" if third and "." not in third.lstrip(".") else second
        if "." in domain and (address := address_of(first, domain.split("."))) is not None:
            yield address


def of_web_mail(href: str) -> str:
    """The recipients that a link to a new letter in a web mail names; empty if it is no such link."""
    href = href[:_LONGEST]
    if "@" not in href and "%40" not in href:
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    name = _COMPOSE.get(parts.netloc.lower())
    return ",".join(parse_qs(parts.query).get(name, ())) if name else ""
