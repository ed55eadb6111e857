"""Sees to the schedule of a campaign: begins what is due, follows what runs, posts the spider after it."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from finder.schedule.due import next_due
from finder.schedule.places import Places
from finder.schedule.scrapyd import NoAnswerError, NodeError
from finder.schedule.tasks import Task, expression_of, spiders_of
from finder.storage import runs, scheduling, shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from finder.campaign import Campaign
    from finder.schedule.notify import Notices
    from finder.schedule.places import Place
    from finder.storage import Database
    from finder.storage.scheduling import Begun, Obstacle

# So long a job may be neither known to its node nor at work: it is being started.
STARTING_SECONDS: Final = 60.0
# So long a node that has a job which is not at work yet may be down, or all nodes when one is to be posted.
DOWN_SECONDS: Final = 600.0
# So often a node is given a spider that it then knows nothing of.
_MOST_POSTS: Final = 3
# So often a task of another process is seen to stand still before it counts as left.
_PATIENCE: Final = 3
_LOST: Final = "lost"
_NEVER_BEGAN: Final = "it ended before it began; see its log"


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
        self._places = Places(places, say)
        self._settings = settings
        self._say = say
        self._notices = notices
        self._waits: dict[Task, str] = {}
        # The tasks that this process sees to, and how often those of others were seen to stand still.
        self._ours: set[str] = set()
        self._still: dict[str, tuple[str, int]] = {}
        # Since when something has been so, on our own clock: those of machines differ.
        self._since: dict[tuple[str, str], float] = {}

    def come_back(self) -> None:
        """The times of all tasks up to now were missed: if the campaign wants it so, they are left out."""
        if self._campaign.schedule.missed != "skip":
            return
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

    def begin(self, task: Task, considered: str) -> Obstacle | None:
        """Begin a task whose times were considered so far; returns what is in the way, if anything."""
        spiders = self._database.read(spiders_of, self._campaign, task)
        obstacle = self._database.write(scheduling.take, self._id, task, considered, runs.now(), spiders)
        if obstacle is None:
            self._ours.add(task)
        return obstacle

    def begin_when_free(self, task: Task, pause: Callable[[], object], seconds: float) -> Obstacle | None:
        """Begin a task as soon as no other is in its way; ``None`` if it is done, else why it is left out.

        Between two looks comes a ``pause``; it waits ``seconds`` at most. Of several processes that wait to
        begin one task the newest does. What an earlier process left half done is seen through: nobody else
        would.
        """
        considered = self._database.write(scheduling.claim, self._id, task, runs.now())
        began, told = time.monotonic(), ""
        while True:
            self.follow(patient=True)
            obstacle = self.begin(task, considered)
            if obstacle is None or not (obstacle.passes or self._sees_to(task)):
                return obstacle
            if time.monotonic() - began >= seconds:
                return replace(obstacle, said=f"{obstacle.said} after {seconds:g} seconds")
            if obstacle.said != told:
                told = obstacle.said
                self._say(f"{task} waits: {told}")
            pause()

    def follow(self, *, patient: bool = False) -> list[str]:
        """See what became of the tasks that run, post what comes next; returns those that still run.

        ``patient``: what other processes began is left to them, unless it stands still.
        """
        begun = self._database.read(scheduling.begun, self._id)
        of = {name for at in begun for name in (at.task, at.job)}
        self._since = {what: since for what, since in self._since.items() if what[1] in of}
        return [at.task for at in begun if self._follow(at, patient=patient)]

    def complete(self, task: Task, pause: Callable[[], object]) -> None:
        """Follow a task until it is done, with a ``pause`` between two looks."""
        while task in self.follow():
            pause()
        self._places.wait()

    def state(self, task: Task) -> tuple[str, str]:
        """What a task does or last did, and why."""
        row = self._database.read(scheduling.tasks, self._id)[task]
        return str(row.state), str(row.detail)

    def _due_tasks(self) -> Iterator[tuple[Task, str]]:
        return ((task, said) for task in Task if (said := expression_of(self._campaign, task)))

    def _begin_due(self, task: Task, considered: str, due: datetime) -> None:
        obstacle = self.begin(task, considered)
        if obstacle is None:
            self._say(f"{task} begins (due at {_said(due)})")
            self.follow()
        elif self._waits.get(task) != obstacle.said:
            self._say(f"{task} is due and waits: {obstacle.said}")
        self._waits[task] = obstacle.said if obstacle else ""

    def _follow(self, at: Begun, *, patient: bool) -> bool:
        state, detail = self._state(at) if at.job else (shares.FINISHED, "")
        if state == shares.RUNNING:
            self._still.pop(at.task, None)
            return True
        if patient and not self._is_left(at):
            return True
        if state == shares.FINISHED:
            return self._go_on(at)
        if state == _LOST:
            return self._post_anew(at, detail)
        return self._end(at, scheduling.FAILED, f"{at.spider} {state}{f': {detail}' if detail else ''}")

    def _is_left(self, at: Begun) -> bool:
        """Whether a task that is to go on is ours, or has stood still for so long that nobody sees to it."""
        job, times = self._still.get(at.task, ("", 0))
        self._still[at.task] = at.job, times + 1 if job == at.job else 1
        return at.task in self._ours or times >= _PATIENCE

    def _sees_to(self, task: Task) -> bool:
        """Whether a task that runs may be done here, or soon will be seen to be left."""
        return task in self._ours or task in self._still

    def _state(self, at: Begun) -> tuple[str, str]:
        """What became of the job of a task, and why."""
        share = self._database.read(shares.of_job, at.job)
        if share is None:
            try:
                there = self._places.is_there(at.node, at.job)
            except NodeError as error:
                if self._lasts("down", at.job) < DOWN_SECONDS:
                    return shares.RUNNING, ""
                return shares.FAILED, str(error)
            self._over("down", at.job)
            # It may have begun and even ended meanwhile.
            share = self._database.read(shares.of_job, at.job)
            if share is None:
                return self._before_it_begins(at, there)
        return shares.state_of(share), share.error or share.finish_reason.replace("_", " ")

    def _before_it_begins(self, at: Begun, there: bool | None) -> tuple[str, str]:
        if there is not None:
            self._over("unknown", at.job)
            return (shares.RUNNING, "") if there else (shares.FAILED, _NEVER_BEGAN)
        if self._lasts("unknown", at.job) < STARTING_SECONDS:
            return shares.RUNNING, ""
        return _LOST, f"{at.node or 'this machine'} knows nothing of job {at.job}"

    def _post_anew(self, at: Begun, why: str) -> bool:
        """Post a spider again whose job never came to its node, or got lost there before it began."""
        if self._database.read(scheduling.count_posted, self._id, at) >= _MOST_POSTS:
            return self._end(at, scheduling.FAILED, f"{at.spider}: {why}")
        self._say(f"{at.task}: {why}: {at.spider} is posted anew")
        return self._go_on(replace(at, waiting=(at.spider, *at.waiting)))

    def _go_on(self, at: Begun) -> bool:
        """Post the spider that is next, on the least busy node; returns whether the task still runs."""
        if not at.waiting:
            return self._end(at, scheduling.FINISHED, "")
        self._ours.add(at.task)
        if by_load := self._places.by_load():
            self._over("nowhere", at.task)
            return self._post(at, by_load)
        if self._lasts("nowhere", at.task) < DOWN_SECONDS:
            return True
        return self._end(at, scheduling.FAILED, f"no node has been up for {DOWN_SECONDS:g} seconds")

    def _post(self, at: Begun, places: Sequence[Place]) -> bool:
        spider, why = at.waiting[0], ""
        for place in places:
            job = uuid.uuid4().hex
            if not self._database.write(
                scheduling.post, self._id, at, job, place.name, place.log_url(spider, job)
            ):
                self._ours.discard(at.task)
                return True
            # Posted anew if this node does not take it.
            at = replace(at, job=job, node=place.name)
            try:
                place.run(spider, job, self._settings)
            except NoAnswerError as error:
                # It may have taken it: the next looks ask it, before anybody else gets the spider.
                self._say(f"{at.task}: {error}; {spider} may be there as job {job}")
                return True
            except NodeError as error:
                why = str(error)
                self._say(f"{at.task}: {why}")
            else:
                self._say(f"{at.task}: {spider} {f'on {place.name}' if place.name else 'here'}, job {job}")
                return True
        return self._end(at, scheduling.FAILED, why)

    def _end(self, at: Begun, state: str, detail: str) -> bool:
        self._ours.discard(at.task)
        self._still.pop(at.task, None)
        if self._database.write(scheduling.end, self._id, at, state, detail):
            self._say(f"{at.task} {state}{f': {detail}' if detail else ''}")
            self._notices.tell(self._id, at.task)
        return False

    def _lasts(self, what: str, of: str) -> float:
        """For how many seconds something has been so."""
        return time.monotonic() - self._since.setdefault((what, of), time.monotonic())

    def _over(self, what: str, of: str) -> None:
        self._since.pop((what, of), None)


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _said(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
