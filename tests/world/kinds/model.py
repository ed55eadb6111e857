"""What a world of targets is made of: kinds, what is expected of each target, families of kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.kinds.plot import Plot

    Maker: TypeAlias = Callable[[Plot], str]

Truth: TypeAlias = Literal["alive", "dead", "uncertain"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A target as the source page spells it, and what a careful person would say of it."""

    url: str
    truth: Truth
    kind: str
    family: str
    why: str
    anchor: str
    context: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a target behaves; ``make`` builds one on a plot and returns its path or URL."""

    name: str
    family: str
    truth: Truth
    why: str
    make: Maker = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A built world: its targets, the source pages that link to them, ten spellings of one dead page."""

    targets: tuple[Expected, ...]
    seed_pages: tuple[str, ...]
    spellings: tuple[str, ...]


@dataclass(slots=True)
class Family:
    """Collects the kinds of one file. A kind's name is its function's, its reason the docstring."""

    name: str
    kinds: list[Kind] = field(default_factory=list)

    def dead(self, make: Maker) -> Maker:
        """Enter a kind whose targets are dead."""
        return self._enter("dead", make)

    def alive(self, make: Maker) -> Maker:
        """Enter a kind whose targets are alive."""
        return self._enter("alive", make)

    def uncertain(self, make: Maker) -> Maker:
        """Enter a kind whose targets cannot be told from here."""
        return self._enter("uncertain", make)

    def add(self, name: str, truth: Truth, why: str, make: Callable[..., str], *values: object) -> None:
        """Enter a kind that is one of many made by the same function, with ``values`` after the plot."""
        self.kinds.append(Kind(name, self.name, truth, why, partial(_call, make, values)))

    def _enter(self, truth: Truth, make: Maker) -> Maker:
        why = " ".join((make.__doc__ or "").split())
        self.kinds.append(Kind(make.__name__, self.name, truth, why, make))
        return make


def _call(make: Callable[..., str], values: tuple[object, ...], at: Plot) -> str:
    return make(at, *values)
