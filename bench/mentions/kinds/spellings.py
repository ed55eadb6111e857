"""Named in the article in another spelling, or cut by what a browser does not show."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_LATIN: Final = ("de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv")
_TURKISH_CAPITALS: Final = str.maketrans("iı", "İI")
_WITHOUT_ACCENTS: Final = str.maketrans("âáàéèêëíïóôöûüúñç", "aaaeeeeiiooouuunc")
_FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _by(
    dev: tuple[Callable[[str], str], ...], held: tuple[Callable[[str], str], ...]
) -> Callable[[Draft], Truth]:
    """A kind that names the brand in these ways, once or twice a page; ways get the name and give HTML."""

    def build(draft: Draft) -> Truth:
        ways = dev if draft.half == "dev" else held
        draft.mention(ways[draft.index % len(ways)](draft.brand.name))
        if draft.index % 3 == 2:
            draft.mention(ways[(draft.index + 1) % len(ways)](draft.brand.name))
        return draft.unlinked()

    return build


def _cut(name: str, between: str, at: int = 3) -> str:
    return f"{escape(name[:at], quote=False)}{between}{escape(name[at:], quote=False)}"


inline_tags = _by(
    (
        lambda name: f"<b>{name[:2]}</b>{name[2:]}",
        lambda name: f'{name[:3]}<span style="color:#c00">{name[3:]}</span>',
        lambda name: f"<em>{name[:1]}</em>{name[1:4]}<strong>{name[4:]}</strong>",
        lambda name: f'<span class="cap">{name[0]}</span>{name[1:]}',
    ),
    (
        lambda name: f"<mark>{name[:4]}</mark>{name[4:]}",
        lambda name: f'<font size="5">{name[0]}</font>{name[1:]}',
        lambda name: f"<strong><i>{name[:3]}</i></strong><i>{name[3:]}</i>",
        lambda name: f"{name[:5]}<!-- hyphen --><u>{name[5:]}</u>",
    ),
)
soft_hyphen = _by(
    (lambda name: _cut(name, "&shy;"), lambda name: _cut(name, "\u00ad", 4)),
    (lambda name: _cut(name, "&#173;"), lambda name: _cut(name, "&#xAD;", 5)),
)
zero_width = _by(
    (
        lambda name: _cut(name, "\u200b"),
        lambda name: _cut(name, "<wbr>", 4),
        lambda name: _cut(name, "&#8203;", 5),
    ),
    (
        lambda name: _cut(name, "\u2060"),
        lambda name: _cut(name, "&zwnj;", 4),
        lambda name: _cut(name, "\ufeff", 5),
    ),
)
entities = _by(
    (
        lambda name: "".join(f"&#{ord(letter)};" for letter in name),
        lambda name: name.replace("&", "&amp;").replace(" ", "&#32;"),
    ),
    (
        lambda name: "".join(f"&#x{ord(letter):X};" for letter in name),
        lambda name: name.replace("&", "&#38;").replace(" ", "&#x20;"),
    ),
)
no_break_space = _by(
    (lambda name: name.replace(" ", "&nbsp;"), lambda name: name.replace(" ", "\u202f")),
    (
        lambda name: name.replace(" ", "\u00a0"),
        lambda name: name.replace(" ", "&#160;"),
        lambda name: name.replace(" ", "&thinsp;"),
    ),
)
line_break = _by(
    (lambda name: name.replace(" ", "\n            "), lambda name: name.replace(" ", "\r\n\t")),
    (lambda name: name.replace(" ", "   \n"), lambda name: name.replace(" ", "\n\n\t\t")),
)
joined = _by(
    (
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace(" ", ""),
        lambda name: name.replace(" ", "\u2011"),
    ),
    (
        lambda name: name.replace(" ", ""),
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace(" ", "\u2010"),
    ),
)
trademark = _by(
    (
        lambda name: f"{name}®",
        lambda name: f"{name}&trade;",
        lambda name: f"{name}<sup>®</sup>",
        lambda name: f"{name}™",
    ),
    (
        lambda name: f"{name}&reg;",
        lambda name: f"{name}<sup>TM</sup>",
        lambda name: f"{name}&#8482;",
        lambda name: f"©{name}",
    ),
)
all_caps = _by((str.upper,), (str.upper,))
other_capitals = _by((str.capitalize, str.lower), (str.capitalize, lambda name: name[0].lower() + name[1:]))
full_width = _by(
    (lambda name: name.translate(_FULL_WIDTH),), (lambda name: name.upper().translate(_FULL_WIDTH),)
)
sharp_s = _by(
    (lambda name: name.replace("ß", "ss"), lambda name: name.replace("ß", "ss").upper()),
    (
        lambda name: name.replace("ß", "SS").upper(),
        lambda name: name.replace("ß", "ss"),
        lambda name: name.upper().replace("SS", "ẞ"),
    ),
)
turkish_i = _by(
    (lambda name: name.translate(_TURKISH_CAPITALS).upper(), lambda name: name.upper().replace("İ", "I")),
    (lambda name: name.translate(_TURKISH_CAPITALS).upper(), lambda name: name.replace("ı", "i")),
)
accents_missing = _by(
    (lambda name: name.translate(_WITHOUT_ACCENTS), lambda name: name.translate(_WITHOUT_ACCENTS).upper()),
    (lambda name: name.translate(_WITHOUT_ACCENTS), lambda name: _decomposed(name)),
)


def _decomposed(name: str) -> str:
    """With accents as characters of their own: NFD, as some editors write it."""
    return unicodedata.normalize("NFD", name)


def typing_error(draft: Draft) -> Truth:
    """One letter wrong, missing or too many in a long name."""
    draft.mention(draft.brand.typos[draft.index % len(draft.brand.typos)])
    return draft.unlinked()


KINDS: Final = (
    Kind("inline_tags", inline_tags, count=8),
    Kind("soft_hyphen", soft_hyphen),
    Kind("zero_width", zero_width),
    Kind("entities", entities, group="amp"),
    Kind("no_break_space", no_break_space, group="two"),
    Kind("line_break", line_break, group="two"),
    Kind("joined", joined, group="two"),
    Kind("trademark", trademark, count=8),
    Kind("all_caps", all_caps, langs=_LATIN),
    Kind("other_capitals", other_capitals, group="camel"),
    Kind("full_width", full_width, langs=("ja", "zh")),
    Kind("sharp_s", sharp_s, group="sharp", langs=("de", "en", "nl", "sv")),
    Kind("turkish_i", turkish_i, group="turkish", langs=("tr", "tr", "de", "en")),
    Kind("accents_missing", accents_missing, group="accent", langs=_LATIN),
    Kind("typing_error", typing_error, group="long"),
)
