"""Cases made by hand: a page, what a neighbour answered, what the links promise."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from finder.case import Case
from finder.items import Failure, Fetch, Hop, Promise, Purpose, SecondLook
from finder.pages.signals import signals_of

URL = "https://site.example/guides/splicing-rope"
BESIDE = "https://site.example/guides/bafogi-levu"
ROPE = "Splicing a rope joins two strands. A good splice of rope keeps its strength; a knot in it does not. "
ARTICLE = f"<title>Splicing rope | Site</title><h1>Splicing rope</h1><p>{ROPE * 8}</p>"
PROMISE = Promise(
    ("Splicing rope",),
    ("Splicing rope by hand is shown step by step, with fids and whipping twine.",),
    ("Knots and ropework",),
    ("Seamanship links",),
    ("en",),
)


def answer(
    html: str | None = None,
    url: str = URL,
    status: int | None = 200,
    by_way_of: tuple[str, ...] = (),
    **more: Any,
) -> Fetch:
    """An answer with a page (``html``), reached from the addresses ``by_way_of``."""
    stations = (*by_way_of, url)
    hops = tuple(Hop(at, 301, to) for at, to in pairwise(stations))
    facts: dict[str, Any] = {
        "url": stations[0],
        "final_url": url,
        "status": status,
        "hops": (*hops, Hop(url, status)),
        "requests": len(stations),
        "fetched_at": "2026-11-25T08:00:00Z",
        "page": None if html is None else signals_of(html, url),
        "body_bytes": len(html or ""),
        "headers": {"content-type": "text/html"} if html is not None else {},
    }
    return Fetch(**{**facts, **more})


def failed(failure: Failure, url: str = URL, **more: Any) -> Fetch:
    """No answer."""
    return answer(None, url, None, failure=failure, **more)


def beside(html: str | None = None, status: int | None = 404, final: str = "", **more: Any) -> SecondLook:
    """What the made-up neighbour answered, perhaps at another address (``final``)."""
    way = (BESIDE,) if final else ()
    return SecondLook(Purpose.SIBLING, BESIDE, "", answer(html, final or BESIDE, status, way, **more))


def again(status: int | None = 404, **more: Any) -> SecondLook:
    """The same address once more."""
    return SecondLook(Purpose.AGAIN, URL, "", answer(None, status=status, **more))


def case(fetch: Fetch, *seconds: SecondLook, promise: Promise = PROMISE, **more: Any) -> Case:
    """A case of a link that promises to tell how to splice rope."""
    return Case(fetch, promise, seconds, **more)
