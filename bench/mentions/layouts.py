"""Layouts: how sites of several sorts write the same page, read from ``layouts/<half>/<name>.toml``.

``page`` holds ``{{places}}``; the other keys say how one item of a place is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from bench.mentions import ballast
from bench.mentions.texts import FOLDER, read_toml

if TYPE_CHECKING:
    from bench.mentions.draft import Draft

_SIZE: Final = (22_000, 95_000)
_STYLE_SHARE: Final = 0.4
_DEFAULTS: Final = {
    "p": "<p>{{text}}</p>",
    "h2": "<h2>{{text}}</h2>",
    "nav_item": '<li><a href="{{href}}">{{text}}</a></li>',
    "footer_item": '<li><a href="{{href}}">{{text}}</a></li>',
    "sidebar_item": '<li><a href="{{href}}">{{text}}</a></li>',
    "related_item": '<li><a href="{{href}}">{{text}}</a></li>',
    "share_item": '<a rel="nofollow" href="{{href}}">{{text}}</a>',
    "comment_item": "<li><b>{{who}}</b> <p>{{text}}</p></li>",
}
_LISTS: Final = ("nav", "footer", "sidebar", "related", "share")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a page."""

    name: str
    templates: dict[str, str]

    def has(self, place: str) -> bool:
        """Whether the layout has such a place."""
        return f"{{{{{place}}}}}" in self.templates["page"]

    def render(self, draft: Draft) -> str:
        """The page as HTML, between 20 and 100 thousand characters unless its text alone is longer."""
        html = self.templates["page"]
        for place, content in self._places(draft).items():
            html = html.replace(f"{{{{{place}}}}}", content)
        for change in draft.after:
            html = change(html)
        return _weighted(html, draft)

    def _places(self, draft: Draft) -> dict[str, str]:
        texts = draft.texts
        labels = ("site", "newsletter", "comments_title", "related_title", "sidebar_title", "share_title")
        lists = {name: self._items(f"{name}_item", getattr(draft, name)) for name in _LISTS}
        return {
            "body": self.body(draft),
            "comments": "\n".join(
                self._item("comment_item", who=escape(who), text=text) for who, text in draft.comments
            ),
            "head": "\n".join([_article_data(draft), *draft.head]),
            "tail": "\n".join(draft.tail),
            **lists,
            **{
                label: texts.label(label) for label in (*labels, "sponsored", "accept", "read_more", "search")
            },
            "lang": texts.lang,
            "dir": texts.direction,
            "title_tag": draft.title_tag,
            "h1": draft.title,
            "author": escape(texts.persons[draft.index % len(texts.persons)]),
            "date": f"20{16 + draft.index % 9}-0{1 + draft.index % 9}-1{draft.index % 10}",
            "cookie": draft.cookie,
            "ad": draft.ad,
        }

    def body(self, draft: Draft) -> str:
        """The article's paragraphs and what stands between them."""
        lines: list[str] = []
        for number, sentences in enumerate(draft.paragraphs):
            lines += [self._block(block) for block in draft.raw.get(number, ())]
            lines.append(self._item("p", text=draft.texts.space.join(sentences)))
        return "\n".join(lines)

    def _block(self, block: str) -> str:
        if block.startswith("{{h2:"):
            return self._item("h2", text=block.removeprefix("{{h2:").removesuffix("}}"))
        return block

    def _items(self, name: str, links: list[tuple[str, str]]) -> str:
        return "\n".join(self._item(name, href=href, text=text) for href, text in links)

    def _item(self, name: str, **values: str) -> str:
        item = self.templates.get(name, _DEFAULTS.get(name, ""))
        for key, value in values.items():
            item = item.replace(f"{{{{{key}}}}}", value)
        return item


def _weighted(html: str, draft: Draft) -> str:
    """With style and scripts up to a random size."""
    missing = max(int(draft.rng.uniform(*_SIZE)) - len(html.encode()), 0)
    heavy = ballast.style(draft.rng, int(missing * _STYLE_SHARE))
    html = html.replace("{{style}}", heavy)
    return html.replace("{{script}}", ballast.script(draft.rng, missing - len(heavy)))


def _article_data(draft: Draft) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": unescape(draft.title_tag),
        "mainEntityOfPage": draft.url,
        "publisher": {"@type": "Organization", "name": unescape(draft.texts.label("site"))},
    }
    text = json.dumps(data, ensure_ascii=draft.index % 2 == 0).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


@cache
def layouts(half: str) -> tuple[Layout, ...]:
    """All layouts of a half, in the order of their names."""
    names = sorted(path.stem for path in (FOLDER / "layouts" / half).glob("*.toml"))
    return tuple(Layout(name, read_toml(f"layouts/{half}/{name}.toml")) for name in names)
