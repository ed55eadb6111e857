"""The world as a pytest fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> Iterator[World]:
    """A running web without sites, ended after the test."""
    with World() as running:
        yield running
