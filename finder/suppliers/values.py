"""Cells of link reports as values: addresses, hosts, kinds of links, places on a page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from finder.reference import load_table
from finder.tables import plain
from finder.tables.cells import flag, number, unguarded
from finder.urls import hostname, resolve

_HOST: Final = re.compile(r"https?://[^/?#]*\.[^/?#]|https?://\[")
# Without a scheme a number would be an address, too.
_BARE_HOST: Final = re.compile(
    r"(?:[^/?#:]+\.[^\W\d_][^/?#:.]*\.?|(?:[0-9]{1,3}\.){3}[0-9]{1,3})(?:[/?#:]|\Z)"
)
_AUTHORITY: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*@|[^/?#:@]+@", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s")
_SHOWN: Final = 60
_HTTP: Final = range(100, 1_000)
_FOLLOWED: Final = {"nofollow": True, "dofollow": False, "follow": False, "followed": False}
_LONGEST_TEXT: Final = 2_000


def address(text: str) -> str:
    """The address that a cell names, as :func:`finder.urls.resolve` spells it.

    One without scheme gets ``https://``. Raises ``ValueError`` with what is wrong with it.
    """
    found = resolve(text)
    if found == text and _HOST.match(found):
        return found
    return _mended(text)


cached_address = lru_cache(maxsize=20_000)(address)


@lru_cache(maxsize=20_000)
def site_name(text: str) -> str:
    """The host name that a cell names, also if it is written as an address. Raises ``ValueError``."""
    return hostname(_mended(text))


@lru_cache(maxsize=1_000)
def http_status(text: str) -> int | None:
    """The status of an answer; ``None`` if there was none."""
    found = number(text)
    return int(found) if found is not None and found in _HTTP else None


@lru_cache(maxsize=10_000)
def whole(text: str, decimal: str = ".") -> int | None:
    """A number of things; ``None`` if a cell does not say one."""
    found = number(text, decimal)
    return int(found) if found is not None and found >= 0 else None


def words(text: str) -> str:
    """A text as it was before it was put in a table, at most 2,000 letters of it."""
    return unguarded(text[:_LONGEST_TEXT]) if text else ""


@lru_cache(maxsize=1_000)
def no_follow(text: str, *, yes: bool = True) -> bool | None:
    """Whether a cell says that a link is nofollow: by its name, or by yes and no, where ``yes`` means so."""
    said = flag(text)
    return _FOLLOWED.get(plain(text[:_SHOWN])) if said is None else said is yes


@lru_cache(maxsize=1_000)
def link_type(text: str) -> str:
    """The kind of a link in our words; empty for others."""
    return _meanings("type").get(plain(text[:_SHOWN]), "")


@lru_cache(maxsize=1_000)
def placement(text: str) -> str:
    """The place on a page in our words; empty for others."""
    return _meanings("placement").get(plain(text[:_SHOWN]), "")


@cache
def _meanings(about: str) -> dict[str, str]:
    """What words of suppliers about one thing mean, in the languages that they speak."""
    rows = [(key.partition("."), row) for key, row in load_table("supplier_words.tsv")]
    return {plain(word): key[2] for key, row in rows if key[0] == about for word in row.split("|")}


def _mended(text: str) -> str:
    said = text.strip()
    if not said:
        raise ValueError("is empty")
    shown = f'"{" ".join(said[:_SHOWN].split())}"'
    if _SPACE.search(said):
        raise ValueError(f"{shown} has a space in it")
    if "\ufffd" in said:
        raise ValueError(f"{shown} has a broken letter in it")
    if _AUTHORITY.match(said):
        raise ValueError(
            f"{shown} has a user name before its host" if "//" in said else f"{shown} is no address of a page"
        )
    if said.startswith("//"):
        said = f"https:{said}"
    elif not _SCHEME.match(said):
        if not _BARE_HOST.match(said):
            raise ValueError(f"{shown} is no web address")
        said = f"https://{said}"
    found = resolve(said)
    if found is None or not _HOST.match(found):
        raise ValueError(f"{shown} is no web address")
    return found
