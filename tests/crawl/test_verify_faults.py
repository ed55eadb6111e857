"""A database that fails while a page is written down ends a verify, which would else wait for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from finder.items import Fetch
from finder.lifecycle import Status
from finder.spiders.verify import VerifySpider
from finder.storage import StorageError
from finder.storage.verifying import VerifyJob
from finder.verification import Looked

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "https://library.example/"
CAMPAIGN = f"""name = "acme"
own.sites = ["https://acme.example/"]
sources.pages = ["{PAGE}"]
kinds = ["broken_link"]
"""


class FullDisk:
    """A ledger that can write nothing."""

    told: BaseException | None = None

    async def page_verified(self, *_given: Any) -> None:
        raise StorageError("the disk is full")

    def stop(self, error: BaseException) -> None:
        self.told = error


def test_the_ledger_hears_of_a_page_that_was_not_read_and_not_written_down(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_text(CAMPAIGN, encoding="utf-8")
    spider = VerifySpider(str(file))
    ledger = FullDisk()
    spider.ledger = ledger  # type: ignore[assignment]
    job = VerifyJob(1, PAGE, (Looked(1, "broken_link", Status.NEW, PAGE),))
    asyncio.run(spider._page_failed(job, Fetch(url=PAGE, final_url=PAGE), "timeout"))
    assert isinstance(ledger.told, StorageError)
