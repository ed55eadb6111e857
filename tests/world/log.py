"""What was asked of the world: one frozen record per request, also of those that got no answer."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO


@dataclass(frozen=True, slots=True)
class Record:
    """One request. Times are seconds of the monotonic clock; ``finished`` is None while it runs.

    ``status`` is None when no status line was sent, ``connection`` numbers the connections, so that
    two records with the same number used the same one, ``port`` is that of the listener.
    """

    host: str
    method: str
    path: str
    scheme: str
    user_agent: str
    headers: dict[str, str] = field(repr=False)
    started: float
    port: int
    connection: int
    finished: float | None = None
    status: int | None = None

    @property
    def robots(self) -> bool:
        """Whether robots.txt was asked for."""
        return self.path == "/robots.txt"


class RequestLog:
    """The records in the order in which requests arrived; written by the world, read by tests."""

    def __init__(self, path: Path | None = None) -> None:
        self._records: list[Record] = []
        self._path = path
        self._file: TextIO | None = None

    def open(self) -> None:
        """Start the JSON lines file, if one was asked for; an older one is replaced."""
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8", buffering=1)

    def close(self) -> None:
        """Close the JSON lines file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def start(self, record: Record) -> int:
        """Note a request that arrived; the number returned is its place."""
        self._records.append(record)
        return len(self._records) - 1

    def finish(self, place: int, status: int | None) -> None:
        """Note that the request at ``place`` has been dealt with."""
        done = replace(self._records[place], finished=time.monotonic(), status=status)
        self._records[place] = done
        if self._file is not None:
            self._file.write(json.dumps(asdict(done), ensure_ascii=False) + "\n")

    def select(self, host: str | None, path: str | None, *, robots: bool) -> tuple[Record, ...]:
        """The records of a host and a path (None: any); those of robots.txt only if wanted or named."""
        return tuple(
            record
            for record in tuple(self._records)
            if (host is None or record.host == host)
            and (path is None or record.path == path)
            and (robots or path == "/robots.txt" or not record.robots)
        )


def most_at_once(records: tuple[Record, ...]) -> int:
    """How many of the requests were under way at the same time, at most."""
    events = [(record.started, 1) for record in records]
    events += [(record.finished, -1) for record in records if record.finished is not None]
    running = most = 0
    for _, change in sorted(events):
        running += change
        most = max(most, running)
    return most


def gaps_between(records: tuple[Record, ...]) -> list[float]:
    """Seconds from the arrival of each request to the arrival of the next."""
    arrivals = sorted(record.started for record in records)
    return [later - earlier for earlier, later in pairwise(arrivals)]
