"""Processes and what they cost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall clock, of CPU (user and system, all threads), MB at its peak.

    ``cut`` tells that it was killed because its time was up; then the output is what it had said so far.
    """

    wall: float
    cpu: float
    peak_mb: float
    output: str
    errors: str = ""
    status: int = 0
    cut: bool = False


def finder(*arguments: str) -> Cost:
    """Run the ``finder`` command to its end; see :func:`measured`."""
    return measured(sys.executable, "-m", "finder", *arguments)


def measured(
    *command: str,
    accepted: Collection[int] = (0,),
    env: Mapping[str, str] | None = None,
    given: str = "",
    seconds: float = threading.TIMEOUT_MAX,
    folder: Path | None = None,
) -> Cost:
    """Run a command to its end, or for so many seconds, and say what it took.

    ``given`` is its input, ``folder`` where it runs. CPU is its own and that of all that it waited for.

    Raises RuntimeError when it ends otherwise than ``accepted``. A child begins in the memory of its parent,
    so a peak is never below the size of the calling process: measure from a process that has loaded little.
    """
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as given_file,
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as err,
    ):
        given_file.write(given)
        given_file.seek(0)
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=given_file, stdout=out, stderr=err, env=env, cwd=folder)
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        cut = child.returncode == -signal.SIGKILL and wall >= seconds
        for stream in (out, err):
            stream.seek(0)
        output, errors = out.read(), err.read()
    if not cut and child.returncode not in accepted:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{errors[-2000:]}")
    used = usage.ru_utime + usage.ru_stime
    return Cost(wall, used, usage.ru_maxrss / 1024, output, errors, child.returncode, cut)


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a fresh process, so that it neither finds nor leaves anything in this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def peak_mb() -> float:
    """The largest resident size that this process has had, in MB."""
    # Not from getrusage: on Linux that counts what the process that started this one had, too.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
