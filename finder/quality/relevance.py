"""Whether the page is about what our page and our brands are about."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.quality.facts import telling_words
from finder.quality.part import Part, rounded

if TYPE_CHECKING:
    from finder.quality.facts import Facts, Field

_MOST_TEXT: Final = 400  # characters of each
_NOTHING: Final = 0.3
_WITH_OFFER: Final = 0.3
_WITH_FIELD: Final = 0.2
_SHOWN: Final = 3


def relevance(facts: Facts, field: Field) -> Part:
    """How many telling words the page's title, heading, anchor and context share with ours."""
    if not (facts.offer_title or field.words):
        return Part(None)
    texts = (facts.page_title, facts.heading, facts.anchor, facts.context)
    said = telling_words("\n".join(text[:_MOST_TEXT] for text in texts))
    ours = [said[key] for key in _words_of_ours(facts.offer_title) if key in said]
    of_field = [word for key, word in said.items() if key in field.words]
    value = rounded(_NOTHING + _WITH_OFFER * len(ours) + _WITH_FIELD * len(of_field))
    if not (ours or of_field):
        return Part(value, "shares no word with ours")
    shared = list(dict.fromkeys((*ours, *of_field)))[:_SHOWN]
    return Part(value, f"about {', '.join(shared)}")


@lru_cache(maxsize=1_000)
def _words_of_ours(title: str) -> tuple[str, ...]:
    """The telling words of a page of ours: the same few pages are offered again and again."""
    return tuple(telling_words(title))
