"""The spider of the manual, run by two processes that share a frontier in Redis; one of them is killed."""

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from finder.partitions import NUMBER, Partitions, partition_of
from tests.world import Record, World
from tests.world.log import gaps_between, most_at_once

ROOT = Path(__file__).parent.parent.parent
WORDS = ("anchor", "buoy", "cliff", "dune", "estuary", "fjord", "gull", "harbour", "island", "jetty")
HOSTS = tuple(f"{word}.example" for word in WORDS)
PAGES = 8
DELAY = 0.2  # seconds between two requests to a host
# Arrivals are measured at the server, which a busy machine delays.
JITTER = 0.1

KEY = "discovery:requests"

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(world: World, redis: Redis, redis_port: int, tmp_path: Path) -> Iterator[Start]:
    """Start one process of the crawl, which names itself to the hosts."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/scale.md").read_text("utf-8"), re.DOTALL)
    spider = tmp_path / "discovery.py"
    spider.write_text(block)
    processes: list[subprocess.Popen[bytes]] = []

    def started(name: str, *, lease: float) -> subprocess.Popen[bytes]:
        settings = {
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "USER_AGENT": name,
            "FINDER_HOST_DELAY": DELAY,
            "FINDER_MAX_CRAWL_DELAY": DELAY,
            "FINDER_LONGEST_WAIT": 2 * DELAY,
            "FINDER_HEARTBEAT": 0.2,
            "FINDER_LEASE": lease,
        }
        given = [part for key, value in settings.items() for part in ("-s", f"{key}={value}")]
        command = ["runspider", str(spider), "-a", f"urls=http://{HOSTS[0]}/"]
        log = ["--logfile", str(tmp_path / f"{name}.log")]
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "scrapy", *command, *log, *given, *world.settings_arguments()],
                cwd=ROOT,
            )
        )
        return processes[-1]

    yield started
    for process in processes:
        process.kill()
        process.wait()


def put_web(world: World) -> set[tuple[str, str]]:
    """Hosts whose front page leads to their own pages and to other hosts; all that there is to ask."""
    for number, host in enumerate(HOSTS):
        site = world.site(host, latency=0.03)
        others = [f"http://{HOSTS[(number * 2 + step) % len(HOSTS)]}/" for step in (1, 2)]
        paths = [f"/{place}" for place in range(1, PAGES)]
        odd = ("http://[bad/", "mailto:a@b.example", "ftp://a.example/")
        links = "".join(f"<a href='{link}'>on</a>" for link in (*odd, *others, *paths, *paths))
        for path in ("/", *paths):
            site.page(path, f"<title>{path}</title>{links}")
    return {(host, f"/{place or ''}") for host in HOSTS for place in range(PAGES)}


def asked(world: World) -> Counter[tuple[str, str]]:
    return Counter((record.host, record.path) for record in records(world) if not record.robots)


def records(world: World) -> list[Record]:
    """All requests to our hosts, robots.txt included."""
    return [record for record in world.requests(robots=True) if record.host in HOSTS]


def check_politeness(world: World) -> None:
    for host in HOSTS:
        of_host = world.requests(host, robots=True)
        assert most_at_once(of_host) == 1
        assert min(gaps_between(of_host)) > DELAY - JITTER


def check_end(process: subprocess.Popen[bytes], log: Path) -> None:
    """That it ends by itself, in good order and without errors."""
    code = process.wait(60)
    said = log.read_text("utf-8")
    assert code == 0, said
    assert "'finish_reason': 'finished'" in said
    assert "Traceback" not in said, said


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


@contextmanager
def begun_together(redis: Redis) -> Iterator[None]:
    """What is started in the block begins when two processes have shared out the partitions among them."""
    leases = [f"{KEY}:lease:{number}" for number in range(NUMBER)]
    first = leases[partition_of(HOSTS[0])]
    redis.set(first, "-")
    yield
    wait_for(lambda: sorted(Counter(redis.mget(leases)).values()) == [1, NUMBER // 2 - 1, NUMBER // 2])
    redis.delete(first)


def test_two_processes_ask_every_page_once_and_no_host_together(
    world: World, redis: Redis, start: Start, tmp_path: Path
) -> None:
    expected = put_web(world)
    with begun_together(redis):
        started = {name: start(name, lease=20) for name in ("one", "two")}
    for name, process in started.items():
        check_end(process, tmp_path / f"{name}.log")
    assert asked(world) == Counter(expected)
    asking = {(record.host, record.user_agent) for record in records(world)}
    assert len(asking) == len(HOSTS)
    assert {name for _, name in asking} == {"one", "two"}
    check_politeness(world)
    assert redis.get(f"{KEY}:left") == b"0"


def test_what_a_killed_process_had_is_asked_by_the_other(
    world: World, redis: Redis, start: Start, tmp_path: Path
) -> None:
    expected = put_web(world)
    others = Partitions(redis, KEY, lease=3, rest=0)
    others.push("evil.example", "\x80\x04cos\nsystem\n.")
    odd = {"url": "http://odd.example/", "encoding": "nonesuch", "body": "", "headers": {}}
    others.push("odd.example", json.dumps(odd))
    with begun_together(redis):
        one, two = (start(name, lease=3) for name in ("one", "two"))
    wait_for(lambda: sum(record.user_agent == "one" for record in records(world)) > len(HOSTS))
    one.kill()
    one.wait()
    had = {record.host: record.path for record in records(world) if record.user_agent == "one"}
    in_hand = [redis.hget(f"{KEY}:hand:{partition_of(host)}", host) for host in had]
    check_end(two, tmp_path / "two.log")
    assert set(asked(world)) == expected
    # Asked again is only what it had in hand: at most the last page of each of its hosts.
    assert {page for page, times in asked(world).items() if times > 1} <= set(had.items())
    by_two = {f"http://{record.host}{record.path}" for record in records(world) if record.user_agent == "two"}
    assert {json.loads(request)["url"] for request in in_hand if request} <= by_two
    assert any(in_hand)
    check_politeness(world)
    logs = [(tmp_path / f"{name}.log").read_text("utf-8") for name in ("one", "two")]
    for host in ("evil.example", "odd.example"):
        assert sum(f"What waits in Redis for {host} is left out" in log for log in logs) == 1
    assert redis.get(f"{KEY}:left") == b"0"
