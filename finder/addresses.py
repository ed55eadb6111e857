"""What the shape of an address says: front page or deep link, another form of the same, its neighbours."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import ada_url

from finder import urls
from finder.reference import load_lines, load_pattern, load_patterns
from finder.words import address_words, is_identifier, is_opaque

if TYPE_CHECKING:
    from collections.abc import Callable
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
_SEVERAL_WORDS: Final = re.compile(r"[^\W\d_]{2,}(?:[-_]\w+)+")
_FEW_DIGITS: Final = 2
_PROGRAMS: Final = frozenset(
    (
        *(".php", ".php3", ".php5", ".phtml", ".asp", ".aspx", ".jsp", ".jspx", ".cgi", ".fcgi", ".pl"),
        *(".py", ".cfm", ".do", ".dll", ".exe", ".action"),
    )
)
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
    query = f"?{'&'.join(query_names(url))}" if naming_parameters(url) else ""
    if query and _is_named_by_query(url):
        return f"{urls.origin(url)}{_in_folder(folder, lambda _: '#')}/{name}{query}"
    if _is_part(name, folder):
        folder = _in_folder(folder.rpartition("/")[0], lambda _: "#")
        return f"{urls.origin(url)}{folder}/words/{name.lower()}{slash}{query}"
    stem, extension = _stem(name)
    shape = "number" if stem.isdigit() else "words"
    folder = _in_folder(folder, lambda _: "#")
    return f"{urls.origin(url)}{folder}/{shape}{extension.lower()}{slash}{query}"


def neighbour(url: str, random: Random) -> str | None:
    """An address beside ``url`` of the same shape that nobody can have made; ``None`` beside a front page.

    What names the page is exchanged: values of the query, or the last segment (the one before where it is
    only a part or a form of that) and identifiers before it (a site may mind only these and no words behind).
    Letters give made-up words of the same length or longer, digits other digits (ten or more where
    they stand alone), the extension stays.
    """
    parsed = ada_url.URL(url)
    if parsed.search and _is_named_by_query(url) and (found := _other_query(str(parsed.search)[1:], random)):
        parsed.search = f"?{found}"
        return str(parsed.href)
    folder, slash, name = _split(str(parsed.pathname))
    if not name:
        return None
    behind = slash
    if _is_part(name, folder):
        folder, name, behind = *folder.rpartition("/")[::2], f"/{name}{slash}"
    stem, extension = _stem(name)
    folder = _in_folder(folder, lambda segment: _other_code(segment, random))
    parsed.pathname = f"{folder}/{_other(stem, random)}{extension}{behind}"
    return str(parsed.href)


def _is_named_by_query(url: str) -> bool:
    """Whether the query says which page is meant, and not only which part or form of what the path names."""
    stem, extension = _stem(_split(_parts(url)[1])[2])
    names = naming_parameters(url)
    if not stem or extension.lower() in _PROGRAMS or is_opaque(stem):
        return True
    patterns = load_patterns("page_parameters.txt")
    if any(map(patterns["names"].fullmatch, names)):
        return True
    if extension or _SEVERAL_WORDS.fullmatch(unquote(stem)):
        return False
    return not all(map(patterns["parts"].fullmatch, names))


def _is_part(name: str, folder: str) -> bool:
    """Whether the last segment is a part or a form of the page that the one before names: its second page."""
    small = name.isdigit() and len(name) <= _FEW_DIGITS
    part = small or bool(load_pattern("page_parts.txt").fullmatch(name.lower()))
    return part and bool(_SEVERAL_WORDS.fullmatch(unquote(folder.rpartition("/")[2])))


def _in_folder(folder: str, other: Callable[[str], str]) -> str:
    """A folder with other numbers and identifiers; years stay."""
    folder = _NUMBER.sub(lambda match: f"/{other(match[1])}", folder)
    return "/".join(other(part) if is_identifier(part) else part for part in folder.split("/"))


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


def _other_code(text: str, random: Random) -> str:
    """Another number or identifier."""
    if text.isdigit():
        return _other(text, random)
    signs = {True: "123456789", False: "abcdef"}
    return "".join(random.choice(signs[sign.isdigit()]) if sign.isalnum() else sign for sign in text)


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
