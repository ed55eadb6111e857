"""The links of a page as a browser would follow them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.items import Link
from finder.pages.context import MAX_ANCHOR, anchor_text, context_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.pages.outline import Anchor, Outline

_NO_WEB_REQUEST: Final = ("#", "mailto:", "tel:", "javascript:", "data:", "sms:", "about:", "blob:")
_MAX_SPELLING: Final = 2_000
_MAX_REL_TOKENS: Final = 20


@dataclass(slots=True)
class Resolver:
    """Addresses of one page: each spelling is parsed once, each host looked up once."""

    base: str
    home: str
    _root: str = field(init=False)
    _known: dict[str, str | None] = field(default_factory=dict)
    _outbound: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out where addresses that begin with a slash start."""
        self._root = (urls.resolve("/", self.base) or "").rstrip("/")

    def resolve(self, spelling: str) -> str | None:
        """The absolute http(s) address of an ``href``, ``None`` if it leads to no other page."""
        known = self._known
        if spelling not in known:
            known[spelling] = self._resolved(spelling)
        return known[spelling]

    def _resolved(self, spelling: str) -> str | None:
        if spelling[:1] == "/" and spelling[1:2] not in ("/", "\\") and self._root:
            return urls.resolve(self._root + spelling)
        if not spelling or spelling[:11].lower().startswith(_NO_WEB_REQUEST):
            return None
        return urls.resolve(spelling, self.base)

    def outbound(self, url: str) -> bool:
        """Whether an address belongs to another registrable domain than the page."""
        origin = url[: url.find("/", 8)]
        if origin not in self._outbound:
            self._outbound[origin] = urls.site(url) != self.home
        return self._outbound[origin]


def resolver_for(url: str, outline: Outline) -> Resolver:
    """The resolver of a page at ``url``, which minds its first ``<base href>``."""
    base = url
    for tag, attributes, _ in outline.declarations:
        if tag == "base" and attributes.get("href") is not None:
            base = urls.resolve((attributes["href"] or "").strip(), url) or url
            break
    return Resolver(base, urls.site(url))


def links_of(outline: Outline, resolver: Resolver) -> Iterator[tuple[Anchor, Link]]:
    """Each http(s) link with the anchor it was read from, in document order."""
    placements = outline.placements
    for anchor in outline.anchors:
        given = anchor.attributes.get
        spelling = (given("href") or given("xlink:href") or "").strip()
        url = resolver.resolve(spelling)
        if url is None:
            continue
        text, rel, outbound = anchor_text(outline, anchor), given("rel"), resolver.outbound(url)
        yield (
            anchor,
            Link(
                url,
                spelling[:_MAX_SPELLING],
                text or _label(anchor),
                context_of(outline, anchor) if outbound else "",
                anchor.heading[:MAX_ANCHOR],
                tuple(rel.lower().split()[:_MAX_REL_TOKENS]) if rel else (),
                placements[anchor.zone],
                not text and (anchor.has_image or anchor.tag == "area"),
                outbound,
            ),
        )


def _label(anchor: Anchor) -> str:
    """The name of a link without text: its image's alternative text, its title or its ARIA label."""
    given = anchor.attributes.get
    label = anchor.image_text or given("alt") or given("title") or given("aria-label") or ""
    return " ".join(label.split())[:MAX_ANCHOR]
