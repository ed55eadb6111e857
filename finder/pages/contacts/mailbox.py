"""Whose mailbox an address is: that of a department or of a person."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from finder.contacts import Role
from finder.reference import load_lines, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.pages.contacts.address import Address

_PARTS: Final = re.compile(r"[^a-z]+")
_LEAST: Final = 5
_LEAST_NAME: Final = 4
_LEAST_SURNAME: Final = 6
_FULL_NAME: Final = re.compile(
    r"(?:[a-z]{1,2}[._])?[a-z]{1,20}(?:-[a-z]{2,20})?[._](?:[a-z]{1,3}[._])?[a-z]{2,25}(?:-[a-z]{2,25})?\d{0,4}\Z"
)
_SPELLED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss", "ı": "i", "ä": "ae", "ö": "oe", "ü": "ue"}
)


def role_of(address: Address, names: Iterable[str] = (), pairs: Iterable[str] = ()) -> Role:
    """Whose mailbox it is; unknown where neither words nor names tell.

    ``names`` are of people near it, ``pairs`` two words that may be a name.
    """
    local = _plain(address.local.partition("+")[0])
    if is_department(local) or local == _plain(address.domain.split(".")[-2]):
        return Role.ROLE
    if _FULL_NAME.match(local) or is_given_name(local) or is_surname(local):
        return Role.PERSONAL
    if any(named_after(local, name) for name in names) or any(built_from(local, pair) for pair in pairs):
        return Role.PERSONAL
    return Role.UNKNOWN


def is_department(local: str) -> bool:
    """Whether a word of the part before the @ is one for a department."""
    low = _plain(local)
    parts = [part for part in _PARTS.split(low) if part]
    if any(part in _departments() for part in parts):
        return True
    if any(part in _given_names() for part in parts):
        return False
    return any(part.startswith(_long()) or part.endswith(_long()) for part in parts)


def named_after(local: str, name: str) -> bool:
    """Whether a mailbox is called after a person: ``jdoe``, ``janed``, ``jd`` for Jane Doe."""
    words = [word for word in _PARTS.split(_plain(name)) if word]
    letters = _PARTS.sub("", _plain(local))
    if len(words) < 2 or not letters:
        return False
    first, last = words[0], words[-1]
    initials = "".join(word[0] for word in words)
    shapes = (
        first,
        last,
        first + last,
        last + first,
        first[0] + last,
        last + first[0],
        first + last[0],
        initials,
    )
    if letters in shapes or (len(letters) > 2 and letters in (first[0] + last[:2], first[:1] + last[:3])):
        return True
    return any(len(word) >= _LEAST_NAME and word in letters for word in (first, last))


def built_from(local: str, pair: str) -> bool:
    """Whether a mailbox has the one of two words whole and at least the initial of the other: ``jdoe``."""
    words = [word for word in _PARTS.split(_plain(pair)) if word]
    letters = _PARTS.sub("", _plain(local))
    if len(words) < 2 or len(letters) <= _LEAST_NAME:
        return False
    first, last = words[0], words[-1]
    return letters in (first + last, last + first, first[0] + last, last + first[0], first + last[0])


def is_given_name(local: str) -> bool:
    """Whether what stands before an @ begins with a first name: alone, before an initial or a border."""
    parts = [part for part in _PARTS.split(_plain(local)) if part]
    if not parts:
        return False
    return parts[0] in _given_names() or (len(parts) == 1 and parts[0][:-1] in _long_names())


def is_surname(local: str) -> bool:
    """Whether what stands before an @ is a family name: a common one, or by its ending."""
    letters = _plain(local).rstrip("0123456789")
    endings = _surnames()[1]
    return letters in _surnames()[0] or (
        letters.isalpha() and len(letters) >= _LEAST_SURNAME and letters.endswith(endings)
    )


def _plain(text: str) -> str:
    low = text.casefold().translate(_SPELLED)
    if low.isascii():
        return low
    bare = (sign for sign in unicodedata.normalize("NFKD", low) if not unicodedata.combining(sign))
    return "".join(bare).translate(_latin())


@cache
def _latin() -> dict[int, str]:
    return {ord(letter): latin.strip("-") for letter, latin in load_table("latin_letters.tsv")}


@cache
def _departments() -> frozenset[str]:
    return frozenset(word for line in load_lines("mailbox_words.txt") for word in line.split())


@cache
def _long() -> tuple[str, ...]:
    return tuple(word for word in _departments() if len(word) >= _LEAST)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(word for line in load_lines("given_names.txt") for word in line.split())


@cache
def _surnames() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole family names, and endings."""
    words = [word for line in load_lines("surnames.txt") for word in line.split()]
    endings = tuple(word[1:] for word in words if word.startswith("-"))
    return frozenset(word for word in words if not word.startswith("-")), endings


@cache
def _long_names() -> frozenset[str]:
    return frozenset(name for name in _given_names() if len(name) >= _LEAST)
