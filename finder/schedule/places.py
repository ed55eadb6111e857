"""Where the spiders of a campaign run: which place is least busy, what each knows of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from finder.schedule.scrapyd import NodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Place(Protocol):
    """Where spiders run; see :class:`finder.schedule.scrapyd.Scrapyd`."""

    @property
    def name(self) -> str: ...
    def log_url(self, spider: str, job: str) -> str: ...
    def load(self) -> int: ...
    def run(self, spider: str, job: str, settings: Sequence[str]) -> None: ...
    def is_there(self, job: str) -> bool | None: ...
    def wait(self) -> None: ...


class Places:
    """All places of a campaign. Of one that is down, ``say`` is told once until it is up again."""

    def __init__(self, places: Sequence[Place], say: Callable[[str], None]) -> None:
        self._places = places
        self._say = say
        self._down: set[str] = set()

    def by_load(self) -> list[Place]:
        """The places that are up, the least busy first."""
        loads: list[tuple[int, int]] = []
        for number, place in enumerate(self._places):
            try:
                loads.append((place.load(), number))
            except NodeError as error:
                self._tell_down(place.name, str(error))
            else:
                self._down.discard(place.name)
        return [self._places[number] for _, number in sorted(loads)]

    def is_there(self, name: str, job: str) -> bool | None:
        """Whether a job runs or waits at a place; ``None`` if that knows nothing of it.

        Raises :class:`NodeError` when the place is down or is none of ours.
        """
        place = next((place for place in self._places if place.name == name), None)
        if place is None:
            raise NodeError(f"{name or 'this machine'} is no longer a node of the schedule")
        try:
            return place.is_there(job)
        except NodeError as error:
            self._tell_down(name, str(error))
            raise

    def wait(self) -> None:
        """Until every process that was begun from here has ended."""
        for place in self._places:
            place.wait()

    def _tell_down(self, name: str, why: str) -> None:
        if name not in self._down:
            self._down.add(name)
            self._say(f"left aside: {why}")
