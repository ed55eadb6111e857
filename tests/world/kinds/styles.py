"""How pages look: a dozen page styles, each with chrome, navigation and footer of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Page:
    """What a style is given: texts are plain, ``body`` is HTML, ``links`` are pairs of path and label."""

    lang: str
    title: str
    heading: str
    body: str
    site: str
    links: tuple[tuple[str, str], ...]
    footer: str
    aside: str
    mark: str
    head: str = ""


if TYPE_CHECKING:
    Style: TypeAlias = Callable[[Page], str]


def _items(page: Page, tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="{path}">{escape(label)}</a></{tag}>' for path, label in page.links)


def _row(page: Page, between: str) -> str:
    return between.join(f'<a href="{path}">{escape(label)}</a>' for path, label in page.links)


def _head(page: Page, more: str = "") -> str:
    return (
        f'<meta charset="utf-8"><title>{escape(page.title)}</title>'
        f'<meta name="viewport" content="width=device-width">{page.head}{more}'
    )


def nineties(page: Page) -> str:
    """A page of the nineties: upper-case tags, centred, rules."""
    return (
        f"<HTML><HEAD><TITLE>{escape(page.title)}</TITLE>{page.head}</HEAD><BODY BGCOLOR=#FFFFEE>"
        f"<CENTER><FONT SIZE=+3>{escape(page.site)}</FONT></CENTER><HR><H1>{escape(page.heading)}</H1>"
        f"{page.body}<HR>[ {_row(page, ' | ')} ]<BR><I>{escape(page.footer)}</I></BODY></HTML>"
    )


def wordpress(page: Page) -> str:
    """A blog as its usual software shows it."""
    more = (
        '<meta name="generator" content="WordPress 6.4"><link rel="stylesheet" href="/wp-content/style.css">'
    )
    return (
        f'<!DOCTYPE html><html lang="{page.lang}">'
        f'<head>{_head(page, more)}</head><body class="wp {page.mark}">'
        f'<header class="site-header"><p class="site-title"><a href="/">{escape(page.site)}</a></p>'
        f'<nav><ul class="menu">{_items(page)}</ul></nav></header><main><article class="post">'
        f'<h1 class="entry-title">{escape(page.heading)}</h1><div class="entry-content">{page.body}</div>'
        f'</article></main><aside class="widget">{page.aside}</aside><footer>{escape(page.footer)}</footer>'
        "</body></html>"
    )


def bootstrap(page: Page) -> str:
    """Containers, rows, columns."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}</head><body>'
        f'<nav class="navbar navbar-dark"><a class="navbar-brand" href="/">{escape(page.site)}</a>'
        f'<ul class="navbar-nav">{_items(page)}</ul></nav>'
        f'<div class="container {page.mark}"><div class="row">'
        f'<div class="col-md-8"><h1 class="display-4">{escape(page.heading)}</h1>{page.body}</div>'
        f'<div class="col-md-4">{page.aside}</div></div></div><footer class="text-muted">'
        f"{escape(page.footer)}</footer></body></html>"
    )


def manual(page: Page) -> str:
    """The output of a documentation generator: a tree at the side."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}</head><body><div class="sidebar">'
        f'<a class="logo" href="/">{escape(page.site)}</a><ul class="toctree">{_items(page)}</ul></div>'
        f'<div class="document {page.mark}" role="main"><section><h1>{escape(page.heading)}'
        f'<a class="headerlink" href="#top">¶</a></h1>{page.body}</section></div>'
        f"<footer>{escape(page.footer)}</footer></body></html>"
    )


def newspaper(page: Page) -> str:
    """A paper with its masthead and a column of the most read."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}</head><body><div id="masthead">'
        f'<a href="/">{escape(page.site)}</a></div><div id="ressorts">{_row(page, " · ")}</div>'
        f'<div class="story {page.mark}"><h1>{escape(page.heading)}</h1>{page.body}</div>'
        f'<div class="most-read">{page.aside}</div>'
        f'<div id="imprint">{escape(page.footer)}</div></body></html>'
    )


def shop(page: Page) -> str:
    """A shop: basket, categories, a box for the thing."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}'
        '</head><body class="store"><div class="top">'
        f'<a href="/">{escape(page.site)}</a><a class="basket" href="/cart">0,00</a></div>'
        f'<ul class="categories">{_items(page)}</ul><div class="product {page.mark}"><h1>'
        f"{escape(page.heading)}</h1>{page.body}</div>{page.aside}"
        f"<footer>{escape(page.footer)}</footer></body></html>"
    )


def wiki(page: Page) -> str:
    """A wiki: heading first, tabs, tools."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}</head><body><div id="content">'
        f'<h1 id="firstHeading">{escape(page.heading)}</h1>'
        f'<div id="bodyContent" class="{page.mark}">{page.body}</div>'
        f'</div><div id="p-logo"><a href="/">{escape(page.site)}'
        f'</a></div><div id="p-navigation"><ul>{_items(page)}'
        f'</ul></div><div id="footer">{escape(page.footer)}</div></body></html>'
    )


def government(page: Page) -> str:
    """An authority: skip link, breadcrumbs, accessible."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}</head><body><a href="#main">↓</a>'
        f'<header role="banner"><strong>{escape(page.site)}</strong></header><nav aria-label="main">'
        f'<ul>{_items(page)}</ul></nav><ol class="breadcrumb"><li><a href="/">⌂</a></li><li>'
        f'{escape(page.heading)}</li></ol><main id="main" class="{page.mark}"><h1>{escape(page.heading)}</h1>'
        f'{page.body}</main><footer role="contentinfo">{escape(page.footer)}</footer></body></html>'
    )


def portfolio(page: Page) -> str:
    """One person's page: little but the text; its headings are of the second rank."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}'
        f"<style>body{{max-width:42em}}</style></head>"
        f'<body class="{page.mark}"><p>{_row(page, " / ")}</p><h2>{escape(page.heading)}</h2>{page.body}'
        f"<p><small>{escape(page.site)}. {escape(page.footer)}</small></p></body></html>"
    )


def rendered_app(page: Page) -> str:
    """An application in scripts that the server has rendered beforehand."""
    more = '<link rel="preload" as="script" href="/_app/main.js">'
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page, more)}</head><body><div id="__app">'
        f'<div class="css-{page.mark}"><div class="nav">{_row(page, "")}</div><h1 class="css-h{page.mark}">'
        f"{escape(page.heading)}</h1><div>{page.body}</div></div><div>{escape(page.footer)}</div></div>"
        f'<script id="__DATA__" type="application/json">{{"build":"{page.mark}"}}</script>'
        '<script src="/_app/main.js" defer></script></body></html>'
    )


def tables(page: Page) -> str:
    """A layout of tables in tables; the heading is a bold line in a cell."""
    return (
        f"<html><head>{_head(page)}</head><body><table width=760 cellpadding=4><tr><td colspan=2>"
        f"<b>{escape(page.site)}</b></td></tr><tr><td width=160 valign=top>{_row(page, '<br>')}</td>"
        f'<td class="{page.mark}"><table><tr><td><h1>{escape(page.heading)}</h1></td></tr><tr><td>{page.body}'
        f"</td></tr></table></td></tr><tr><td colspan=2><font size=1>{escape(page.footer)}</font></td></tr>"
        "</table></body></html>"
    )


def forum(page: Page) -> str:
    """A board: posts, ranks, a bar of links."""
    return (
        f'<!doctype html><html lang="{page.lang}"><head>{_head(page)}'
        '</head><body id="board"><div class="headerbar">'
        f'<h2>{escape(page.site)}</h2></div><ul class="linklist">{_items(page)}</ul><div class="{page.mark}">'
        f'<h1 class="topic-title">{escape(page.heading)}</h1>'
        f'<div class="post"><div class="postbody">{page.body}</div>'
        f'</div></div><div class="copyright">{escape(page.footer)}</div></body></html>'
    )


STYLES: tuple[Style, ...] = (
    nineties,
    wordpress,
    bootstrap,
    manual,
    newspaper,
    shop,
    wiki,
    government,
    portfolio,
    rendered_app,
    tables,
    forum,
)
