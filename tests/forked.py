"""`finder` as a process of its own, without waiting until all is loaded: one that has loaded it forks.

Loading takes three quarters of the time of a small crawl. Behind it nothing differs: a forked process has
its own standard output, folder, environment and exit code, and ends as Python ends. Tests of how the program
starts, is stopped or killed begin a process from nothing.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ROOT: Final = Path(__file__).parents[1]
# What a crawl loads by name beside finder's own, as far as it is loaded before there is a reactor.
_BESIDE: Final = (
    "alembic.command", "logging.config", "numpy", "rapidfuzz.process", "rich.console", "rich.table",
    "scrapy.core.engine", "scrapy.crawler", "scrapy.spiderloader", "scrapy.utils.project",
    "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "twisted.internet.asyncioreactor",
)  # fmt: skip
# What Python or the C library reads when a process starts.
_OF_THE_START: Final = ("PYTHON", "LC_", "LANG", "TZ")


def finder(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with ``environment`` beside what is there, and without any input.

    Raises :class:`subprocess.TimeoutExpired` after ``seconds``; the process is ended then.
    """
    wanted = {**os.environ, **(environment or {})}
    forks = _forks()
    if _of_the_start(wanted) != forks.started_with:
        return _from_nothing(arguments, folder, wanted, seconds)
    return forks.run(arguments, folder or Path.cwd(), wanted, seconds)


def _of_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_OF_THE_START)}


def _from_nothing(
    arguments: Sequence[str], folder: Path | None, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    paths = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "finder", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )


class _Forks:
    """The process that forks, one for each process of tests. It ends when we do."""

    def __init__(self) -> None:
        self.started_with = _of_the_start(os.environ)
        self._lock = threading.Lock()
        self._channel, theirs = socket.socketpair()
        self._answers: TextIO = self._channel.makefile("r", encoding="utf-8")
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error::ResourceWarning", "-m", "tests.forked", str(theirs.fileno())],
                cwd=_ROOT,
                # A process with threads is not to be forked.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self.close)

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        call = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment)}
        line = json.dumps(call).encode() + b"\n"
        with self._lock, ThreadPoolExecutor(2) as readers:
            ours, theirs = zip(os.pipe(), os.pipe(), strict=True)
            said = [readers.submit(_all_of, output) for output in ours]
            socket.send_fds(self._channel, [line[:1]], theirs)
            self._channel.sendall(line[1:])
            for output in theirs:
                os.close(output)
            code = self._ended(int(self._answers.readline()), arguments, seconds)
            return subprocess.CompletedProcess(list(arguments), code, *(each.result() for each in said))

    def _ended(self, process: int, arguments: Sequence[str], seconds: float) -> int:
        late = threading.Timer(seconds, os.kill, (process, 9))
        late.start()
        code = int(self._answers.readline())
        waits = late.is_alive()
        late.cancel()
        late.join()
        if not waits:
            raise subprocess.TimeoutExpired(list(arguments), seconds)
        return code

    def close(self) -> None:
        self._answers.close()
        self._channel.close()
        self._process.wait()


@cache
def _forks() -> _Forks:
    return _Forks()


def _all_of(output: int) -> str:
    with open(output, encoding="utf-8") as stream:
        return stream.read()


# --- the process that forks -------------------------------------------------------------------------


def _serve(channel: socket.socket) -> None:
    """Fork for every call until nobody is left who could call; returns in each forked process."""
    for name in (*_BESIDE, *_own_modules()):
        importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    gc.collect()
    gc.freeze()
    while True:
        first, outputs, _, _ = socket.recv_fds(channel, 1, 2)
        if not first:
            os._exit(0)
        line = first
        while not line.endswith(b"\n"):
            line += channel.recv(65_536)
        process = os.fork()
        if not process:
            channel.close()
            _become(json.loads(line), outputs)
            return
        for output in outputs:
            os.close(output)
        channel.sendall(f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        channel.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _own_modules() -> Iterator[str]:
    for package in ("finder", "pipelines"):
        yield package
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith("__main__") and ".migrations." not in module.name:
                yield module.name


def _become(call: Mapping[str, Any], outputs: Sequence[int]) -> None:
    for output, number in zip(outputs, (1, 2), strict=True):
        os.dup2(output, number)
        os.close(output)
    # What was opened on other files before knows of those whether one may seek in them.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = ["finder", *call["arguments"]]


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
    from finder.cli import main

    main()
