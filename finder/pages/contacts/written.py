"""E-mail addresses in running text: as they are, or with other signs for what machines look for."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.contacts import How
from finder.pages.contacts.address import address_of
from finder.pages.contacts.exchanged import with_signs_put_back
from finder.pages.contacts.mailbox import is_department
from finder.pages.contacts.signs import (
    at_pattern,
    domain_pattern,
    dot_pattern,
    hinted,
    local_pattern,
    plain,
)
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.contacts.address import Address

MAX_TEXT: Final = 500_000
_MOST_SIGNS: Final = 3_000
_BEFORE: Final = 100
_AFTER: Final = 300
_AROUND: Final = 200
_CUE: Final = 60
_LABEL: Final = 24
_SHORT: Final = 3
_DIGIT_OR_SIGN: Final = re.compile(r"[\d._-]")
_TOKEN: Final = re.compile(r"[^\s<>\"'(\[{]*\Z")
_GOES_ON: Final = re.compile(r":[\w~/.]|/[^\s@]*(?:\s|\Z)|@")
_TO_LINK: Final = re.compile(r"[\w.-]*\Z")


class Written(NamedTuple):
    """An address in a text: where it starts and ends there, and how it is written."""

    address: Address
    start: int
    end: int
    how: How


def written_in(text: str) -> Iterator[Written]:
    """The addresses in a text, in their order. Places are those in ``plain(text)``, about."""
    if not hinted(text):
        return
    text = with_signs_put_back(plain(text[:MAX_TEXT]))
    last = 0
    for sign in islice(at_pattern().finditer(text), _MOST_SIGNS):
        if sign.start() >= last and (found := _at(text, sign)):
            last = found.end
            yield found


def speaks_of_mail(text: str) -> bool:
    """Whether the end of a text says that an address follows."""
    return _words("mail").search(text[-_CUE:].casefold()) is not None


def _at(text: str, sign: re.Match[str]) -> Written | None:
    """The address around what may be its sign, if it is one."""
    way = sign.lastgroup or ""
    spoken = way != "plain"
    window = text[max(sign.start() - _BEFORE, 0) : sign.start()]
    before = local_pattern(spoken=spoken).search(window)
    after = domain_pattern(spoken=spoken).match(text, sign.end(), sign.end() + _AFTER)
    if before is None or after is None:
        return None
    start, end = sign.start() - len(before[0]), after.end()
    local = dot_pattern().sub(".", before[0])
    around = text[max(start - _AROUND, 0) : end + _AROUND]
    address = address_of(local, dot_pattern().split(after[0]), around)
    if address is None or not _is_meant(text, start, sign, address, after[0]):
        return None
    end = sign.end() + _length(after[0], address.domain)
    if _GOES_ON.match(text, end):
        return None
    disguised = way != "plain" or dot_pattern().sub("", before[0] + after[0]) != _letters(
        before[0] + after[0]
    )
    return Written(address, start, end, How.OBFUSCATED if disguised or " " in sign[0] else How.TEXT)


def _letters(text: str) -> str:
    return text.replace(".", "")


def _length(written: str, domain: str) -> int:
    """How much of the written labels is the domain: what follows it was cut off."""
    if len(domain) >= len(written):
        return len(written)
    letters = len(domain.replace(".", ""))
    parts = dot_pattern().split(written)
    taken, place = 0, 0
    for part in parts:
        place = written.index(part, place)
        if taken + len(part) >= letters:
            return place + letters - taken
        taken += len(part)
        place += len(part)
    return len(written)


def _is_meant(text: str, start: int, sign: re.Match[str], address: Address, domain: str) -> bool:
    """Whether what stands around an address leaves it one."""
    before = text[max(start - _CUE, 0) : start]
    if _is_of_a_link(before) or before.endswith(("@", "#")):
        return False
    label = before[-_LABEL:].casefold().rstrip(" :\n(<\"'")
    if _words("no_mail").search(label) or _words("sample").search(before.casefold().rstrip(" \"'")):
        return False
    way = sign.lastgroup
    apart = sign[0] != sign[0].strip()
    if way == "plain":
        return not apart or (address.local.islower() and _is_certain(text, start, before, address))
    if way == "bracketed":
        # "(a)" also counts the parts of a list.
        short = len(sign["bracketed"]) <= _SHORT and "@" not in sign[0]
        return not (short and apart) or _is_certain(text, start, before, address)
    if way == "slashed":
        return address.local.casefold() not in _sentence_words()
    if way == "joined":
        return speaks_of_mail(before) or is_department(address.local)
    in_capitals = sign["spoken"].isupper() and not before.isupper() and not address.local.isupper()
    if "." in domain and not in_capitals:
        return _is_labelled(before) and address.local.casefold() not in _sentence_words()
    return in_capitals or _is_certain(text, start, before, address)


def _is_labelled(before: str) -> bool:
    """Whether a text ends with a label that says that an address follows: *E-mail:*."""
    label = before.rstrip()
    return label.endswith(":") and speaks_of_mail(label[-_LABEL:])


def _is_certain(text: str, start: int, before: str, address: Address) -> bool:
    """Whether words with *at* between them are an address and no sentence: *name at site dot com*."""
    if address.local.casefold() in _sentence_words():
        return False
    alone = not before.strip(" \n\"'(<*-–:") and len(text) - start < _CUE and address.local.islower()
    return alone or speaks_of_mail(before) or bool(_DIGIT_OR_SIGN.search(address.local))


def _is_of_a_link(before: str) -> bool:
    """Whether an address is the user and host of another address, or the end of a path."""
    token = _TOKEN.search(before)
    found = token[0] if token else ""
    if "://" in found or found.startswith("//"):
        return True
    return found.endswith("/") and "." in found


@cache
def _words(sort: str) -> re.Pattern[str]:
    words = (word for of, word in load_table("placeholder_addresses.tsv") if of == sort)
    # What speaks of mail may do so in any form and place, the others stand whole and last.
    border, ending = ("", "") if sort == "mail" else (r"(?<![^\W\d_\u3040-\uffff])", r"\Z")
    return re.compile(rf"{border}(?:{'|'.join(map(re.escape, words))}){ending}")


@cache
def _sentence_words() -> frozenset[str]:
    return frozenset(word for of, word in load_table("placeholder_addresses.tsv") if of == "sentence")
