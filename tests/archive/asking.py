"""Questions to the archive as a crawl asks them, with short times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.archive.facade import CDX_URL, HOST, REPLAY_URL
from tests.checker.opened import visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from finder.items import ArchivedCopy, SourcePage
    from finder.network import Network
    from tests.world import World

QUICK = {"FINDER_CDX_URL": CDX_URL, "FINDER_REPLAY_URL": REPLAY_URL, "FINDER_ARCHIVE_DELAY": 0}


def is_for_sale(page: SourcePage) -> bool:
    """What a caller may know of bad pages."""
    return "for sale" in page.title


def copies_of(
    world: World, *urls: str, is_bad: Callable[[SourcePage], bool] | None = is_for_sale, **settings: Any
) -> list[ArchivedCopy]:
    """The copies of addresses, asked for one after another in one crawl."""

    async def go(network: Network) -> list[ArchivedCopy]:
        return [await network.archive.copy_of(url, is_bad=is_bad) for url in urls]

    return visit(world, go, **{**QUICK, **settings})


def copy_of(world: World, url: str, **how: Any) -> ArchivedCopy:
    """The copy of one address."""
    return copies_of(world, url, **how)[0]


def asked(world: World, beginning: str = "/") -> list[str]:
    """The paths that the archive was asked for, those that begin so."""
    return [record.path for record in world.requests(HOST) if record.path.startswith(beginning)]
