"""Several crawls of one campaign at once, into one database: they share the work."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.crawl.middling import put_middling_web
from tests.crawl.undertaking import Undertaking
from tests.world import World

# Nothing in these webs is slow but, on a busy machine, the machine itself.
PATIENT = ("-s", "FINDER_CONNECT_TIMEOUT=20", "-s", "FINDER_TIMEOUT=20")


def all_end_well(several: list[Undertaking]) -> None:
    """Crawl all at once."""
    with ExitStack() as stack:
        begun = [one.running("crawl", "--own-content", "never", *PATIENT) for one in several]
        started = [stack.enter_context(process) for process in begun]
        for process in started:
            _, errors = process.communicate(timeout=90)
            assert process.returncode == 0, errors
            assert "Traceback" not in errors


def test_four_crawls_into_one_sqlite_file_lose_nothing_and_do_nothing_twice(
    world: World, tmp_path: Path
) -> None:
    pages, expected = put_middling_web(world, seed=11, latency=0.05)
    acme = Undertaking(tmp_path, world, pages)
    acme.write()
    all_end_well([acme] * 4)
    leads = acme.leads()
    assert sorted((lead["page_url"], lead["dead_url"]) for lead in leads) == expected
    asked = Counter((record.host, record.path) for record in world.requests() if record.host.startswith("t"))
    # A 404 is asked for a second time, to be sure; nothing else is.
    assert {path.split("/")[1] for (_, path), times in asked.items() if times > 1} == {"tide-tables"}
    assert max(asked.values()) == 2


def test_four_campaigns_in_one_sqlite_file_keep_apart(world: World, tmp_path: Path) -> None:
    pages, expected = put_middling_web(world, seed=12, latency=0.01)
    several = [
        Undertaking(tmp_path, world, pages, database="shared.sqlite3", name=f"campaign{number}")
        for number in range(4)
    ]
    for one in several:
        one.write()
    all_end_well(several)
    for one in several:
        assert sorted((lead["page_url"], lead["dead_url"]) for lead in one.leads()) == expected
