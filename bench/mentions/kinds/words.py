"""Brands whose name is also a word: in ordinary use, as somebody else's name, and as the brand."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_SOMETHING_ELSE: Final = (
    "sentence_start",
    "lower",
    "noun",
    "person",
    "place",
    "longer",
    "negative",
    "case_not",
)
_THE_BRAND: Final = ("case", "product", "context", "app", "legal", "quoted", "domain", "capital", "mixed")


def something_else(draft: Draft) -> Truth:
    """The word is used, and not for the brand."""
    draft.say(escape(draft.entry["text"], quote=False))
    return draft.not_brand()


def the_brand(draft: Draft) -> Truth:
    """The word is the brand, which the sentence itself shows."""
    text = escape(draft.entry["text"], quote=False)
    sentence = text.replace("{brand}", draft.name())
    draft.say(sentence, text.count("{brand}"))
    # The name inside the name of a product may be counted or not.
    more = sentence.count(draft.name()) - draft.told if draft.kind == "word_product" else 0
    return replace(draft.unlinked(), mentions=(draft.told, draft.told + more))


KINDS: Final = (
    *(Kind(f"word_{name}", something_else, data=f"word_{name}") for name in _SOMETHING_ELSE),
    *(Kind(f"word_{name}", the_brand, data=f"word_{name}") for name in _THE_BRAND),
)
