"""E-mail addresses that somebody reads: what only looks like one, or stands for one, is refused."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from finder.pages.contacts.domain import domain_in
from finder.pages.contacts.mailbox import is_department
from finder.reference import load_table

MAX_LOCAL: Final = 64
_SURROUNDING: Final = ".-'’&/*=`_"
_ATOM: Final = re.compile(r"[^\s@.,;:<>()\[\]\"\\]+(?:\.[^\s@.,;:<>()\[\]\"\\]+)*\Z")
_NO_LETTERS: Final = re.compile(r"[^a-z]+")
_HASH: Final = re.compile(r"[0-9a-f]{18,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_RANDOM: Final = 24
_TURN: Final = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", re.IGNORECASE)
_MOST_TURNS: Final = 5
_ONE_LETTER: Final = re.compile(r"([a-z*#•])\1{2,}\Z")
_NEVER: Final = frozenset(("git", "hg", "svn"))


class Address(NamedTuple):
    """An address in its two parts; ``domain`` in small letters."""

    local: str
    domain: str

    def __str__(self) -> str:
        """The address as it is written."""
        return f"{self.local}@{self.domain}"


def address_of(local: str, labels: list[str], around: str = "") -> Address | None:
    """The address of a local part and the labels of a domain; ``None`` if nobody reads it.

    ``around`` is the text it stands in: where that says so, a marker like ``NOSPAM`` is taken out.
    """
    local = local.strip(_SURROUNDING).removeprefix("mailto:")
    domain = domain_in(labels)
    if not domain or not 1 <= len(local) <= MAX_LOCAL or not _ATOM.match(local):
        return None
    if _marker().search(f"{local}@{domain}"):
        found = _without_marker(local, domain, around)
        if found is None:
            return None
        local, domain = found
    if local in _NEVER or _is_opaque(local) or is_no_reply(local) or _is_placeholder(local, domain):
        return None
    return Address(local, domain)


def split_address(text: str, around: str = "") -> Address | None:
    """The address that a text is as a whole; ``None`` if it is none."""
    local, sign, domain = text.strip().rpartition("@")
    return address_of(local, domain.strip().rstrip(".").split("."), around) if sign else None


def is_no_reply(local: str) -> bool:
    """Whether a mailbox only sends."""
    letters = _NO_LETTERS.sub("", local.lower())
    parts = frozenset(re.split(r"[^a-z]+", local.lower()))
    return any(
        letters.startswith(word) or letters.endswith(word) if len(word) > 6 else word in parts
        for word in _words("no_reply")
    )


def _is_opaque(local: str) -> bool:
    """Whether a local part is a key or the number of a message."""
    if _HASH.fullmatch(local):
        return not local.isdigit() or len(local) > 20
    return len(local) >= _RANDOM and len(_TURN.findall(local)) >= _MOST_TURNS


def _is_placeholder(local: str, domain: str) -> bool:
    low = local.casefold()
    first, _, _ = domain.partition(".")
    owner = domain.split(".")[-2]
    if any(domain == name or domain.endswith("." + name) for name in _words("domain")):
        return True
    if _words("domain") & {f"{first}.", f"{owner}."}:
        return True
    if low in _words("local") or low.startswith(tuple(_words("prefix"))):
        return True
    if _ONE_LETTER.match(low) and (_ONE_LETTER.match(owner) or domain in _words("weak_domain")):
        return True
    if low not in _words("weak_local"):
        return False
    return domain in _words("weak_domain") or (
        f"{owner}." in _words("weak_domain") and not is_department(low)
    )


def _without_marker(local: str, domain: str, around: str) -> tuple[str, str] | None:
    """The parts without what the text tells to take out; as they are if that is what the site is called."""
    if not _marker().search(local) and "." not in _marker().sub("", domain).strip(".-_"):
        return local, domain
    text = around.casefold()
    if not any(word in text for word in _words("remove")):
        return None
    local, domain = (_marker().sub(_seam, part).strip(".-_") for part in (local, domain))
    return (local, domain) if local and "." in domain else None


def _seam(marker: re.Match[str]) -> str:
    """What stays where a marker was: a sign that stood on both sides of it, once."""
    first, last = marker[0][0], marker[0][-1]
    return first if first in "._-" and last in "._-" else ""


@cache
def _marker() -> re.Pattern[str]:
    longest_first = sorted(_words("marker"), key=len, reverse=True)
    return re.compile(rf"[._-]?(?:{'|'.join(map(re.escape, longest_first))})[._-]?", re.IGNORECASE)


@cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(word for of, word in load_table("placeholder_addresses.tsv") if of == sort)
