"""The addresses that a link to a mail program names."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from finder.pages.contacts.address import split_address
from finder.pages.contacts.signs import plain
from finder.pages.contacts.written import written_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.contacts.address import Address

MAX_HREF: Final = 5_000
_MOST: Final = 50
# Also in the address of an archived copy (.../mailto:...), and with the spaces that writers leave.
_SCHEME: Final = re.compile(r"\s*(?:https?://[^\s?#]{1,300}/)?mail\s?to\s*:\s*(?://)?", re.IGNORECASE)
_BARE: Final = re.compile(r"\s*[^\s/?#@:<>\"']{1,64}@[^\s/?#@:<>\"']{3,253}\s*\Z")
_RECIPIENT: Final = re.compile(r"\A(?:to|cc)=", re.IGNORECASE)
_BORDER: Final = re.compile(r"[,;]|\s(?=\S+@)|>\s")
_NAMED: Final = re.compile(r"\s*\"?([^<>\"]{0,100}?)\"?\s*<([^<>]{3,320})>?\s*\Z")


class Recipient(NamedTuple):
    """An address with the name it is given in the link, empty if none."""

    address: Address
    name: str


def is_mailto(href: str) -> bool:
    """Whether a link opens a mail program, or was meant to and is an address alone."""
    return bool(_SCHEME.match(href[:MAX_HREF]) or _BARE.match(href[:MAX_HREF]))


def recipients_of(href: str, around: str = "") -> Iterator[Recipient]:
    """The recipients of a mailto address; links that leave it to the reader to whom he writes have none.

    ``around`` is the text of the link and what stands around it.
    """
    href = href[:MAX_HREF]
    scheme = _SCHEME.match(href)
    if scheme is None and not _BARE.match(href):
        return
    to, _, query = href[scheme.end() if scheme else 0 :].partition("?")
    more = (
        part.partition("=")[2] for part in query.replace("&amp;", "&").split("&") if _RECIPIENT.match(part)
    )
    for field in (to, *islice(more, 5)):
        text = unquote(field)
        for part in islice(_BORDER.split(unquote(text) if "%40" in text else text), _MOST):
            found = _recipient(part, around)
            if found is not None:
                yield found


def _recipient(text: str, around: str) -> Recipient | None:
    named = _NAMED.match(text)
    name, text = (named[1], named[2]) if named else ("", text)
    text = plain(text).strip(" \t\r\n.,:<>\"'")
    address = split_address(text, f"{text} {around}") if "@" in text else None
    if address is None:
        address = next((found.address for found in written_in(f"mail: {text}")), None)
    return Recipient(address, " ".join(name.split())) if address else None
