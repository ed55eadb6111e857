"""Files gone through as a PySpark job: each file is a task of its own.

Executors need this version of finder with the extra ``warc``, and the same paths; they ask no database.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from finder.archive_scan.as_they_come import as_they_come
from finder.archive_scan.one_file import FileScan, scan_file
from finder.archive_scan.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from finder.archive_scan.sought import Sought

_JAVA = "it needs Java 17 or newer (apt-get install default-jre-headless)"
_QUIET = {"spark.log.level": "ERROR", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
# What the Python process of an executor has made ready, and for what.
_ready: tuple[Sought, Scanner] | None = None


class NoSpark(Exception):  # noqa: N818 - an outcome, told to the user as it is
    """Why there is no Spark here, in words."""


def scan_on_spark(
    addresses: Sequence[str], sought: Sought, max_bytes: int, master: str, settings: Mapping[str, str]
) -> Iterator[FileScan]:
    """As many files at once as Spark has cores, in the order in which they are done.

    ``master`` as Spark names it (empty: as Spark is configured, else all cores of this machine). Raises
    :class:`NoSpark`.
    """
    context, pool = _context(master, settings), None
    try:
        task = _task(context.broadcast(sought), max_bytes)
        cores = context.defaultParallelism
        pool = ThreadPoolExecutor(cores)

        # A job for each file: what it gives is here as soon as it is done, and a stop loses no other's.
        submit = partial(pool.submit, partial(_one_job, context, task))
        yield from as_they_come(submit, addresses, 2 * cores)
    finally:
        context.cancelAllJobs()
        if pool is not None:
            pool.shutdown(cancel_futures=True)
        context.stop()


def _context(master: str, settings: Mapping[str, str]) -> Any:
    try:
        # Only here, since it is an extra, and a large one.
        from pyspark import SparkConf, SparkContext
    except ImportError as error:
        raise NoSpark('Spark is not installed: pip install "finder[spark]"') from error
    # Else executors take the python3 of the system, which has no finder.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    conf = SparkConf().setAppName("finder archive").setAll(({**_QUIET, **settings}).items())
    if master or not conf.contains("spark.master"):
        conf.setMaster(master or "local[*]")
    try:
        return SparkContext.getOrCreate(conf)
    except Exception as error:  # a closed set there is none: Java, Spark and its settings speak through it
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise NoSpark(f"Spark did not start ({said[0]}); {_JAVA}") from error


def _task(sought: Any, max_bytes: int) -> Callable[[Iterable[str]], Iterator[FileScan]]:
    """What an executor does; ``sought`` is broadcast, so that it goes to each process once."""

    def scan(addresses: Iterable[str]) -> Iterator[FileScan]:
        scanner = _scanner(sought.value)
        for address in addresses:
            yield scan_file(address, scanner, max_bytes)

    return scan


def _scanner(sought: Sought) -> Scanner:
    global _ready
    if _ready is None or _ready[0] is not sought:
        _ready = (sought, Scanner(sought))
    return _ready[1]


def _one_job(context: Any, task: Callable[[Iterable[str]], Iterator[FileScan]], address: str) -> FileScan:
    try:
        found: list[FileScan] = context.parallelize([address], 1).mapPartitions(task).collect()
        return found[0]
    except Exception as error:  # an executor that died costs its file
        said = str(error).strip().splitlines() or [type(error).__name__]
        return FileScan(address, problem=f"Spark gave up on it: {said[0]}")
