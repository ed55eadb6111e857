"""E-mail addresses, people and profiles that a page declares with schema.org."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from finder.pages.entities import Entity, entities_of, texts_of, types_of
from finder.pages.structured import MAX_SCRIPT, listed, load_json_ld, scripts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

_MOST_NODES: Final = 2_000
_MOST: Final = 100
_MOST_ELEMENTS: Final = 200


class Person(NamedTuple):
    """Somebody that is declared: the page about him and his profiles, as they are written."""

    name: str
    url: str
    same_as: tuple[str, ...]


class Declared(NamedTuple):
    """What is declared: ``emails`` with the name of whose they are, and ``people``."""

    emails: tuple[tuple[str, str], ...] = ()
    people: tuple[Person, ...] = ()
    entities: tuple[Entity, ...] = ()


def declared_in(tree: LexborHTMLParser, html: str) -> Declared:
    """What a page declares in JSON-LD and microdata; never raises."""
    low = "ld+json" in html or "LD+JSON" in html
    if not low and "itemprop" not in html:
        return Declared()
    nodes = list(islice(_nodes(tree), _MOST_NODES)) if low else []
    emails = [(email, _name(node)) for node in nodes for email in texts_of(node, "email")]
    emails += _marked(tree)
    people = (
        Person(_name(node), next(iter(texts_of(node, "url")), ""), tuple(texts_of(node, "sameAs")))
        for node in nodes
        if "Person" in types_of(node) and _name(node)
    )
    return Declared(tuple(emails[:_MOST]), tuple(islice(people, _MOST)), tuple(entities_of(tree)))


def _marked(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """The values of microdata that are not shown; what is shown is read as text."""
    for node in islice(tree.css('meta[itemprop~="email"], link[itemprop~="email"]'), _MOST_ELEMENTS):
        value = node.attributes.get("content") or node.attributes.get("href") or ""
        if "@" in value:
            yield value, ""


def _nodes(tree: LexborHTMLParser) -> Iterator[Entity]:
    """All objects of the page's JSON-LD, outer ones first."""
    texts = (text for text in scripts_of(tree) if len(text) <= MAX_SCRIPT)
    waiting: list[Any] = [data for text in texts if (data := load_json_ld(text)) is not None]
    waiting.reverse()
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value[:_MOST_NODES])
        elif isinstance(value, dict):
            yield value
            waiting += [inner for inner in reversed(value.values()) if isinstance(inner, (dict, list))]


def _name(node: Entity) -> str:
    names = (name for name in listed(node.get("name")) if isinstance(name, str))
    return " ".join(next(names, "")[:_MOST].split())
