"""Whatever the order of pages, looks and finds, and wherever a crawl is killed, the leads are the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from finder.storage import Database, batches, tables, workers
from finder.storage.batches import Batch
from tests.storage.undertaking import ALWAYS, Undertaking, judge_link, settled, to_lead

if TYPE_CHECKING:
    from collections.abc import Callable

    from finder.items import Find
    from finder.storage import Connection

PAGES = [f"https://list{number}.example/" for number in range(3)]
TARGETS = [f"https://gone{number}.example/" for number in range(4)]
LINKS = st.fixed_dictionaries({page: st.lists(st.sampled_from(TARGETS), max_size=5) for page in PAGES})
OUTCOMES = st.sampled_from(["dead", "alive", "uncertain"])
VERDICTS = st.fixed_dictionaries(dict.fromkeys(TARGETS, OUTCOMES))
KILLED = st.booleans()


class Killed(Exception):  # noqa: N818 - it is what happened
    """The process ended before its transaction did."""


class Crawl(RuleBasedStateMachine):
    """Runs of a campaign over a world that changes from run to run; ``leads`` are those that must stand."""

    migrated_file: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="finder-any-order-"))
        shutil.copy(self.migrated_file, self.folder / "finder.sqlite3")
        self.acme = Undertaking(Database(f"sqlite:///{self.folder / 'finder.sqlite3'}"))
        self.leads: set[tuple[str, str]] = set()
        self.hand: list[Find] = []

    @initialize(links=LINKS, verdicts=VERDICTS)
    def begin(self, links: dict[str, list[str]], verdicts: dict[str, str]) -> None:
        """The world as this run finds it."""
        self.links, self.verdicts = links, verdicts
        self.unread = set(PAGES)
        self.acme.list_pages(*PAGES)

    @precondition(lambda self: self.unread)
    @rule(data=st.data(), killed=KILLED)
    def read(self, data: Any, killed: bool) -> None:
        """A page is read, or is not, because the process was killed over it."""
        page = data.draw(st.sampled_from(sorted(self.unread)))
        if self.write(killed, self.acme.record, page, self.links[page], ALWAYS):
            self.unread.discard(page)

    @rule(data=st.data(), killed=KILLED)
    def look(self, data: Any, killed: bool) -> None:
        """Some targets that wait are looked at."""
        waiting = self.waiting()
        if waiting:
            urls = data.draw(st.lists(st.sampled_from(waiting), unique=True, min_size=1))
            looks = [settled(self.acme.target(url), self.verdicts[url]) for url in urls]
            self.store(killed, Batch(looks=looks))

    @rule()
    def claim(self) -> None:
        """Finds go into the pipelines."""
        self.hand += self.acme.claim()

    @precondition(lambda self: self.hand)
    @rule(killed=KILLED)
    def qualify(self, killed: bool) -> None:
        """What is in the pipelines becomes leads."""
        if self.store(killed, Batch(leads=[to_lead(find) for find in self.hand])):
            self.hand = []

    @rule()
    def go_on(self) -> None:
        """The process was killed, and another goes on with the run."""
        self.hand = []
        self.acme.database.write(workers.leave, self.acme.worker)
        self.acme.worker = self.acme.database.write(workers.register)
        assert self.acme.begin().resumed
        assert self.acme.list_pages(*PAGES) == 0

    @rule(links=LINKS, verdicts=VERDICTS)
    def next_run(self, links: dict[str, list[str]], verdicts: dict[str, str]) -> None:
        """This run comes to its end, the world changes, and the next begins."""
        self.end()
        self.acme.next_run()
        self.begin(links, verdicts)

    def end(self) -> None:
        """Do what is left, then compare with a crawl that nothing disturbed."""
        for page in sorted(self.unread):
            self.write(False, self.acme.record, page, self.links[page], ALWAYS)
        self.store(
            False, Batch(looks=[settled(self.acme.target(u), self.verdicts[u]) for u in self.waiting()])
        )
        self.hand += self.acme.claim()
        self.qualify_all()
        linked = {(page, url) for page, urls in self.links.items() for url in urls}
        dead = {(page, url) for page, url in linked if self.verdicts[url] == "dead"}
        unsure = {(page, url) for page, url in linked if self.verdicts[url] == "uncertain"}
        self.leads = dead | (unsure & self.leads)
        rows = self.acme.rows(tables.lead, "page_url", "dead_url", "withdrawn_at")
        assert {(page, url) for page, url, withdrawn in rows if withdrawn is None} == self.leads
        assert len(rows) == len({row[:2] for row in rows})
        assert self.acme.rows(tables.find, "id") == []
        assert max(self.looks_in_this_run(), default=0) <= 1

    def qualify_all(self) -> None:
        """Empty the pipelines."""
        self.store(False, Batch(leads=[to_lead(find) for find in self.hand]))
        self.hand = []

    def waiting(self) -> list[str]:
        """Targets that wait for a look."""
        rows = self.acme.rows(tables.target, "url", "state")
        return [url for url, state in rows if state == "pending"]

    def looks_in_this_run(self) -> list[int]:
        """How often each target was looked at in this run."""
        rows = self.acme.rows(tables.look, "target_id", "run_id")
        return [rows.count(row) for row in rows if row[1] == self.acme.run]

    def store(self, killed: bool, batch: Batch) -> bool:
        """Write a batch."""
        acme = self.acme
        return self.write(
            killed, batches.store_batch, acme.campaign, acme.run, acme.worker, batch, judge_link
        )

    def write(self, killed: bool, work: Callable[..., Any], *args: Any) -> bool:
        """Do it, unless the process is killed before it is done."""

        def all_of_it(connection: Connection) -> None:
            work(connection, *args)
            if killed:
                raise Killed

        try:
            self.acme.database.write(all_of_it)
        except Killed:
            return False
        return True

    def teardown(self) -> None:
        """The last run comes to its end."""
        try:
            if hasattr(self, "links"):
                self.end()
        finally:
            self.acme.database.close()
            shutil.rmtree(self.folder)


def test_the_leads_are_those_of_an_undisturbed_crawl(migrated_file: Path) -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    Crawl.migrated_file = migrated_file
    run_state_machine_as_test(Crawl, settings=few)
