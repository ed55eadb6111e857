"""`finder doctor`: what is there, what is missing, what mends it; the exit code says whether it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\necho Chromium 150.0.1\n", encoding="utf-8")
    browser.chmod(0o755)
    campaign = tmp_path / "acme.toml"
    campaign.write_text(CAMPAIGN, encoding="utf-8")
    good = finder(["doctor", str(campaign), "-s", f"FINDER_BROWSER={browser}"])
    assert good.returncode == 0, good.stdout + good.stderr
    assert "the first crawl begins it" in good.stdout
    assert f"version 150.0.1, as FINDER_BROWSER says: {browser}" in good.stdout

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
