"""Turns the texts of the demo into web pages."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)]+)\)")
_IMAGE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")


class Item(NamedTuple):
    """One entry of a resource page: the address as the page writes it, anchor text, a sentence."""

    href: str
    anchor: str
    sentence: str


def document(title: str, main: str, *, site: str, head: str = "", aside: str = "", footer: str = "") -> str:
    """A whole page: header with navigation, main text, sidebar, footer."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>
<body>
<header><a href="/">{escape(site)}</a>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main>
{main}
</main>
{f'<aside class="sidebar">{aside}</aside>' if aside else ""}
<footer><p>&copy; 2026 {escape(site)}. {footer}</p></footer>
</body></html>
"""


def prose(text: str) -> str:
    """Paragraphs, ``##`` headings, ``[text](address)`` links and ``![text](address)`` images as HTML."""
    blocks = re.split(r"\n\s*\n|\n(?=## )|(?<=\n)(?=## )", text.strip())
    return "\n".join(_block(block.strip()) for block in blocks if block.strip())


def _block(block: str) -> str:
    first, _, rest = block.partition("\n")
    if first.startswith("## "):
        return f"<h2>{escape(first[3:])}</h2>" + (f"\n{_block(rest.strip())}" if rest.strip() else "")
    return f"<p>{linked(block)}</p>"


def linked(text: str) -> str:
    """A text with its links and images as HTML."""
    shown = _IMAGE.sub(r'<img src="\2" alt="\1">', escape(text, quote=False))
    return LINK.sub(r'<a href="\2">\1</a>', shown)


def sections(text: str) -> list[tuple[str, list[Item]]]:
    """The headings of a list of links, each with its items."""
    found: list[tuple[str, list[Item]]] = []
    for line in text.strip().splitlines():
        if line.startswith("## "):
            found.append((line[3:], []))
        elif line.startswith("- "):
            href, anchor, sentence = (part.strip() for part in line[2:].split(" | "))
            found[-1][1].append(Item(href, anchor, sentence))
    return found


def listing(frame: str, heading: str, items: list[Item]) -> str:
    """One section of a resource page in the page's own way of writing lists."""
    anchors = [f'<a href="{escape(item.href)}">{escape(item.anchor)}</a>' for item in items]
    sentences = [escape(item.sentence) for item in items]
    pairs = list(zip(anchors, sentences, strict=True))
    match frame:
        case "definitions":
            body = "".join(f"<dt>{anchor}</dt><dd>{sentence}</dd>\n" for anchor, sentence in pairs)
            return f"<h3>{escape(heading)}</h3><dl>{body}</dl>"
        case "table":
            body = "".join(f"<tr><td>{anchor}</td><td>{sentence}</td></tr>\n" for anchor, sentence in pairs)
            return f"<h2>{escape(heading)}</h2><table><tbody>{body}</tbody></table>"
        case _:
            body = "".join(f"<li>{anchor} - {sentence}</li>\n" for anchor, sentence in pairs)
            return f"<h2>{escape(heading)}</h2><ul>{body}</ul>"
