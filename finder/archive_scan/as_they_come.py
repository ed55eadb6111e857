"""Work that others do, taken as it comes, with no more under way than is needed."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, wait
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from finder.archive_scan.one_file import FileScan


def as_they_come(
    submit: Callable[[str], Future[FileScan]], addresses: Iterable[str], most: int
) -> Iterator[FileScan]:
    """What became of each file, the first that is done first; ``most`` are given out at a time."""
    left = iter(addresses)
    waiting = set(map(submit, islice(left, most)))
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            waiting.update(map(submit, islice(left, 1)))
            yield future.result()
