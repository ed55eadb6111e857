"""Which browser is taken: what is set, Playwright's own, the system's; and what is said without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finder.browser.finding import NoBrowser, find_browser

if TYPE_CHECKING:
    from pathlib import Path


def program(path: Path, says: str = "Chromium 150.0.1", code: int = 0) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_newest_that_playwright_installed_comes_before_the_systems(tmp_path: Path) -> None:
    own, system = tmp_path / "own", tmp_path / "bin"
    machine = {"PLAYWRIGHT_BROWSERS_PATH": str(own), "PATH": str(system)}
    with pytest.raises(NoBrowser, match="playwright install --with-deps chromium"):
        find_browser("", machine)
    program(system / "chromium", "only there in name", code=1)
    chrome = program(system / "google-chrome", "Google Chrome 151.2")
    found = find_browser("", machine)
    assert (found.path, found.version, found.whose) == (chrome, "151.2", "the system's")
    program(own / "chromium-999" / "chrome-linux" / "chrome")
    newest = program(own / "chromium-1200" / "chrome-linux64" / "chrome", "Chromium 152.0")
    program(own / "chromium_headless_shell-1200" / "chrome-linux" / "headless_shell", "Chromium 152.0")
    found = find_browser("", machine)
    assert (found.path, found.version, found.whose) == (newest, "152.0", "Playwright's own")


def test_what_is_set_is_taken_or_nothing_is(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium")
    machine = {"PATH": str(tmp_path / "bin"), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    mine = program(tmp_path / "mine", "Vendor 9.1")
    assert find_browser(mine, machine).path == mine
    for setting, why in (
        ("off", "is off"),
        (str(tmp_path / "none"), "no browser that runs"),
        (program(tmp_path / "fails", code=1), "no browser that runs"),
    ):
        with pytest.raises(NoBrowser, match=why):
            find_browser(setting, machine)
