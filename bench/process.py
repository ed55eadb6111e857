"""Processes and what they cost."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall clock, of CPU (user and system, all threads), MB at its peak."""

    wall: float
    cpu: float
    peak_mb: float
    output: str


def finder(*arguments: str) -> Cost:
    """Run the ``finder`` command to its end; see :func:`measured`."""
    return measured(sys.executable, "-m", "finder", *arguments)


def measured(*command: str) -> Cost:
    """Run a command to its end and say what it took. Raises RuntimeError when it fails.

    A child begins in the memory of its parent, so a peak is never below the size of the calling process:
    measure from a process that has loaded little.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        if child.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{err.read()[-2000:]}")
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read())


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a fresh process, so that it neither finds nor leaves anything in this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()
