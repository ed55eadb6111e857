"""One browser for the tests of what a page in it may do: it takes as long to start as ten pages do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import async_playwright

from finder.browser.finding import find_browser
from finder.browser.starting import ISOLATED
from tests.browser.shown import Shower

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shower() -> Iterator[Shower]:
    """A running browser that reaches nothing by itself, in an event loop of its own."""
    with asyncio.Runner() as runner:
        playwright = runner.run(async_playwright().start())
        path = find_browser("").path
        browser = runner.run(
            playwright.chromium.launch(executable_path=path, chromium_sandbox=False, **ISOLATED)
        )
        yield Shower(runner, browser)
        runner.run(browser.close())
        runner.run(playwright.stop())
