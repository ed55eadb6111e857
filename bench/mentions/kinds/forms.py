"""Named in a form that a language makes of a name, or by a word that is nearly the name."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind, Truth

if TYPE_CHECKING:
    from bench.mentions.draft import Draft

_FORMS: Final = (
    "possessive",
    "elision",
    "suffix_turkish",
    "inflected",
    "plural",
    "particles_korean",
    "prefixes",
    "unspaced",
)


def form(draft: Draft) -> Truth:
    """The sentence has the name with an ending, a particle or a prefix, or without a space beside it."""
    draft.say(escape(draft.entry["text"], quote=False), 1)
    return draft.unlinked()


def near_word(draft: Draft) -> Truth:
    """A word of the language that differs from the name by one letter."""
    draft.say(escape(draft.entry["text"], quote=False))
    return draft.not_brand()


def image_credit(draft: Draft) -> Truth:
    """The source of a picture below it; a reader may call it a part of the article or not."""
    text = escape(draft.entry["text"], quote=False).replace("{brand}", draft.name())
    draft.put(f'<figure><img src="/images/90.jpg" alt=""><figcaption>{text}</figcaption></figure>')
    return Truth(
        "unlinked", ("unlinked", "template_only"), (0, 1), links_to_brand=False, linked_elsewhere=False
    )


KINDS: Final = (
    *(Kind(name, form, data=name) for name in _FORMS),
    Kind("near_word", near_word, data="near_word"),
    Kind("image_credit", image_credit, data="image_credit"),
)
