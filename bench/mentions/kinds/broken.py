"""Named in the article of a page whose markup is broken in a way that browsers put up with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_PLAIN_ATTRIBUTE: Final = re.compile(r'(<[^<>]*? [\w-]+)="([\w/-]+)"(?=[ >])')
_FRAME: Final = re.compile(r"<!doctype[^>]*>|</?html[^>]*>|</?head>|</?body[^>]*>", re.IGNORECASE)


def _without(*tags: str) -> Callable[[str], str]:
    pattern = re.compile("|".join(f"</{tag}>" for tag in tags), re.IGNORECASE)
    return lambda html: pattern.sub("", html)


def _unquoted(html: str) -> str:
    return _PLAIN_ATTRIBUTE.sub(r"\1=\2", html)


def _stray(html: str) -> str:
    return html.replace("</h1>", "</h1></span></b></font></i>").replace("</h2>", "</h2></em></span>")


def _frameless(html: str) -> str:
    return _FRAME.sub("", html)


def _odd_characters(html: str) -> str:
    return html.replace("</h1>", "</h1>\x0b<<>< 5 & &unknown; &#xFFFFFFF; <!></ >", 1)


_CHANGES: Final = {
    "dev": (_without("p", "li"), _stray, _unquoted, _frameless, _without("html", "body", "head")),
    "held": (
        _without("td", "tr", "li", "dt", "dd"),
        _odd_characters,
        _frameless,
        _without("p", "option"),
        _stray,
    ),
}
_MENTIONS: Final = {
    "dev": ("<b><i>{name}</b></i>", "{name}", "<font color=red>{name}", "{name}</span></span>"),
    "held": ("<em><strong>{name}</em></strong>", "<em>{name}", "{name}</b>", "<nosuchtag>{name}</nosuchtag>"),
}


def broken(draft: Draft) -> Truth:
    """Tags are missing, nested wrongly or left over."""
    changes, mentions = _CHANGES[draft.half], _MENTIONS[draft.half]
    draft.after.append(changes[draft.index % len(changes)])
    draft.mention(mentions[draft.index % len(mentions)].format(name=draft.name()))
    return draft.unlinked()


KINDS: Final = (Kind("broken_markup", broken, count=10),)
