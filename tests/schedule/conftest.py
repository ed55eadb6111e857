"""One Scrapyd for all tests of a process that neither kill it nor want it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.schedule.scrapyd_server import scrapyd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.schedule.scrapyd_server import Scrapyd


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    """A running Scrapyd with finder installed beside it."""
    with scrapyd(tmp_path_factory.mktemp("node") / "scrapyd") as server:
        yield server


@pytest.fixture(scope="session")
def idle_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    """A running Scrapyd that takes jobs and begins none."""
    with scrapyd(tmp_path_factory.mktemp("idle") / "scrapyd", poll_seconds=3600) as server:
        yield server
