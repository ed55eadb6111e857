"""Rules that lead visitors of dead pages of ours to the page that fits: for nginx and Apache.

What is not sure is a comment, never a rule. Nothing of an address can end a line, a comment or a quoted text:
addresses are spelled anew before they are written, and what has a meaning to a server is escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes, urlsplit

from finder.urls import hostname, identity, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Characters that mean only themselves to regular expressions and to servers, and those that need a backslash.
_PLAIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_-=&,:@!~%")
_MARKED: Final = frozenset(".+*?()[]{}|^$")
_IN_ADDRESS: Final = re.compile(r"[^A-Za-z0-9/?&=:;@!*()+,~%._-]")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
# What comes with a visitor from elsewhere and says nothing about the page.
_TRACKING: Final = r"(?:utm_[a-z]+|fbclid|gclid|msclkid)="
_NO_TEXT: Final = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_COMMENT: Final = 300


@dataclass(frozen=True, slots=True)
class Redirect:
    """A dead page of ours, and the page of ours that visitors are to be led to (empty: none fits).

    ``score``: the chance that it is the right one (0-1), ``why`` what speaks for it. ``pages`` of so many
    ``domains`` link to the dead page. ``doubt``: why this is no rule; empty: it is one.
    """

    dead_url: str
    leads_to: str
    score: float = 0.0
    why: str = ""
    pages: int = 0
    domains: int = 0
    reason: str = ""
    dead_since: str = ""
    doubt: str = ""


def judged(redirects: Iterable[Redirect], min_score: float) -> list[Redirect]:
    """The redirects with the most links first, each with what speaks against making a rule of it."""
    ordered = sorted(redirects, key=lambda each: (-each.domains, -each.pages, each.dead_url))
    dead = {place for each in ordered if (place := _place(each.dead_url))}
    taken: set[tuple[str, str, str]] = set()
    found = []
    for each in ordered:
        doubt = each.doubt or _doubt(each, min_score, dead, taken)
        if not doubt and (place := _place(each.dead_url)):
            taken.add(place)
        found.append(replace(each, doubt=doubt))
    return found


def nginx(redirects: Iterable[Redirect]) -> Iterator[str]:
    """The lines of a file for the http block of nginx, with what a server block needs as a comment."""
    yield "# Include this file in the http block, and in the server block of each host that it names have:"
    yield "#     if ($finder_redirect) { return 301 $finder_redirect; }"
    yield 'map "$host$request_uri" $finder_redirect {'
    yield '    default "";'
    for each in redirects:
        yield f"    {_comment(each)}"
        if place := _rule(each):
            name, path, query = place
            asked = rf"\?{_raw(query)}" if query else rf"(?:\?{_TRACKING}.*)?"
            yield f'    "~^{_raw(name)}{_raw(path)}{asked}$" "{_written(each.leads_to)}";'
    yield "}"


def apache(redirects: Iterable[Redirect]) -> Iterator[str]:
    """The lines of a file for the virtual hosts of Apache 2.4, or an ``.htaccess`` at the top of a site."""
    yield "# Needs mod_rewrite."
    yield "RewriteEngine On"
    for each in redirects:
        yield _comment(each)
        if place := _rule(each):
            name, path, query = place
            asked = _raw(query) if query else rf"(?:{_TRACKING}.*)?"
            yield rf'RewriteCond "%{{HTTP_HOST}}" "^{_raw(name)}(?::[0-9]+)?$" [NC]'
            yield rf'RewriteCond "%{{QUERY_STRING}}" "^{asked}$"'
            # In the address to lead to, % and a digit would be what a condition found.
            leads_to = _written(each.leads_to).replace("%", r"\%")
            yield rf'RewriteRule "^/?{_decoded(path)}$" "{leads_to}" [R=301,L,NE,QSD]'


def _doubt(
    each: Redirect, min_score: float, dead: set[tuple[str, str, str]], taken: set[tuple[str, str, str]]
) -> str:
    place = _place(each.dead_url)
    if place is None:
        return "the dead address cannot be spelled"
    if not each.leads_to:
        return "no page of ours fits"
    aim = _place(each.leads_to)
    if aim is None:
        return "the address to lead to cannot be spelled"
    if aim in dead:
        return "it would lead to an address that is dead or the same"
    if place[1:] == ("/", ""):
        return "a whole site would be led elsewhere"
    if re.search("%(?:2f|5c|00)", place[1], re.IGNORECASE):
        return "servers read a slash or nothing into its escapes"
    if place in taken:
        return "another spelling of it is a rule already"
    return f"{each.score:.2f} is less than {min_score:.2f}" if each.score < min_score else ""


def _place(url: str) -> tuple[str, str, str] | None:
    """Host, path and query of an address in its one spelling, by which servers know it."""
    spelled = resolve(url)
    if spelled is None:
        return None
    parts = urlsplit(identity(spelled))
    return hostname(spelled), parts.path or "/", parts.query


def _rule(each: Redirect) -> tuple[str, str, str] | None:
    return None if each.doubt else _place(each.dead_url)


def _raw(text: str) -> str:
    """An expression for a text as it stands in a request; escapes may be written in either case."""
    parts = _ESCAPE.split(text)
    return "".join(
        f"%(?i:{part})" if place % 2 else "".join(map(_literal, part.encode()))
        for place, part in enumerate(parts)
    )


def _decoded(path: str) -> str:
    """An expression for a path as Apache matches it: without its first slash and its escapes."""
    return "".join(map(_literal, unquote_to_bytes(path[1:])))


def _literal(byte: int) -> str:
    character = chr(byte)
    if character in _PLAIN:
        return character
    return f"\\{character}" if character in _MARKED else f"\\x{byte:02x}"


def _written(url: str) -> str:
    """An address in which nothing has a meaning to a server's configuration."""
    spelled = identity(resolve(url) or "")
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), spelled)


def _comment(each: Redirect) -> str:
    pages = f"{each.pages:,} page{'' if each.pages == 1 else 's'}"
    domains = f"{each.domains:,} domain{'' if each.domains == 1 else 's'}"
    linked = f"linked from {pages} of {domains}"
    if each.doubt:
        offer = f" -> {each.leads_to}" if each.leads_to else ""
        return _one_line(f"# Doubtful ({each.doubt}), {linked}: {each.dead_url}{offer}")
    return _one_line(f"# {linked}; {each.score:.2f}, {each.why}")


def _one_line(text: str) -> str:
    """A comment that ends where its line does: after a backslash the next line would be a part of it."""
    return _NO_TEXT.sub(" ", text)[:_LONGEST_COMMENT].strip()
