"""What is no page but a file, a feed, a picture, a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import alive, way

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def is_file(case: Case) -> Verdict | None:
    """Alive: an answer with content that is not a page of text; only its beginning was read."""
    fetch = case.fetch
    if fetch.status is None or case.page is not None:
        return None
    kind = fetch.headers.get("content-type", "").partition(";")[0].strip() or "of unknown type"
    size = fetch.headers.get("content-length", "")
    long = f", {int(size):,} bytes long" if size.isascii() and size.isdigit() else ""
    return alive("file", f"{fetch.final_url} answers {fetch.status} with a file ({kind}{long}){way(fetch)}.")
