"""One opportunity is one find in a run, however many addresses lead to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from finder.urls import key

if TYPE_CHECKING:
    from finder.items import Find


class DedupePipeline:
    """Drops what this process has already passed on; against the database, the store pipeline merges."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def process_item(self, item: Find) -> Find:
        number = key(item.opportunity.key)
        if number in self._seen:
            raise DropItem("duplicate")
        self._seen.add(number)
        return item
