"""What Scrapy logs of items, where finder has a clearer line for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from finder.storage import StorageError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class LogLines(LogFormatter):
    """No traceback for a database that cannot be read: the crawl ends with a line of what to do."""

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        said = super().item_error(item, exception, response, spider)
        if isinstance(exception, StorageError):
            said["level"] = logging.DEBUG
        return said
