"""Sees to the schedule of a campaign: begins what is due, follows what runs, posts the spider after it."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from finder.schedule.due import next_due
from finder.schedule.scrapyd import NodeError
from finder.schedule.tasks import Task, expression_of, spiders_of
from finder.storage import runs, scheduling, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from finder.campaign import Campaign
    from finder.schedule.notify import Notices
    from finder.storage import Database
    from finder.storage.scheduling import Begun

# So long a job may be neither known to its node nor at work: it is being started.
_STARTING_SECONDS: Final = 60.0
# So long a node that has a job which is not at work yet may be down.
_DOWN_SECONDS: Final = 600.0
_NEVER_BEGAN: Final = "it ended before it began; see its log"


class Place(Protocol):
    """Where spiders run; see :class:`finder.schedule.scrapyd.Scrapyd`."""

    @property
    def name(self) -> str: ...
    def log_url(self, spider: str, job: str) -> str: ...
    def load(self) -> int: ...
    def run(self, spider: str, job: str, settings: Sequence[str]) -> None: ...
    def is_there(self, job: str) -> bool | None: ...
    def wait(self) -> None: ...


class Scheduler:
    """The schedule of one campaign. All that it has to remember is in the database.

    ``settings`` (``NAME=VALUE``) go along with every spider. ``say`` is told what happens, a line each;
    ``notices`` tells people of tasks that have ended.
    """

    def __init__(
        self,
        campaign: Campaign,
        database: Database,
        places: Sequence[Place],
        settings: Sequence[str],
        say: Callable[[str], None],
        notices: Notices,
    ) -> None:
        self._campaign = campaign
        self._database = database
        self._id = database.write(runs.enrol, campaign.name)
        self._places = places
        self._settings = settings
        self._say = say
        self._notices = notices
        self._down: set[str] = set()
        self._waits: dict[Task, str] = {}
        self._taken_up: set[str] = set()

    def leave_out_missed(self) -> None:
        """The times of all tasks up to now are left out."""
        for task, expression in self._due_tasks():
            self._database.write(scheduling.consider, self._id, task, expression, runs.now())
            self._database.write(scheduling.skip, self._id, task, runs.now())

    def tick(self) -> None:
        """Follow what runs, then begin what is due. Raises :class:`finder.storage.StorageError`."""
        running = self.follow()
        for task, expression in self._due_tasks():
            considered = self._database.write(scheduling.consider, self._id, task, expression, runs.now())
            due = next_due(expression, self._campaign.schedule.timezone, _moment(considered))
            if due > datetime.now(UTC):
                continue
            if task in running:
                self._database.write(scheduling.skip, self._id, task, runs.now())
                self._say(f"{task} was due at {_said(due)} and still runs: left out")
            else:
                self._begin_due(task, considered, due)

    def begin(self, task: Task, considered: str = "") -> str:
        """Begin a task now; empty if it is done, else why not."""
        known = self._database.read(scheduling.tasks, self._id).get(task)
        considered = considered or (known.considered_at if known else runs.now())
        spiders = self._database.read(spiders_of, self._campaign, task)
        return self._database.write(scheduling.take, self._id, task, considered, runs.now(), spiders)

    def follow(self) -> list[str]:
        """See what became of the tasks that run, post what comes next; returns those that still run."""
        begun = self._database.read(scheduling.begun, self._id)
        return [at.task for at in begun if self._follow(at)]

    def complete_left(self, pause: Callable[[], object]) -> None:
        """Follow, and see through what an earlier process left half done: nobody else would."""
        while self._taken_up.intersection(self.follow()):
            pause()
        self._wait()

    def complete(self, task: Task, pause: Callable[[], object]) -> None:
        """Follow a task until it is done, with a ``pause`` between two looks."""
        while task in self.follow():
            pause()
        self._wait()

    def state(self, task: Task) -> tuple[str, str]:
        """What a task does or last did, and why."""
        row = self._database.read(scheduling.tasks, self._id)[task]
        return str(row.state), str(row.detail)

    def _wait(self) -> None:
        for place in self._places:
            place.wait()

    def _due_tasks(self) -> Iterator[tuple[Task, str]]:
        return ((task, said) for task in Task if (said := expression_of(self._campaign, task)))

    def _begin_due(self, task: Task, considered: str, due: datetime) -> None:
        why_not = self.begin(task, considered)
        if not why_not:
            self._say(f"{task} begins (due at {_said(due)})")
            self.follow()
        elif self._waits.get(task) != why_not:
            self._say(f"{task} is due and waits: {why_not}")
        self._waits[task] = why_not

    def _follow(self, at: Begun) -> bool:
        if not at.job:
            return self._go_on(at)
        state, detail = self._state(at)
        if state == shares.RUNNING:
            return True
        if state == shares.FINISHED:
            return self._go_on(at)
        return self._end(at, scheduling.FAILED, f"{at.spider} {state}{f': {detail}' if detail else ''}")

    def _state(self, at: Begun) -> tuple[str, str]:
        """What became of the job of a task, and why."""
        share = self._database.read(shares.of_job, at.job)
        if share is None:
            try:
                there = self._place(at.node).is_there(at.job)
            except NodeError as error:
                if _age(at.posted_at) < _DOWN_SECONDS:
                    self._tell_down(at.node, str(error))
                    return shares.RUNNING, ""
                return shares.FAILED, str(error)
            # It may have begun and even ended meanwhile.
            share = self._database.read(shares.of_job, at.job)
            if share is None:
                begins = _age(at.posted_at) < _STARTING_SECONDS if there is None else there
                return (shares.RUNNING, "") if begins else (shares.FAILED, _NEVER_BEGAN)
        return shares.state_of(share), share.error or share.finish_reason.replace("_", " ")

    def _go_on(self, at: Begun) -> bool:
        """Post the spider that is next, on the least busy node; returns whether the task still runs."""
        if not at.waiting:
            return self._end(at, scheduling.FINISHED, "")
        self._taken_up.add(at.task)
        spider, why = at.waiting[0], "no node is up"
        by_load = self._by_load()
        for place in by_load:
            job = uuid.uuid4().hex
            if not self._database.write(
                scheduling.post, self._id, at, job, place.name, place.log_url(spider, job)
            ):
                self._taken_up.discard(at.task)
                return True
            # Posted anew if this node does not take it.
            at = replace(at, job=job, node=place.name)
            try:
                place.run(spider, job, self._settings)
            except NodeError as error:
                why = str(error)
                self._say(f"{at.task}: {why}")
            else:
                self._say(f"{at.task}: {spider} {f'on {place.name}' if place.name else 'here'}, job {job}")
                return True
        return self._end(at, scheduling.FAILED, why) if by_load else True

    def _by_load(self) -> list[Place]:
        """The places that are up, the least busy first; of one that is down this is said once."""
        loads: list[tuple[int, int]] = []
        for number, place in enumerate(self._places):
            try:
                loads.append((place.load(), number))
            except NodeError as error:
                self._tell_down(place.name, str(error))
            else:
                self._down.discard(place.name)
        return [self._places[number] for _, number in sorted(loads)]

    def _tell_down(self, name: str, why: str) -> None:
        if name not in self._down:
            self._down.add(name)
            self._say(f"left aside: {why}")

    def _place(self, name: str) -> Place:
        found = next((place for place in self._places if place.name == name), None)
        if found is None:
            raise NodeError(f"{name or 'this machine'} is no longer a node of the schedule")
        return found

    def _end(self, at: Begun, state: str, detail: str) -> bool:
        if self._database.write(scheduling.end, self._id, at, state, detail):
            self._say(f"{at.task} {state}{f': {detail}' if detail else ''}")
            self._notices.tell(self._id, at.task)
        return False


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _age(said: str) -> float:
    return time.time() - _moment(said).timestamp() if said else 0.0
