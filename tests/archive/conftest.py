"""What the tests of the archive's client share: a running pywb, and the archive as a site of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.archive import pywb as server
from tests.archive.facade import HOST, Facade
from tests.archive.holdings import HOLDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import Site, World


@pytest.fixture(scope="session")
def pywb() -> Iterator[int]:
    """The port of a pywb with our holdings."""
    yield from server.running(HOLDINGS)


@pytest.fixture
def archive(world: World, pywb: int) -> Site:
    """The archive in the world, shaped as archive.org; tests may change its answers."""
    site = world.site(HOST)
    site.fallback(Facade(pywb))
    return site
