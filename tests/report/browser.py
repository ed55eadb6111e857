"""A real Chromium with a report in it, and what is asked of every page that people read."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Browser, Page, Route, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

# As tools/setup has them.
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")

RULES: Final = Path(__file__).with_name("rules.js").read_text(encoding="utf-8")


@dataclass(slots=True)
class Opened:
    """A page in the browser, with what it asked for besides itself and what it complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def faults(self) -> dict[str, list[str]]:
        """The rules that the page breaks, each with the elements that do."""
        found: dict[str, list[str]] = self.page.evaluate(RULES)
        return {rule: elements for rule, elements in found.items() if elements}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own where that has none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, file: Path, width: int = 1280, scheme: str = "light") -> Iterator[Opened]:
    """A file as a person opens it, in a window of its own that reaches nothing else."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        seen = Opened(page)
        address = file.as_uri()

        def only_the_file(route: Route) -> None:
            if route.request.url.partition("#")[0] == address:
                route.continue_()
            else:
                seen.asked.append(route.request.url)
                route.abort()

        context.route("**/*", only_the_file)
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(address)
        yield seen
    finally:
        context.close()


@cache
def _program() -> str | None:
    """The first browser that says its version: some are only there in name."""
    for name in _NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None
