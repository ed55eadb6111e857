"""Named where no reader sees it, or not at all."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_STYLED: Final = {
    "dev": (
        '<div style="display:none">{text}</div>',
        "<p hidden>{text}</p>",
        '<div style="display: none !important;"><p>{text}</p></div>',
    ),
    "held": (
        '<section hidden=""><p>{text}</p></section>',
        '<p style="color:red;DISPLAY:NONE">{text}</p>',
        '<div hidden="hidden"><div><p>{text}</p></div></div>',
    ),
}
_UNSHOWN: Final = {
    "dev": (
        "<noscript><p>{text}</p></noscript>",
        "<template><p>{text}</p></template>",
        "<script>var teaser={json};</script>",
        "<!-- {text} -->",
    ),
    "held": (
        '<script type="text/x-handlebars"><p>{text}</p></script>',
        "<noscript>{text}</noscript>",
        '<script type="application/json">{{"t":{json}}}</script>',
        "<!--[if IE]><p>{text}</p><![endif]-->",
    ),
}


def styled(draft: Draft) -> Truth:
    """In an element that is not displayed."""
    some = _STYLED[draft.half]
    draft.put(some[draft.index % len(some)].format(text=draft.sentence(draft.name())))
    return draft.absent()


def unshown(draft: Draft) -> Truth:
    """In an element or a comment that browsers do not show."""
    some = _UNSHOWN[draft.half]
    text = draft.sentence(draft.name())
    draft.put(some[draft.index % len(some)].format(text=text, json=json.dumps(text, ensure_ascii=False)))
    return draft.absent()


def alternative(draft: Draft) -> Truth:
    """In the alternative text or the title of a picture only."""
    text = draft.texts.shuffled("caption", draft.rng)[0].replace("{brand}", draft.name())
    attribute = ("alt", "alt", "title")[draft.index % 3]
    draft.put(f'<figure><img src="/images/77.jpg" {attribute}="{escape(text)}"></figure>')
    return draft.absent()


def metadata(draft: Draft) -> Truth:
    """In keywords, description and structured data."""
    text = escape(draft.sentence(draft.name()))
    draft.head.append(
        f'<meta name="description" content="{text}"><meta property="og:description" content="{text}">'
    )
    draft.head.append(f'<meta name="keywords" content="{draft.name()}">')
    return draft.absent()


def another_topic(draft: Draft) -> Truth:
    """Nowhere."""
    return draft.absent()


KINDS: Final = (
    Kind("hidden_by_style", styled),
    Kind("hidden_by_element", unshown, count=8),
    Kind("hidden_alternative_text", alternative),
    Kind("hidden_metadata", metadata),
    Kind("absent", another_topic),
)
