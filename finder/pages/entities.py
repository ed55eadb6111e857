"""What a page declares with schema.org, in JSON-LD or microdata, as one form: dicts as JSON-LD has them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from finder.pages.structured import INNER, MAX_SCRIPT, listed, load_json_ld, scripts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Entity = dict[str, Any]

_MAX_ENTITIES: Final = 500
_MAX_ELEMENTS: Final = 2_000
_MAX_CLIMB: Final = 60
_MAX_VALUES: Final = 50
_MAX_TEXT: Final = 500
# Whose page or site it is; never whom it names, links or reviews.
_OWNING: Final = ("publisher", "isPartOf", "copyrightHolder", "sourceOrganization")
_OWNING_A_SITE: Final = (*_OWNING, "author", "creator")
_BY_ADDRESS: Final = ("href", "src", "data")


def entities_of(tree: LexborHTMLParser) -> list[Entity]:
    """The things a page declares at its top, and whose they and the page are; at most 500. Never raises.

    Properties that only refer (``@id``) to one of them hold it itself.
    """
    texts = (text for text in scripts_of(tree) if len(text) <= MAX_SCRIPT)
    declared = [*(data for text in texts if (data := load_json_ld(text)) is not None), *_microdata(tree)]
    top = list(islice(_under(declared, INNER), _MAX_ENTITIES))
    owning = islice(_under([owner for each in top for owner in _owners(each)], _OWNING), _MAX_ENTITIES)
    unique = {id(each): each for each in (*top, *owning)}
    by_id = {name: each for each in unique.values() if len(each) > 1 and (name := identifier(each))}
    return [_referring(each, by_id) for each in unique.values()][:_MAX_ENTITIES]


def identifier(entity: Entity) -> str:
    """The ``@id`` of an entity, empty if it has none."""
    said = entity.get("@id")
    return said if isinstance(said, str) else ""


def types_of(entity: Entity) -> frozenset[str]:
    """The types of an entity without the address of schema.org."""
    types = (each for each in listed(entity.get("@type")) if isinstance(each, str))
    return frozenset(each.rstrip("/#").rpartition("/")[2].rpartition(":")[2] for each in types)


def texts_of(entity: Entity, key: str) -> list[str]:
    """The values of a property that are texts, at most 50 of at most 500 characters."""
    values = (_text(each) for each in listed(entity.get(key))[:_MAX_VALUES])
    return [value for value in values if value]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value")
    return value[:_MAX_TEXT].strip() if isinstance(value, str) else ""


def _referring(entity: Entity, by_id: dict[str, Entity]) -> Entity:
    """An entity whose references are the entities they name."""

    def meant(value: Any) -> Any:
        return by_id.get(identifier(value), value) if isinstance(value, dict) and len(value) == 1 else value

    return {
        key: [meant(each) for each in value[:_MAX_VALUES]] if isinstance(value, list) else meant(value)
        for key, value in entity.items()
    }


def _owners(entity: Entity) -> Iterator[Any]:
    for key in _OWNING_A_SITE if "WebSite" in types_of(entity) else _OWNING:
        yield from listed(entity.get(key))[:_MAX_VALUES]


def _under(data: list[Any], keys: Iterable[str]) -> Iterator[Entity]:
    """The entities of a list and those below them by one of the keys, in their order."""
    waiting = list(reversed(data))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value[:_MAX_ENTITIES])
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in keys if isinstance(value.get(key), (dict, list))]


def _microdata(tree: LexborHTMLParser) -> list[Entity]:
    scopes: dict[int, Entity] = {}
    top: list[Entity] = []
    for node in islice(tree.css("[itemscope],[itemprop]"), _MAX_ELEMENTS):
        given = node.attributes
        owner = _scope_around(node, scopes)
        names = (given.get("itemprop") or "").split()[:5]
        value: Any = None
        if "itemscope" in given:
            value = scopes[node.mem_id] = {"@type": (given.get("itemtype") or "")[:_MAX_TEXT].split()}
            if owner is None or not names:
                top.append(value)
        if owner is not None and names:
            value = value or _value(node)
            for name in names:
                owner.setdefault(name, []).append(value)
    return top


def _scope_around(node: LexborNode, scopes: dict[int, Entity]) -> Entity | None:
    outer = node.parent
    for _ in range(_MAX_CLIMB):
        if outer is None:
            return None
        if outer.mem_id in scopes:
            return scopes[outer.mem_id]
        outer = outer.parent
    return None


def _value(node: LexborNode) -> str:
    given = node.attributes
    if "content" in given:
        return (given["content"] or "")[:_MAX_TEXT]
    address = next((given[key] for key in _BY_ADDRESS if given.get(key)), None)
    if address is not None:
        return address[:_MAX_TEXT]
    text = ""
    for part in islice(node.traverse(include_text=True), _MAX_VALUES):
        if part.tag == "-text" and len(text) < _MAX_TEXT:
            text += part.text_content or ""
    return text[:_MAX_TEXT]
