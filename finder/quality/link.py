"""The place and the link: where on the page it stands, and whether search engines follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.quality.part import Part, rounded
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from finder.quality.facts import Facts

_PLACEMENT: Final = {
    Placement.MAIN: 1.0,
    Placement.SIDEBAR: 0.4,
    Placement.RELATED: 0.3,
    Placement.COMMENTS: 0.3,
    Placement.HEADER: 0.3,
    Placement.FOOTER: 0.2,
    Placement.NAVIGATION: 0.2,
}
_NAMES: Final = {Placement.MAIN: "main text", Placement.RELATED: "list of related pages"}
_REL: Final = {"sponsored": 0.1, "ugc": 0.3, "nofollow": 0.4}
# A link of which readers cannot tell where it leads.
_NO_TEXT: Final = 0.8
_GENERIC: Final = 0.9


def placement(facts: Facts) -> Part:
    """Where on the page it stands; in a list of the main text as good as in a sentence of it."""
    name = _NAMES.get(facts.placement, facts.placement.value)
    in_list = facts.placement is Placement.MAIN and facts.anchor and facts.context == facts.anchor
    return Part(_PLACEMENT[facts.placement], "main text, on a line of its own" if in_list else name)


def rel(facts: Facts) -> Part:
    """Whether search engines follow the link, and whether its text says anything."""
    if not facts.has_link:
        return Part(None)
    worst = min((token for token in facts.rel if token in _REL), key=_REL.__getitem__, default="")
    value, why = _REL.get(worst, 1.0), worst or "followed"
    if not facts.anchor:
        return Part(rounded(value * _NO_TEXT), f"{why}, without text")
    if is_generic_anchor(facts.anchor):
        return Part(rounded(value * _GENERIC), f"{why}, the anchor says nothing")
    return Part(value, why)
