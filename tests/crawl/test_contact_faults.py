"""A site that breaks our reader costs the search of that site, and none of the others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from finder.contact_search import ContactSearch, Found, LeadPage
from finder.observe import NetworkDown
from finder.spiders.contacts import ContactsSpider

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CAMPAIGN = """name = "acme"
own.sites = ["https://acme.example/"]
sources.pages = ["https://library.example/"]
kinds = ["broken_link"]
"""


class Failing(ContactSearch):
    """A search that ends in an error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def search(self, name: str, pages: Sequence[LeadPage]) -> Found:
        raise self._error


def searched(folder: Path, error: Exception) -> Found:
    """What the search of a prospect comes to that meets an error."""
    file = folder / "acme.toml"
    file.write_text(CAMPAIGN, encoding="utf-8")
    spider = ContactsSpider(str(file))
    spider._search = Failing(error)
    return asyncio.run(spider._searched("library.example", [LeadPage("https://library.example/")]))


def test_a_fault_of_ours_is_written_down_and_ends_no_search(tmp_path: Path) -> None:
    found = searched(tmp_path, RecursionError("deep"))
    assert found.detail == "we failed on it (RecursionError)"
    assert not found.looked, "nothing is concluded from it"


def test_our_own_network_ends_it(tmp_path: Path) -> None:
    with pytest.raises(NetworkDown):
        searched(tmp_path, NetworkDown("no route"))
