"""How the browser is begun: without its sandbox only where the sandbox is what keeps it from running."""

from __future__ import annotations

import asyncio
import shutil
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.async_api import async_playwright

from finder.browser.finding import Found, find_browser
from finder.browser.starting import CannotStart, launch_options, start, try_out

if TYPE_CHECKING:
    from pathlib import Path

NO_NAMESPACES: Final = (
    "[12:12:0102/030405.678901:FATAL:content/browser/zygote_host/zygote_host_impl_linux.cc:132] No usable "
    "sandbox! If you are running on Ubuntu 23.10+ or another Linux distro that has disabled unprivileged "
    "user namespaces with AppArmor, see https://chromium.googlesource.com/chromium/src/+/main/docs/security."
)
NO_LIBRARY: Final = "chrome: error while loading shared libraries: libnss3.so: cannot open shared object file"


def program(folder: Path, complaint: str) -> Found:
    """The browser of this machine, which complains and ends as long as it is to have its sandbox."""
    real = find_browser("")
    path = folder / "browser"
    path.write_text(
        f'#!/bin/sh\necho started >> {folder}/starts\ncase "$*" in *--no-sandbox*) '
        f'exec {shutil.which(real.path)} "$@";; esac\necho "{complaint}" >&2\nexit 1\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return Found(str(path), real.version, "of the test")


async def started(found: Found) -> bool:
    """Start the browser as an ordinary user would; whether it has its sandbox then."""
    options = {**launch_options(found, 30), "chromium_sandbox": True}
    async with async_playwright() as playwright:
        browser = await start(lambda: playwright.chromium.launch(**options), options)
        await browser.close()
    return bool(options["chromium_sandbox"])


def test_a_machine_that_gives_it_no_sandbox_runs_it_without(tmp_path: Path) -> None:
    assert asyncio.run(started(program(tmp_path, NO_NAMESPACES))) is False


def test_any_other_failure_is_told_and_takes_no_wall_away(tmp_path: Path) -> None:
    found = program(tmp_path, NO_LIBRARY)
    with pytest.raises(CannotStart) as failed:
        asyncio.run(started(found))
    assert failed.value.why == NO_LIBRARY
    assert failed.value.of_libraries
    assert str(failed.value) == f"the browser {found.path} cannot be started: {NO_LIBRARY}"
    assert (tmp_path / "starts").read_text() == "started\n"


def test_one_that_never_comes_is_not_waited_for(tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    sleeper.chmod(0o755)
    began = time.monotonic()
    with pytest.raises(CannotStart):
        asyncio.run(try_out(Found(str(sleeper), "1.0", "of the test"), 0.5))
    assert time.monotonic() - began < 20
