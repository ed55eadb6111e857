"""One own page is offered in so many leads at most: crawls, crawls again, crawls side by side and killed."""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.crawl.undertaking import OWN, Undertaking, list_page, page, without_times

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

TABLES, SPRINGS = f"http://{OWN}/tide-tables", f"http://{OWN}/tide-tables-at-springs"
BOUND = "[matching]\nmax_leads_per_page = {}"


def acme_in(world: World, folder: Path, lists: int, most: int, latency: float = 0) -> Undertaking:
    """A campaign in which two pages of ours fit every dead link, one of them better."""
    site = world.site(OWN)
    site.page("/", page("Acme Sailing", "<p>Welcome aboard.</p>"))
    site.page("/tide-tables", page("Tide tables explained", "<p>Tide tables, for every port.</p>"))
    site.page("/tide-tables-at-springs", page("Tide tables explained at springs", "<p>Tide tables.</p>"))
    site.sitemap([f"http://{OWN}/", TABLES, SPRINGS])
    pages = []
    for number in range(lists):
        source = world.site(f"lists{number}.example")
        source.latency = latency
        dead = f"http://gone{number}.example/tide-tables-explained"
        source.page("/list", list_page("Links", [(dead, "Tide tables explained")]))
        pages.append(f"http://lists{number}.example/list")
    return Undertaking(folder, world, pages, extra=BOUND.format(most))


def offers(acme: Undertaking) -> Counter[str]:
    """How many leads offer what."""
    return Counter(lead["replacement_url"] for lead in acme.leads())


def test_the_next_best_page_is_offered_then_none_and_later_runs_change_nothing(
    world: World, tmp_path: Path
) -> None:
    acme = acme_in(world, tmp_path, lists=5, most=2)
    acme.crawl("-q")
    assert offers(acme) == {TABLES: 2, SPRINGS: 2, "": 1}
    first = acme.leads()
    said = Counter(lead["why_match"].partition("; ")[2] or lead["why_match"] for lead in first)
    taken = "already offered in 2 leads"
    assert said[f'"Tide tables explained" fits, but is {taken} (matching.max_leads_per_page)'] == 1
    assert sum(number for why, number in said.items() if f"fits better, but is {taken}" in why) == 2
    for _ in range(2):
        acme.crawl("-q")
        assert without_times(acme.leads()) == without_times(first)
    # A page of ours fits what is dead, so nothing is missing.
    assert json.loads(acme.run("gaps", "--json").out) == []


def test_a_page_is_offered_to_all_unless_the_campaign_bounds_it(world: World, tmp_path: Path) -> None:
    acme = acme_in(world, tmp_path, lists=5, most=0)
    acme.crawl("-q")
    assert offers(acme) == {TABLES: 5}
    first = {lead["lead_id"] for lead in acme.leads()}
    acme.extra = BOUND.format(2)
    acme.crawl("-q")
    assert offers(acme) == {TABLES: 2, SPRINGS: 2, "": 1}
    assert {lead["lead_id"] for lead in acme.leads()} == first


def test_processes_side_by_side_keep_to_the_bound_also_when_one_is_killed(
    world: World, tmp_path: Path
) -> None:
    acme = acme_in(world, tmp_path, lists=24, most=5, latency=0.1)
    acme.write()
    with ExitStack() as stack:
        started = [stack.enter_context(acme.running("crawl", "-q")) for _ in range(3)]
        end = time.monotonic() + 60
        while not world.requests("lists5.example"):
            assert time.monotonic() < end
            time.sleep(0.02)
        started[0].kill()
        for process in started[1:]:
            _, errors = process.communicate(timeout=90)
            assert (process.returncode, errors) == (0, "")
    assert offers(acme) == {TABLES: 5, SPRINGS: 5, "": 14}
