"""What a page of our own site says about whose it is: names, people, products, profiles, other domains."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.addresses import is_front_page
from finder.brands.claims import About, Claim, OwnPage, Says, tidy, tidy_name
from finder.brands.own_name import known_words
from finder.items import Placement
from finder.pages.declared import claims_of_entities, elsewhere
from finder.pages.entities import entities_of
from finder.pages.links import links_of, resolver_for
from finder.pages.metadata import metadata_of
from finder.pages.social import network_of, passes_on
from finder.pages.text import headings_of, visible_blocks
from finder.pages.tree import parse
from finder.pages.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.items import Link
    from finder.pages.links import Resolver
    from finder.pages.outline import Outline

_MAX_CLAIMS: Final = 300
_MAX_VALUE: Final = 300
_MAX_TEXT: Final = 100_000
_MAX_LINKS: Final = 3_000
_MAX_HEAD: Final = 500
_LAST_BLOCKS: Final = 300
_MAX_LINE: Final = 400
_MAX_HREFLANG: Final = 200
_DEEPEST_PROFILE: Final = 2
_NAMED: Final = (
    ("og:site_name", Says.OG_SITE_NAME),
    ("application-name", Says.APPLICATION_NAME),
    ("apple-mobile-web-app-title", Says.APPLICATION_NAME),
)
_FRAME: Final = (Placement.HEADER, Placement.NAVIGATION, Placement.FOOTER)
_SIGN: Final = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
_BEFORE_NAME: Final = re.compile(
    r"(?:©|\(c\)|copyright\b|\bby\b|\bvon\b|\d{4}|present|[\s\d,.:;/|–—-])+", re.IGNORECASE
)
_LEGAL: Final = r"(?:inc|llc|ltd|limited|co|corp|s\.|a\.|gmbh|plc)"
_AFTER_NAME: Final = re.compile(
    rf"\s*[|·•;\n()]|\s[–—-]\s|[.](?:\s|\Z)|,(?!\s*{_LEGAL})|\s*©|\b(?:19|20)\d\d\b", re.IGNORECASE
)


def own_page(html: str, url: str) -> OwnPage:
    """What the page at ``url`` (absolute, after redirects) of our own site says about whose it is.

    Never raises, whatever the HTML; at most 300 claims of 300 characters and 100,000 characters of
    text are taken.
    """
    tree = parse(html)
    outline = walk(tree)
    resolver = resolver_for(url, outline)
    declared = metadata_of(outline, resolver.base)
    links = [link for _, link in islice(links_of(outline, resolver), _MAX_LINKS)]
    claims = dict.fromkeys(
        (
            *claims_of_entities(entities_of(tree), url),
            *_named(declared.named),
            *_front_links(links, url),
            *_logos(outline),
            *_copyright(outline),
            *_me(outline, resolver, links),
            *_hreflang(outline, resolver, url),
            *_profiles(links),
        )
    )
    return OwnPage(
        url,
        tuple(islice((claim for claim in claims if len(claim.value) <= _MAX_VALUE), _MAX_CLAIMS)),
        tidy(declared.title, _MAX_HEAD),
        tuple(tidy(head, _MAX_HEAD) for head in (declared.summary, *headings_of(outline)) if head),
        "\n".join(block.text for block in visible_blocks(outline))[:_MAX_TEXT],
    )


def _named(named: Mapping[str, str]) -> Iterator[Claim]:
    for key, says in _NAMED:
        if name := tidy_name(named.get(key, "")):
            yield Claim(About.NAME, name, says)


def _front_links(links: Iterable[Link], url: str) -> Iterator[Claim]:
    """What the link at the head of a page that leads to the front page says, its picture's text too."""
    for link in links:
        if link.outbound or link.placement not in _FRAME or not is_front_page(link.url):
            continue
        name = _without_logo_words(link.anchor)
        if name and urls.hostname(link.url) == urls.hostname(url):
            yield Claim(About.NAME, name, Says.FRONT_LINK)
            return


def _logos(outline: Outline) -> Iterator[Claim]:
    for image in outline.images:
        name = _without_logo_words(image.alt)
        if name and name != tidy_name(image.alt) and outline.placements[image.zone] in _FRAME:
            yield Claim(About.NAME, name, Says.LOGO)
            return


def _without_logo_words(text: str) -> str:
    name = tidy_name(text)
    for word in sorted(known_words("logo"), key=len, reverse=True):
        if name.casefold() == word:
            return ""
        if name.casefold().endswith(" " + word):
            name = tidy_name(name[: -len(word)])
        elif name.casefold().startswith(word + " "):
            name = tidy_name(name[len(word) :])
    return name


def _copyright(outline: Outline) -> Iterator[Claim]:
    for block in reversed(visible_blocks(outline)[-_LAST_BLOCKS:]):
        found = _SIGN.search(block.text) if len(block.text) <= _MAX_LINE else None
        if found is not None:
            rest = _BEFORE_NAME.sub("", block.text[found.start() :], count=1)
            if name := tidy_name(_until_rights(rest)) or tidy_name(block.text[: found.start()]):
                yield Claim(About.NAME, name, Says.COPYRIGHT)
                return


def _until_rights(text: str) -> str:
    """The beginning of a copyright line's rest: up to a mark, or words that no name has."""
    border = _AFTER_NAME.search(text)
    text = text[: border.start()] if border else text
    end = _rights().search(text)
    return text[: end.start()] if end else text


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known_words('rights')))})", re.IGNORECASE)


def _me(outline: Outline, resolver: Resolver, links: Iterable[Link]) -> Iterator[Claim]:
    for link in links:
        if "me" in link.rel and link.outbound:
            yield Claim(About.SOCIAL_PROFILE, link.url, Says.REL_ME)
    for tag, attributes, _ in outline.declarations:
        if tag == "link" and "me" in (attributes.get("rel") or "").lower().split():
            url = resolver.resolve((attributes.get("href") or "").strip())
            if url is not None and resolver.outbound(url):
                yield Claim(About.SOCIAL_PROFILE, url, Says.REL_ME)


def _hreflang(outline: Outline, resolver: Resolver, url: str) -> Iterator[Claim]:
    """Other domains with this page in another language, if the page itself is in that list."""
    sites: dict[str, None] = {}
    for tag, attributes, _ in outline.declarations:
        if (
            tag == "link"
            and attributes.get("hreflang")
            and "alternate" in (attributes.get("rel") or "").lower()
        ):
            other = resolver.resolve((attributes.get("href") or "").strip())
            if other is not None and len(sites) < _MAX_HREFLANG:
                sites[urls.site(other)] = None
    if urls.site(url) in sites:
        yield from (Claim(About.DOMAIN, site, Says.HREFLANG) for site in sites if site != urls.site(url))


def _profiles(links: Iterable[Link]) -> Iterator[Claim]:
    """Accounts that header or footer link to; not what passes the page on, nor single posts."""
    for link in links:
        if not link.outbound or link.placement not in _FRAME or "?" in link.url or is_front_page(link.url):
            continue
        path = link.url.partition("://")[2].partition("/")[2].strip("/")
        is_account = "/" in urls.prospect(link.url) or (network_of(link.url) and elsewhere(link.url))
        if is_account and not passes_on(link.url) and path and path.count("/") < _DEEPEST_PROFILE:
            yield Claim(About.SOCIAL_PROFILE, link.url, Says.FRAME)
