"""Domains that others have taken over: the whole site is replaced by something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.kinds.model import Family
from tests.world.kinds.plot import moved
from tests.world.kinds.tongue import WRITING
from tests.world.kinds.trades import business

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("taken_over")
TRADES = (
    "casino",
    "pharmacy",
    "loans",
    "essays",
    "replica",
    "adult",
    "crypto",
    "roofing",
    "dentist",
    "plumber",
)


def _taken(at: Plot, key: str) -> str:
    """The trade's page at the root; deep links show it too, or lead to it, or the link is to the root."""
    at.empty()
    at.anchor = at.rng.choice((at.article.title, at.place.name))
    html = business(at, at.place, key)
    manner = at.rng.randrange(3)
    at.place.site.page("/", html)
    if manner == 0:
        at.place.site.fallback(html)
        return at.path
    at.place.site.fallback(moved("/", 301) if manner == 1 else None)
    return at.path if manner == 1 else "/"


for key in TRADES:
    FAMILY.add(f"taken_over_{key}", "dead", f"The domain now belongs to another trade: {key}.", _taken, key)


@FAMILY.dead
def taken_over_in_another_language(at: Plot) -> str:
    """The domain shows a trade in a language that the site never spoke."""
    at.empty()
    at.anchor = at.place.name
    html = business(at, at.place, at.rng.choice(("casino", "loans", "dentist")), abroad=True)
    at.place.site.fallback(html)
    return at.rng.choice((at.path, "/"))


@FAMILY.dead
def taken_over_by_another_blog(at: Plot) -> str:
    """The domain holds a blog about everything else, in another language; old addresses lead home."""
    old = at.empty()
    tongue = at.rng.choice([tongue for tongue in WRITING if tongue is not old.tongue])
    others = [subject for subject in tongue.subjects.values() if subject.key != old.subject.key]
    new = at.town.fresh(tongue=tongue, subject=at.rng.choice(others))
    at.town.world.remove(new.host)
    new.site, new.host = old.site, old.host
    new.furnish(at.rng)
    new.site.fallback(moved("/", 301))
    at.anchor = at.rng.choice((old.name, at.article.title))
    return at.path
