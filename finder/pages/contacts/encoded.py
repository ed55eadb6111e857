"""Addresses that stand encoded or backwards in an attribute, or as two common plugins encode them.

A value counts only if all of it is an address once it is decoded, which chance does not bring about.
"""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from finder.contacts import How
from finder.pages.contacts.address import split_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.contacts.address import Address

_MOST: Final = 5_000
_DATA: Final = re.compile(r"data-[\w-]{1,40}\s?=\s?[\"']([^\"'<>\s]{8,400})[\"']")
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4}){2,100}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
_WHOLE: Final = re.compile(
    r"(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?:\?|\Z)", re.ASCII
)
# Joomla from its fourth version: the parts of the address in an element of its own.
_JOOMLA: Final = re.compile(r"<joomla-hidden-mail\s([^<>]{1,2000})>", re.IGNORECASE)
_PART: Final = re.compile(r"(first|last)\s?=\s?[\"']([A-Za-z0-9+/=]{2,400})[\"']")
# Email Encoder for WordPress: the signs that occur, and in what order they do, counted from "0".
_COUNTED: Final = re.compile(r"\bml\s?=\s?\"([^\"<>]{3,200})\"\s?,\s?mi\s?=\s?\"([^\"<>]{3,400})\"")


def addresses_encoded(html: str) -> Iterator[tuple[Address, How]]:
    """The addresses that attributes and plugins hold encoded, with how."""
    if "data-" in html:
        for match in islice(_DATA.finditer(html), _MOST):
            if (address := _in_value(match[1])) is not None:
                yield address, How.ATTRIBUTES
    if "joomla-hidden-mail" in html:
        for match in islice(_JOOMLA.finditer(html), _MOST):
            parts = {name: of_base64(value) for name, value in _PART.findall(match[1])}
            address = split_address(f"{parts.get('first', '')}@{parts.get('last', '')}")
            if address is not None:
                yield address, How.ATTRIBUTES
    if "mi=" in html.replace(" ", ""):
        for match in islice(_COUNTED.finditer(html), _MOST):
            if (address := _whole(unquote(_counted(match[1], match[2].replace("\\\\", "\\"))))) is not None:
                yield address, How.SCRIPT


def of_base64(text: str) -> str:
    """What a text stands for in base 64; empty if it is none, or not of plain signs."""
    if not _BASE64.match(text):
        return ""
    decoded = b64decode(text)
    return decoded.decode("ascii") if decoded.isascii() else ""


def _in_value(value: str) -> Address | None:
    if "@" in value:
        # As it is read forwards, it is none: the domain would be the name.
        return _whole(value[::-1]) if _whole(value) is None else None
    return _whole(of_base64(value)) if len(value) % 4 == 0 else None


def _whole(text: str) -> Address | None:
    found = _WHOLE.match(text)
    return split_address(found[1]) if found else None


def _counted(signs: str, order: str) -> str:
    return "".join(
        signs[place] for place in (ord(sign) - ord("0") for sign in order) if 0 <= place < len(signs)
    )
