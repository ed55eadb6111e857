"""Builds the world: every kind so many times, then the source pages that link to the targets."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from tests.world.kinds import (
    alive_tricky,
    blocked,
    files,
    hard,
    hosting,
    http_odd,
    names_and_doors,
    parked,
    redirects_fine,
    redirects_nowhere,
    removed,
    soft_404,
    soft_shells,
    taken_over,
    tls,
    waiting,
)
from tests.world.kinds.model import Expected, Made
from tests.world.kinds.plot import Plot, Town
from tests.world.kinds.sources import link_to, publish
from tests.world.kinds.spellings import spellings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.world import World
    from tests.world.kinds.model import Kind
    from tests.world.kinds.tongue import Tongue

# Those that use what others have built come last.
FAMILIES = (
    hard.FAMILY,
    names_and_doors.DNS,
    names_and_doors.UNREACHABLE,
    soft_404.FAMILY,
    soft_shells.FAMILY,
    removed.FAMILY,
    redirects_nowhere.FAMILY,
    redirects_fine.FAMILY,
    parked.FAMILY,
    hosting.SUSPENDED,
    hosting.DEFAULT_SERVER,
    taken_over.FAMILY,
    waiting.CONSTRUCTION,
    waiting.MAINTENANCE,
    waiting.UNWELL,
    blocked.FAMILY,
    blocked.NEEDS_BROWSER,
    blocked.ROBOTS,
    tls.FAMILY,
    http_odd.FAMILY,
    files.FAMILY,
    alive_tricky.FAMILY,
)
KINDS: tuple[Kind, ...] = tuple(kind for family in FAMILIES for kind in family.kinds)


def build(
    world: World, seed: int, per_kind: int = 4, *, kinds: Iterable[Kind] = KINDS, links_a_page: int = 40
) -> Made:
    """Add a whole world of targets to ``world``, and the source pages that link to them."""
    rng = Random(f"world of targets {seed}")
    town = Town(world, rng)
    made = list(_targets(town, tuple(kinds), per_kind))
    rng.shuffle(made)
    spellings, extra = spellings_of(town)
    pages = publish(town, made, extra, links_a_page)
    return Made(tuple(target for _, target in made), pages, spellings)


def demo(world: World) -> None:
    """A world to look at: ``python -m tests.world tests.world.kinds:demo``."""
    for page in build(world, seed=1, per_kind=1).seed_pages:
        print(page)


def _targets(town: Town, kinds: tuple[Kind, ...], per_kind: int) -> Iterator[tuple[Tongue, Expected]]:
    taken: set[str] = set()
    for kind in kinds:
        for tongue, target in islice(_tries(town, kind, taken), per_kind):
            taken.add(target.url)
            yield tongue, target


def _tries(town: Town, kind: Kind, taken: set[str]) -> Iterator[tuple[Tongue, Expected]]:
    while True:
        plot = Plot(town, kind, town.rng)
        said = kind.make(plot)
        url = plot.place.url(said) if said.startswith("/") else said
        if url in taken:
            continue
        tongue, anchor, context = link_to(plot, url)
        yield tongue, Expected(url, kind.truth, kind.name, kind.family, kind.why, anchor, context)
