"""Four processes with one campaign on PostgreSQL, as on four machines: polite together, and one is killed."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from finder.campaign import load_campaign
from finder.storage import Database
from tests.crawl.undertaking import Undertaking, list_page, page, put_own_site
from tests.servers import PostgreSQL
from tests.world import World
from tests.world.log import gaps_between, most_at_once

HOSTS, PAGES, TARGETS = 8, 3, 4
DELAY = 0.3  # seconds between two requests to a host
LEASE = 3  # seconds after which a silent node is taken for dead
# Arrivals are measured at the server, which a busy machine delays.
JITTER = 0.12
ALIKE = (
    *("--own-content", "never", "--workers", "1"),
    *("-s", f"FINDER_HOST_DELAY={DELAY}", "-s", f"FINDER_LEASE={LEASE}"),
    # No node has so many hosts in hand that nothing is left for the others.
    *("-s", "FINDER_MAX_HOSTS=2"),
    *("-s", "FINDER_CONNECT_TIMEOUT=20", "-s", "FINDER_TIMEOUT=20"),
)


def put_web(world: World) -> tuple[list[str], list[tuple[str, str]]]:
    """Hosts that have a source page and targets, some of which lead on to one hub; and the expected leads."""
    put_own_site(world)
    hub = world.site("hub.example", latency=0.01)
    sites = {f"t{number}.example": world.site(f"t{number}.example", latency=0.02) for number in range(HOSTS)}
    targets = []
    for number, (name, site) in enumerate(sites.items()):
        for place in range(TARGETS):
            kind = ("fine", "gone", "moved", "moved")[(number + place) % 4]
            path = f"/{kind}/{place}"
            if kind == "fine":
                site.page(path, page("Fine", "<p>Here it is.</p>"))
            elif kind == "gone":
                site.status(path, 410)
            else:
                hub.page(f"/{number}/{place}", page("Fine", "<p>Here it is by now.</p>"))
                site.redirect(path, f"http://hub.example/{number}/{place}")
            targets.append(f"http://{name}{path}")
    pages, leads = [], []
    for number in range(HOSTS * PAGES):
        name = f"t{number % HOSTS}.example"
        # Each leads to all others' targets, every target is led to by several pages.
        chosen = [url for url in targets[number % 5 :: 5] if f"//{name}/" not in url]
        path = f"/list/{number}"
        sites[name].page(path, list_page(f"List {number}", [(url, f"Item {url[-8:]}") for url in chosen]))
        pages.append(f"http://{name}{path}")
        leads += [(pages[-1], url) for url in chosen if "/gone/" in url]
    return pages, sorted(leads)


@contextmanager
def begun_at_once(url: str, nodes: int) -> Iterator[None]:
    """What is started in the block begins its work when so many are about to, however long each took."""
    with psycopg.connect(url) as gate, psycopg.connect(url, autocommit=True) as watch:
        gate.execute("lock table crawl_run in access exclusive mode")
        yield
        waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        deadline = time.monotonic() + 60
        while watch.execute(waiting).fetchone() != (nodes,) and time.monotonic() < deadline:
            time.sleep(0.05)


def wait_until_asked(world: World, targets: int) -> None:
    """Until so many requests for targets have come."""
    deadline = time.monotonic() + 60
    while len(asked_targets(world)) < targets and time.monotonic() < deadline:
        time.sleep(0.05)


def kill_the_busiest(url: str, among: set[int]) -> int:
    """Kill the node that has most hosts in hand; nobody can see that its process is gone. Its claims then."""
    query = "select w.pid from worker w join target_host t on t.worker_id = w.id group by w.pid"
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(f"{query} order by count(*) desc limit 1").fetchone()
        assert found
        assert found[0] in among
        os.kill(found[0], signal.SIGKILL)
        far = "update worker set node = 'far.example' where pid = %s returning id"
        worker = connection.execute(far, found).fetchone()
        assert worker
        claims = "select count(*) from target_host where worker_id = %s"
        had = connection.execute(claims, worker).fetchone()
        return int(had[0]) if had else 0


def test_four_nodes_are_polite_together_and_nothing_is_lost_when_one_is_killed(
    world: World, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    pages, expected = put_web(world)
    url = postgresql.url(postgresql.create())
    acme = Undertaking(tmp_path, world, pages, database=url)
    database = Database(load_campaign(acme.write()).database_url)
    database.migrate()
    database.close()
    with ExitStack() as stack:
        nodes = [stack.enter_context(acme.running("crawl", *ALIKE)) for _ in range(4)]
        wait_until_asked(world, 8)
        had = kill_the_busiest(url, {node.pid for node in nodes})
        moment = time.monotonic()
        ends = [(*node.communicate(timeout=90), node.returncode) for node in nodes]
    assert sorted(code for _, _, code in ends) == [-signal.SIGKILL, 0, 0, 0], ends
    assert had, "the killed node had nothing in hand, so nothing was tried"

    with psycopg.connect(url) as connection:
        states = connection.execute("select state, count(*) from target group by state").fetchall()
        left = connection.execute("select count(*) from host_lease where worker_id is not null").fetchone()
    asked = Counter(asked_targets(world))
    assert dict(states) == {"settled": len(asked)}
    assert left == (0,)
    assert sorted((lead["page_url"], lead["dead_url"]) for lead in acme.leads()) == expected

    twice = {target for target, times in asked.items() if times > 1}
    assert max(asked.values()) <= 2
    before = {(r.host, f"http://{r.host}{r.path}") for r in world.requests() if r.started < moment}
    assert twice <= before, "asked twice without need"
    assert len(twice) <= had * TARGETS

    for host in (*(f"t{number}.example" for number in range(HOSTS)), "hub.example"):
        records = world.requests(host, robots=True)
        assert most_at_once(records) == 1, host
        assert min(gaps_between(records)) >= DELAY - JITTER, (host, gaps_between(records))


def asked_targets(world: World) -> list[tuple[str, str]]:
    """Every request for a target, as (host, address)."""
    return [
        (record.host, f"http://{record.host}{record.path}")
        for record in world.requests()
        # Beside some that are alive an address is asked for that nobody can have made.
        if re.fullmatch(r"/(fine|gone|moved)/\d", record.path)
    ]
