"""How the browser is begun: it reaches nothing by itself, and is in its sandbox where it can have one."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from finder.browser.finding import Found

Started = TypeVar("Started")

# Arguments and proxy of a browser that reaches nothing by itself.
ISOLATED: Final[dict[str, Any]] = {
    "args": [
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    ],
    "proxy": {"server": "http://nowhere.invalid:9", "bypass": "<-loopback>"},
}
# What Chromium writes when it cannot have its sandbox: root, no user namespaces, a helper without its rights.
_OF_THE_SANDBOX: Final = re.compile(
    r"sandboxing failed|no usable sandbox|root without --no-sandbox|SUID sandbox helper"
    r"|failed to move to new namespace|crbug\.com/(?:357670|638180)",
    re.IGNORECASE,
)
# Chromium's own lines in what Playwright tells: "[pid=12][err] [12:12:0102/030405.678:ERROR:place.cc:9] why".
_COMPLAINT: Final = re.compile(r"\[err\] *(?:\[[^\]\n]*\] *)?(\S.*)")
_MOST_TOLD: Final = 300  # characters


@dataclass(frozen=True, slots=True)
class Tried:
    """A browser that was started and showed a page: its version, and whether it was in its sandbox."""

    version: str
    sandboxed: bool


class CannotStart(Exception):  # noqa: N818 - as with none at all, a crawl goes on without
    """There is a browser, and it cannot be started: its reason in one line.

    ``of_libraries``: libraries of the system are missing.
    """

    def __init__(self, path: str, said: str) -> None:
        self.why = _reason(said)
        self.of_libraries = "error while loading shared libraries" in said
        super().__init__(f"the browser {path} cannot be started: {self.why}")


def launch_options(found: Found, seconds: float) -> dict[str, Any]:
    """How Playwright is to launch a browser, which may take so many seconds."""
    return {
        **ISOLATED,
        "executable_path": found.path,
        # Chromium's own walls around a page, which it does not put up for root.
        "chromium_sandbox": not is_root(),
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
        "timeout": seconds * 1000,
    }


async def start(launch: Callable[[], Awaitable[Started]], options: dict[str, Any]) -> Started:
    """What ``launch`` starts by ``options``, which are changed to do without a sandbox where there is none.

    Any other failure is no reason to take a wall away: it raises :class:`CannotStart`.
    """
    from playwright.async_api import Error

    try:
        return await launch()
    except Error as error:
        if not (options["chromium_sandbox"] and _OF_THE_SANDBOX.search(error.message)):
            raise CannotStart(options["executable_path"], error.message) from error
    # Some machines and containers do not let it put up walls.
    options["chromium_sandbox"] = False
    try:
        return await launch()
    except Error as error:
        raise CannotStart(options["executable_path"], error.message) from error


async def try_out(found: Found, seconds: float) -> Tried:
    """Start a browser, run a script in it, end it. Raises :class:`CannotStart`, also after ``seconds``."""
    from playwright.async_api import Error, async_playwright

    options = launch_options(found, seconds)
    try:
        async with async_playwright() as playwright, asyncio.timeout(seconds):
            browser = await start(lambda: playwright.chromium.launch(**options), options)
            await (await browser.new_page()).evaluate("1 + 1")
            tried = Tried(browser.version, options["chromium_sandbox"])
            await browser.close()
            return tried
    except Error as error:
        raise CannotStart(found.path, error.message) from error
    except TimeoutError as error:
        raise CannotStart(found.path, f"it takes more than {seconds:.0f} seconds") from error


def is_root() -> bool:
    """Whether we are the user for whom Chromium has no sandbox."""
    return getattr(os, "geteuid", lambda: 1)() == 0


def _reason(said: str) -> str:
    """The last line that the browser itself wrote; without any what Playwright says."""
    complaints = _COMPLAINT.findall(said)
    return (complaints[-1] if complaints else said.strip().partition("\n")[0])[:_MOST_TOLD].strip()
