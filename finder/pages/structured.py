"""What a page says of itself in JSON-LD: headline, authors and days of the one thing it is about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser

MAX_SCRIPT: Final = 200_000
MAX_SCRIPTS: Final = 20
_MAX_NODES: Final = 500
_MAX_AUTHORS: Final = 20
_MAX_VALUE: Final = 500
_OF_USE: Final = (
    '"datePublished"',
    '"dateModified"',
    '"author"',
    '"headline"',
    '"dateCreated"',
    '"uploadDate"',
)
_ARTICLE: Final = re.compile(r"(?:Article|Posting|Report|Review|Recipe|HowTo)\Z")
# A comment or a product on a page has authors and days too, and they are not the page's.
_PAGE: Final = re.compile(r"(?:Page|VideoObject|CreativeWork|Course|Book|Podcast\w{0,10}|Event)\Z")
INNER: Final = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING: Final = re.compile(
    r"\A\s*(?:<!--|/\*|//)?\s*(?:<!\[CDATA\[)?\s*(?:\*/)?|\s*(?:/\*|//)?\s*(?:\]\]>)?\s*(?:\*/|-->)?[\s;]*\Z"
)
_TRAILING_COMMA: Final = re.compile(r",(?=\s{0,200}[}\]])")
_LOOSE: Final = re.compile(
    r'"(datePublished|dateModified|headline)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.){1,300})"'
    r'|"(author)"\s{0,9}:\s{0,9}(?:\[\s{0,99})?(?:"|\{[^{}]{0,300}?"name"\s{0,9}:\s{0,9}")((?:[^"\\]|\\.){1,100})"'
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one node says: ``published`` and ``modified`` as they are written, ``authors`` likewise."""

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""


def scripts_of(tree: LexborHTMLParser) -> list[str]:
    """The first 20 scripts of a page that are JSON-LD."""
    return [node.text() for node in islice(tree.css('script[type*="ld+json" i]'), MAX_SCRIPTS)]


def statement_of(scripts: Iterable[str]) -> Statement:
    """What the JSON-LD ``scripts`` of a page say of the page itself; never raises.

    The first article counts before the page it stands on, and that before nothing; where the article leaves
    a value out, the page's stands in. Scripts of more than 200,000 characters are not read.
    """
    nodes: list[tuple[int, Statement]] = []
    for text in list(scripts)[:MAX_SCRIPTS]:
        if len(text) <= MAX_SCRIPT and any(name in text for name in _OF_USE):
            nodes += _statements(text)
    nodes.sort(key=lambda node: node[0])
    said = [statement for _, statement in nodes]
    article = said[0] if said else Statement()
    return Statement(
        article.headline,
        next((one.authors for one in said if one.authors), ()),
        next((one.published for one in said if one.published), ""),
        next((one.modified for one in said if one.modified), ""),
    )


def _statements(text: str) -> list[tuple[int, Statement]]:
    data = load_json_ld(text)
    if data is None:
        return [(0, _loosely(text))]
    nodes = list(_nodes(data))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    ranked = []
    for node in nodes:
        rank = _rank(node)
        if rank is not None:
            ranked.append((rank, _statement(node, by_id)))
    return ranked


def load_json_ld(text: str) -> Any:
    """The value of a JSON-LD script with the faults that are common in pages; ``None`` if it is no JSON."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub("", _WRAPPING.sub("", text)), strict=False)
    except (ValueError, RecursionError):
        return None


def _loosely(text: str) -> Statement:
    """Values picked out of a text that is no JSON."""
    found: dict[str, str] = {}
    for match in _LOOSE.finditer(text):
        found.setdefault(match[1] or match[3], match[2] or match[4])
    author = found.get("author")
    return Statement(
        found.get("headline", ""),
        (author,) if author else (),
        found.get("datePublished", ""),
        found.get("dateModified", ""),
    )


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value[:_MAX_NODES])
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in INNER if isinstance(value.get(key), (dict, list))]


def _rank(node: dict[str, Any]) -> int | None:
    types = [name for name in listed(node.get("@type")) if isinstance(name, str)]
    if any(_ARTICLE.search(name) for name in types):
        return 0
    if any(_PAGE.search(name) for name in types):
        return 1
    return None if types else 2


def _statement(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Statement:
    authors = node.get("author") or node.get("creator")
    names = [name for author in listed(authors)[:_MAX_AUTHORS] for name in _names(author, by_id)]
    return Statement(
        _text(node.get("headline")),
        tuple(dict.fromkeys(names)),
        _text(node.get("datePublished")) or _text(node.get("uploadDate")) or _text(node.get("dateCreated")),
        _text(node.get("dateModified")),
    )


def _names(author: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    if isinstance(author, dict):
        if "name" not in author and isinstance(author.get("@id"), str):
            author = by_id.get(author["@id"], author)
        author = author.get("name")
    return [name for name in map(_text, listed(author)) if name]


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return " ".join(value[:_MAX_VALUE].split()) if isinstance(value, str) else ""


def listed(value: Any) -> list[Any]:
    """A value as the list that JSON-LD lets it be."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
