"""Links to us as a page has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.addresses import plain, without_idle_parameters
from finder.items import Placement

if TYPE_CHECKING:
    from finder.items import Link

_NOT_FOLLOWED: Final = frozenset({"nofollow", "sponsored", "ugc"})


class OwnLink(NamedTuple):
    """A link to us and the identity of our address that it leads to, maybe through a redirector."""

    link: Link
    url: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A backlink as it was found; ``url`` is an identity, empty: it was never found."""

    url: str = ""
    anchor: str = ""
    context: str = ""
    heading: str = ""
    rel: str = ""
    placement: str = ""
    image: bool = False


def as_found(own: OwnLink) -> FoundLink:
    """What is kept of a link."""
    link = own.link
    return FoundLink(
        own.url, link.anchor, link.context, link.heading, " ".join(link.rel), link.placement.value, link.image
    )


def form(url: str) -> str:
    """What addresses have in common that differ in scheme, ``www.``, slash, case or idle parameters only."""
    return plain(without_idle_parameters(url))


def worth(own: OwnLink) -> tuple[bool, bool, bool]:
    """An order, the best first: main text before template, followed before not, words before none."""
    link = own.link
    return link.placement is not Placement.MAIN, not _NOT_FOLLOWED.isdisjoint(link.rel), not link.anchor
