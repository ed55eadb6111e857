"""Signals before the crawl has begun, and faults of our own: said, with an exit code, nothing lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crawl.test_main_job import acme_in, put_list
from tests.crawl.undertaking import put_own_site
from tests.world import World

# Tells when Python itself has started: what comes before is not ours to handle. A shell starts what runs in
# its background deaf to Ctrl-C, and these tests may be there.
PROGRAM = (
    "import signal, sys, finder.cli; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "print('ready', file=sys.stderr, flush=True); finder.cli.main()"
)


@pytest.mark.parametrize("after", [0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.5, 2.0])
def test_ctrl_c_at_any_moment_of_the_start_ends_without_a_traceback(
    world: World, tmp_path: Path, after: float
) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path)
    acme.write()
    words = acme.arguments("crawl", "-s", "FINDER_HOST_DELAY=1")[3:]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "ready\n"
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "Stopped" in errors
    assert "Traceback" not in errors


def test_ctrl_c_ends_the_start_though_a_library_makes_an_error_of_its_own_of_it(tmp_path: Path) -> None:
    """As pydantic does while it builds a model."""
    (tmp_path / "library.py").write_text(
        "import os, signal, time\n"
        "try:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(10)\n"
        "except KeyboardInterrupt:\n"
        "    raise ValueError('an error of its own')\n",
        encoding="utf-8",
    )
    program = PROGRAM.replace(
        "finder.cli.main()", "finder.cli.COMMANDS = [('a', 'library', 'command')]; finder.cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "a"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 130, done.stderr
    assert done.stderr == "ready\nStopped.\n"


def test_a_find_that_a_step_fails_on_is_told_and_waits_for_the_next_run(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path)
    acme.write()
    (tmp_path / "broken_step.py").write_text(
        "class Broken:\n"
        "    def process_item(self, item):\n"
        "        if item.opportunity.kind == 'broken_link':\n"
        "            raise ZeroDivisionError('a fault')\n"
        "        return item\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path.cwd()}")
    broken = '{"broken_step.Broken": 250, "pipelines.validate.ValidatePipeline": 100, '
    broken += '"pipelines.match.MatchPipeline": 300, "pipelines.qualify.QualifyPipeline": 400, '
    broken += '"pipelines.store.StorePipeline": 900}'
    result = acme.run("crawl", "-s", f"ITEM_PIPELINES={broken}")
    assert result.code == 3, result.err
    assert "2 finds met a fault of ours" in result.err
    assert [lead["kind"] for lead in acme.leads()] == ["unlinked_mention"]
    acme.crawl()
    assert [lead["kind"] for lead in acme.leads()] == ["broken_link", "broken_link", "unlinked_mention"]
