"""Sites that are not what they should be just now: being built, being repaired, unwell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, Sequence
from tests.world.kinds.model import Family

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

CONSTRUCTION = Family("construction")
MAINTENANCE = Family("maintenance")
UNWELL = Family("unwell")


@CONSTRUCTION.uncertain
def coming_soon(at: Plot) -> str:
    """The whole site says that it will come soon; the link is to its root."""
    at.empty().site.page("/", at.notice("construction", chrome=False))
    return "/"


@CONSTRUCTION.uncertain
def under_construction(at: Plot) -> str:
    """Every address says, below the site's own name, that it is being built anew."""
    tongue = at.empty().tongue
    said = tongue.say(at.rng, "construction")
    form = f'<form><input type="email"><button>{escape(tongue.word(12))}</button></form>'
    at.place.site.fallback(at.place.render(said, at.place.name, f"<p>{escape(said)}</p>{form}"))
    return at.rng.choice((at.path, "/"))


@MAINTENANCE.uncertain
def maintenance_503(at: Plot) -> str:
    """Every address answers 503 with Retry-After and a word about maintenance."""
    at.empty()
    page = at.notice("maintenance", chrome=False)
    wait = at.rng.choice(("3600", "86400", "Fri, 31 Dec 2049 23:59:59 GMT"))
    at.place.site.fallback(Answer(page, 503, headers={"Retry-After": wait}))
    return at.path


@MAINTENANCE.uncertain
def maintenance_200(at: Plot) -> str:
    """Every address answers 200 and a word about maintenance."""
    at.empty()
    at.place.site.fallback(at.notice("maintenance", chrome=at.rng.random() < 0.5))
    return at.rng.choice((at.path, "/"))


def _unwell(at: Plot, status: int) -> str:
    at.honest()
    at.place.site.answer(at.path, Answer(f"<h1>{status}</h1><hr><p>{at.place.host}</p>", status))
    return at.path


for status in (500, 502, 503, 504, 520, 522):
    UNWELL.add(
        f"status_{status}",
        "uncertain",
        f"The server answers {status} today, however often it is asked.",
        _unwell,
        status,
    )


@UNWELL.alive
def once_503(at: Plot) -> str:
    """503 the first time, the article ever after."""
    at.honest().site.answer(at.path, Sequence(Answer("<h1>busy</h1>", 503), Answer(at.page())))
    return at.path


@UNWELL.alive
def once_500(at: Plot) -> str:
    """500 the first time, the article ever after."""
    at.honest().site.answer(at.path, Sequence(Answer("<h1>Error</h1>", 500), Answer(at.page())))
    return at.path


@UNWELL.alive
def once_429(at: Plot) -> str:
    """429 and a second to wait the first time, the article ever after."""
    slow = Answer("<h1>Slow down</h1>", 429, headers={"Retry-After": "1"})
    at.honest().site.answer(at.path, Sequence(slow, Answer(at.page())))
    return at.path
