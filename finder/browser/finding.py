"""Which browser there is on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OFF: Final = "off"
# Where Playwright keeps the browsers that it installs, on Linux, macOS and Windows.
_CACHES: Final = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
_PROGRAMS: Final = (
    *(
        "chrome-linux*/chrome",
        "chrome-linux*/headless_shell",
        "chrome-headless-shell-*/chrome-headless-shell",
    ),
    *("chrome-mac*/Chromium.app/Contents/MacOS/Chromium", "chrome-win*/chrome.exe"),
    "chrome-mac*/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
)
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A browser that says its version: its program, and ``whose`` it is, in words."""

    path: str
    version: str
    whose: str


class NoBrowser(Exception):  # noqa: N818 - most machines have none, and a crawl goes on without
    """There is none, in words: why, and as ``mend`` what would give one."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{why}; {mend}")
        self.why = why
        self.mend = mend


def find_browser(setting: str, environment: Mapping[str, str] | None = None) -> Found:
    """The first browser that runs: what is set, Playwright's own, the system's. Raises :class:`NoBrowser`.

    ``setting`` is ``FINDER_BROWSER``: empty, a path or the name of a program, or ``off``. What is set and
    does not run is not replaced by another: whoever sets one wants that one.
    """
    if setting.strip().lower() == OFF:
        raise NoBrowser("FINDER_BROWSER is off", "leave it empty to use the browser that there is")
    if setting.strip():
        path = shutil.which(str(Path(setting.strip()).expanduser()))
        if path and (version := _version(path)):
            return Found(path, version, "as FINDER_BROWSER says")
        raise NoBrowser(
            f"FINDER_BROWSER is {setting.strip()}, which is no browser that runs",
            "set it to the program of a Chromium or Chrome, or leave it empty",
        )
    for path, whose in _candidates(os.environ if environment is None else environment):
        if version := _version(path):
            return Found(path, version, whose)
    raise NoBrowser(
        "there is no Chromium or Chrome on this machine",
        "to have one run: playwright install --with-deps chromium",
    )


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path in _playwrights_own(environment):
        yield str(path), "Playwright's own"
    for name in _NAMES:
        if program := shutil.which(name, path=environment.get("PATH")):
            yield program, "the system's"


def _playwrights_own(environment: Mapping[str, str]) -> list[Path]:
    """What Playwright has installed, the newest first."""
    said = environment.get("PLAYWRIGHT_BROWSERS_PATH", "")
    folders = [Path(said)] if said and said != "0" else [Path(cache).expanduser() for cache in _CACHES]
    installed = [path for folder in folders for path in folder.glob("chromium*-*")]
    return [
        program
        for path in sorted(installed, key=_build, reverse=True)
        for pattern in _PROGRAMS
        for program in sorted(path.glob(pattern))
        if os.access(program, os.X_OK)
    ]


def _build(folder: Path) -> tuple[int, bool]:
    """The number of a build; of two with the same the whole browser comes before the one without windows."""
    number = folder.name.rpartition("-")[2]
    return int(number) if number.isdigit() else 0, folder.name.startswith("chromium-")


def _version(path: str) -> str:
    """The version that a program says; empty if it does not run: some are only there in name."""
    try:
        said = subprocess.run(  # noqa: S603 - a program of this machine, named by its user or the system
            [path, "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(said.stdout)
    return found[0] if found and said.returncode == 0 else ""
