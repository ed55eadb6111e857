"""What the tests of the checker share."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def no_authorities_but_the_world_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust no certificates of this machine: the tests do not depend on them, and loading them takes time."""
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    monkeypatch.setenv("SSL_CERT_DIR", os.devnull)
