"""Files gone through in this process, or in several of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from finder.archive_scan.as_they_come import as_they_come
from finder.archive_scan.one_file import FileScan, scan_file
from finder.archive_scan.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from finder.archive_scan.sought import Sought

_scanner: Scanner | None = None


def scan_here(
    addresses: Sequence[str], sought: Sought, max_bytes: int, tell: Callable[[FileScan], None]
) -> Iterator[FileScan]:
    """One file after the other; ``tell`` hears how far each is."""
    scanner = Scanner(sought)
    for address in addresses:
        yield scan_file(address, scanner, max_bytes, tell)


def scan_in_processes(
    addresses: Sequence[str], sought: Sought, max_bytes: int, workers: int
) -> Iterator[FileScan]:
    """So many files at once, in the order in which they are done.

    Raises :class:`concurrent.futures.process.BrokenProcessPool` when a process died. When the iterator is
    closed before its end, the processes are ended at once.
    """
    # Not by forking: this process has a database open, and threads.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(sought,))
    try:
        yield from as_they_come(partial(pool.submit, partial(_scan, max_bytes)), addresses, 2 * workers)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown()


def _begin(sought: Sought) -> None:
    global _scanner
    # Ctrl-C goes to all processes of a terminal; what is to be done then, the first one says.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    _scanner = Scanner(sought)


def _end_with_the_first() -> None:
    """However the process that gives out the files ends, nobody waits for it."""
    if first := multiprocessing.parent_process():
        first.join()
        os._exit(1)


def _scan(max_bytes: int, address: str) -> FileScan:
    if _scanner is None:
        raise RuntimeError("this process was not begun as one that scans")
    return scan_file(address, _scanner, max_bytes)
