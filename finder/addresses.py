"""What the shape of an address says: front page or deep link, another form of the same, its neighbours."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import ada_url

from finder import urls
from finder.reference import load_lines
from finder.words import address_words

if TYPE_CHECKING:
    from random import Random

_FRONT: Final = re.compile(
    r"/(?:(?:index|default|home|main|welcome|start|accueil|startseite|inicio)(?:\.[a-z]{2,5})?)?",
    re.IGNORECASE,
)
_LOCALE: Final = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2})?(?=/|$)", re.IGNORECASE)
_INDEX: Final = re.compile(r"/(?:index|default)\.[a-z]{2,5}$", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"/(?!(?:19|20)\d\d(?:/|$))(\d{3,20})(?=/|$)")  # of a page or subject, no year
_DIGITS: Final = re.compile(r"\d+")
_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}$")
_CONSONANTS: Final = "bcdfghklmnprstvz"
_VOWELS: Final = "aeiou"


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site: its root, an index file there, or its root by language.

    Parameters that name no page (of language, of where a visitor comes from) do not make it another one.
    """
    _, path, _ = _parts(url)
    path = _LOCALE.sub("", path, count=1) or "/"
    return bool(_FRONT.fullmatch(path)) and not naming_parameters(url)


def depth(url: str) -> int:
    """How many segments the path has."""
    return len(segments(url))


def segments(url: str) -> list[str]:
    """The segments of the path, in lower case."""
    return [part.lower() for part in _parts(url)[1].split("/") if part]


def query_names(url: str) -> list[str]:
    """The names of the query's parameters, in lower case."""
    return [part.split("=", 1)[0].lower() for part in _parts(url)[2][1:].split("&") if part]


def naming_parameters(url: str) -> list[str]:
    """The names of the query's parameters that may say which page is meant."""
    return [name for name in query_names(url) if name not in _idle_parameters()]


def same_but_form(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, ``www.``, slash or index file at the end, or case."""
    return plain(one) == plain(other)


def plain(url: str) -> str:
    """The address without its form: no scheme, ``www.``, slash or index file at the end, in lower case."""
    host, path, search = _parts(url)
    path = _INDEX.sub("/", path).rstrip("/").lower()
    return f"{host.removeprefix('www.')}{path}{search}"


def without_idle_parameters(url: str) -> str:
    """The address without the parameters that do not say which page is meant."""
    parsed = ada_url.URL(url)
    parts = str(parsed.search)[1:].split("&")
    kept = [part for part in parts if part and part.split("=", 1)[0].lower() not in _idle_parameters()]
    parsed.search = "&".join(kept)
    return str(parsed.href)


def keeps_subject(one: str, other: str) -> bool:
    """Whether the words of the last telling segment of ``one`` stand in the path of ``other``."""
    wanted = {share.word for share in address_words(one) if share.share == 1.0}
    path = ada_url.URL(other)
    path.search = ""
    kept = wanted & {share.word for share in address_words(str(path.href))}
    return bool(wanted) and 2 * len(kept) >= len(wanted)


def other_scheme(url: str) -> str:
    """The same address with http for https and the other way round."""
    return "http" + url[5:] if url.startswith("https:") else "https" + url[4:]


def front_page(url: str) -> str:
    """The address of the front page of the same host."""
    return urls.origin(url) + "/"


def neighbourhood(url: str) -> str:
    """What all addresses have in common that are answered alike when they are missing.

    Host, folder, and the shape of what names the page: by query or by path, a number or words, with which
    extension.
    """
    folder, slash, name = _split(_parts(url)[1])
    folder = _NUMBER.sub("/#", folder)
    stem, extension = _stem(name)
    shape = "number" if stem.isdigit() else "words"
    if naming_parameters(url):
        return f"{urls.origin(url)}{folder}/{name}?{'&'.join(query_names(url))}"
    return f"{urls.origin(url)}{folder}/{shape}{extension.lower()}{slash}"


def neighbour(url: str, random: Random) -> str | None:
    """An address beside ``url`` of the same shape that nobody can have made; ``None`` beside a front page.

    What names the page is exchanged: values of the query, else the last segment and numbers before it (a site
    may mind only the number and no words behind it). Letters give made-up words of the same length or longer,
    digits other digits (ten or more where they stand alone), the extension stays.
    """
    parsed = ada_url.URL(url)
    if parsed.search and (found := _other_query(str(parsed.search)[1:], random)):
        parsed.search = f"?{found}"
        return str(parsed.href)
    folder, slash, name = _split(str(parsed.pathname))
    if not name:
        return None
    stem, extension = _stem(name)
    folder = _NUMBER.sub(lambda match: f"/{_other(match[1], random)}", folder)
    parsed.pathname = f"{folder}/{_other(stem, random)}{extension}{slash}"
    return str(parsed.href)


def _other_query(query: str, random: Random) -> str:
    """A query in which the values that name the page are others; empty if it has no values.

    Those are, of the parameters that may name one, what looks like a number or a title in an address, else
    the longest.
    """
    pairs = [part.partition("=") for part in query.split("&") if part]
    valued = [
        place
        for place, (name, _, value) in enumerate(pairs)
        if value and name.lower() not in _idle_parameters()
    ]
    if not valued:
        return ""
    naming = [place for place in valued if re.search(r"\d\d|-", pairs[place][2])]
    for place in naming or [max(valued, key=lambda each: len(pairs[each][2]))]:
        name, sign, value = pairs[place]
        pairs[place] = (name, sign, _other(value, random))
    return "&".join("".join(pair) for pair in pairs)


def _other(text: str, random: Random) -> str:
    """Made-up words and numbers in the shape of a text; escapes count as letters."""
    plain = re.sub(r"%[0-9A-Fa-f]{2}", "x", text)
    if plain.isdigit():
        # Longer than any count of pages, and still a number that fits into 32 bits.
        return "1" + "".join(random.choices("0123456789", k=max(9, len(plain) + 1)))
    if not any(len(word) > 1 for word in _LETTERS.findall(plain)):
        plain = f"word-{plain}"
    made = _LETTERS.sub(lambda match: _word(len(match[0]), random) if len(match[0]) > 1 else match[0], plain)
    return _DIGITS.sub(lambda match: "".join(random.choices("123456789", k=len(match[0]))), made)


def _word(length: int, random: Random) -> str:
    letters = [
        random.choice(_VOWELS if place % 2 else _CONSONANTS) for place in range(max(5, min(length, 12)))
    ]
    return "".join(letters)


def _split(path: str) -> tuple[str, str, str]:
    """Folder, slash at the end (or none), and last segment of a path."""
    slash = "/" if path.endswith("/") and path != "/" else ""
    folder, _, name = path.rstrip("/").rpartition("/")
    return folder, slash, name


def _stem(name: str) -> tuple[str, str]:
    """A name without its extension, and that with its dot (or nothing)."""
    extension = _EXTENSION.search(name)
    return (name[: extension.start()], extension[0]) if extension else (name, "")


@lru_cache(maxsize=4_096)
def _parts(url: str) -> tuple[str, str, str]:
    """Host with its port, path and query: an address is asked for them again and again."""
    parsed = ada_url.URL(url)
    return str(parsed.host), str(parsed.pathname), str(parsed.search)


@cache
def _idle_parameters() -> frozenset[str]:
    return frozenset(load_lines("idle_parameters.txt"))
