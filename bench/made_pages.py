"""Web pages made of chance: the same number always gives the same page."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

BRAND: Final = "Acme Sailing"
_VOCABULARY: Final = 4_000


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[str, ...]:
    chance = random.Random(0)
    return tuple(
        "".join(
            chance.choice("bcdfghklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(1, 4))
        )
        for _ in range(_VOCABULARY)
    )


def subject(number: int) -> str:
    """What a page is about, in four words."""
    return _words(random.Random(f"subject {number}"), 4)


def resource_page(
    number: int,
    outbound: Sequence[str],
    *,
    internal: int = 90,
    size: int = 54_000,
    anchors: Sequence[str] = (),
) -> bytes:
    """A page of about ``size`` bytes with a menu, sections of annotated links, and a mention of ``BRAND``.

    ``anchors``: the words of the links, one for each; chance has its way without.
    """
    chance = random.Random(number)
    menu = "".join(
        f'<li class="menu-item menu-item-{item}"><a class="menu-link" href="/section/{number}/{item}">'
        f"{_words(chance, 2)}</a></li>\n"
        for item in range(internal)
    )
    words = anchors or [_words(chance, 4) for _ in outbound]
    links = [
        f'<a href="{url}" class="external">{each}</a>' for url, each in zip(outbound, words, strict=True)
    ]
    frame = _frame(_words(chance, 5), menu, "")
    room = max(20, (size - len(frame) - sum(map(len, links))) // max(1, len(links)) - 90)
    sections = [_section(chance, links[start : start + 10], room) for start in range(0, len(links), 10)]
    mention = f"<p>{_words(chance, 20)} at {BRAND}, {_words(chance, 20)}.</p>\n"
    return _frame(_words(chance, 5), menu, "".join([*sections, mention])).encode()


def plain_page(number: int, *, size: int = 30_000, title: str = "") -> bytes:
    """An article of about ``size`` bytes with a few links; without a ``title`` it has one of chance.

    As articles do, it speaks of what it is titled: in each third paragraph.
    """
    chance = random.Random(-number - 1)
    menu = "".join(f'<li><a href="/{item}">{_words(chance, 1)}</a></li>' for item in range(20))
    title = title or _words(chance, 5)
    paragraphs = "".join(
        f"<p>{f'{title}: ' if place % 3 == 0 else ''}{_letters(chance, 900)}.</p>\n"
        for place in range(size // 920)
    )
    return _frame(title, menu, paragraphs).encode()


def _frame(title: str, menu: str, main: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="description" content="{title}: all there is to know about it."></head>\n<body>'
        f"<nav><ul>{menu}</ul></nav>\n<main><h1>{title}</h1>\n{main}</main>\n"
        '<footer><p>Made by hand. <a href="/imprint">Imprint</a></p></footer></body></html>\n'
    )


def _section(chance: random.Random, links: Sequence[str], room: int) -> str:
    items = "".join(f'<li class="resource"><p>{link} {_letters(chance, room)}.</p></li>\n' for link in links)
    return f"<h2>{_words(chance, 3)}</h2>\n<p>{_words(chance, 12)}.</p>\n<ul>\n{items}</ul>\n"


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_vocabulary(), k=count)).capitalize()


def _letters(chance: random.Random, length: int) -> str:
    """Words of about ``length`` letters together."""
    return _words(chance, max(1, length // 6))
