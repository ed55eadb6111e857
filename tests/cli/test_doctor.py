"""`finder doctor`: what is there, what is missing, what mends it; the exit code says whether it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.browser.finding import find_browser
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

CAMPAIGN = """name = "acme"
[own]
sites = ["https://acme.example/"]
[[brands]]
name = "Acme Sailing"
[sources]
pages = ["https://a.example/"]
"""


def test_what_is_missing_comes_with_what_mends_it(tmp_path: Path) -> None:
    browser = find_browser("")
    campaign = tmp_path / "acme.toml"
    campaign.write_text(CAMPAIGN, encoding="utf-8")
    good = finder(["doctor", str(campaign), "-s", f"FINDER_BROWSER={browser.path}"])
    assert good.returncode == 0, good.stdout + good.stderr
    assert "the first crawl begins it" in good.stdout
    said = f"version {browser.version}, as FINDER_BROWSER says: {browser.path}, starts "
    walls = good.stdout.partition(said)[2]
    assert walls.startswith("in its sandbox\n") or (
        walls.startswith("without its sandbox\n") and "to mend it: " in walls
    )

    without = finder(["doctor", "-s", "FINDER_BROWSER=off"])
    assert without.returncode == 0
    assert "without  browser" in without.stdout
    assert "begins it" not in without.stdout

    (tmp_path / "finder.sqlite3").write_text("This is no database. " * 100, encoding="utf-8")
    bad = finder(["doctor", str(campaign), "-s", f"FINDER_BROWSER={tmp_path / 'none'}"])
    assert bad.returncode == 1
    assert "missing  browser" in bad.stdout
    assert "to mend it: set it to the program of a Chromium" in bad.stdout
    assert "missing  database" in bad.stdout
    assert "Traceback" not in bad.stderr


def test_a_browser_that_does_not_start_is_told_by_what_it_says_itself(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    lacks = "x: error while loading shared libraries: libnss3.so: cannot open shared object file"
    broken.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo Chromium 150.0.1 && exit\necho "{lacks}" >&2\nexit 127\n',
        encoding="utf-8",
    )
    broken.chmod(0o755)
    bad = finder(["doctor", "-s", f"FINDER_BROWSER={broken}"])
    assert bad.returncode == 1
    assert f"missing  browser           the browser {broken} cannot be started: {lacks}" in bad.stdout
    assert "to mend it: playwright install-deps chromium" in bad.stdout
    assert "Traceback" not in bad.stderr


def test_the_addresses_of_notices_are_looked_for_and_not_told(tmp_path: Path) -> None:
    campaign = tmp_path / "acme.toml"
    campaign.write_text(f'{CAMPAIGN}[notify]\nurls_env = "TOLD"\n', encoding="utf-8")
    words = ["doctor", str(campaign), "-s", "FINDER_BROWSER=off"]
    unset = finder(words, environment={"TOLD": ""})
    assert unset.returncode == 1
    assert "missing  notices           notify.urls_env wants $TOLD, which is not set\n" in unset.stdout
    given = finder(words, environment={"TOLD": "json://secret.example json://other.example"})
    assert given.returncode == 0, given.stdout + given.stderr
    assert "ok       notices           go to 2 addresses\n" in given.stdout
    assert "ok       extra notify " in given.stdout
    assert "ok       extra redis " in given.stdout
    assert "secret" not in given.stdout
