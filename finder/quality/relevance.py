"""Whether the page is about what our page and our brands are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.quality.facts import telling_words
from finder.quality.part import Part, rounded

if TYPE_CHECKING:
    from finder.quality.facts import Facts, Field

_NOTHING: Final = 0.3
_WITH_OFFER: Final = 0.3
_WITH_FIELD: Final = 0.2
_SHOWN: Final = 3


def relevance(facts: Facts, field: Field) -> Part:
    """How many telling words the page's title, heading, anchor and context share with ours."""
    if not (facts.offer_title or field.words):
        return Part(None)
    said = telling_words(facts.page_title) | telling_words(facts.heading)
    said |= telling_words(facts.anchor) | telling_words(facts.context)
    ours = [said[key] for key in telling_words(facts.offer_title) if key in said]
    of_field = [word for key, word in said.items() if key in field.words]
    value = rounded(_NOTHING + _WITH_OFFER * len(ours) + _WITH_FIELD * len(of_field))
    if not (ours or of_field):
        return Part(value, "shares no word with ours")
    shared = list(dict.fromkeys((*ours, *of_field)))[:_SHOWN]
    return Part(value, f"about {', '.join(shared)}")
