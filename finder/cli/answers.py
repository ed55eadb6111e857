"""What an address answered, told where a page of it was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Failure

if TYPE_CHECKING:
    from finder.items import Fetch

# Of a page that shows little without its scripts.
NEEDS_BROWSER: Final = "its scripts write more than is seen here; a crawl looks in a browser (finder doctor)"
_MAX_DETAIL: Final = 200
_HTML: Final = ("text/html", "application/xhtml+xml", "")


def why_not_read(fetch: Fetch) -> str:
    """Why there is no page to read, in words that follow "cannot be read": ``it answers 404``."""
    if fetch.failure is Failure.ROBOTS_DISALLOWED:
        return "robots.txt forbids it"
    if fetch.failure:
        return f"{fetch.failure.replace('_', ' ')} {fetch.detail[:_MAX_DETAIL]}".rstrip()
    return f"it answers {fetch.status}"


def is_page(content_type: str) -> bool:
    """Whether a ``Content-Type`` is that of a web page, or says nothing."""
    return content_type.partition(";")[0].strip().lower() in _HTML
