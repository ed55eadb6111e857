"""Connections that hosts keep open, kept for a while for the next request."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from finder.checker.connection import Connection

_KEEP: Final = 10.0  # seconds
_MOST: Final = 1000  # a kept connection with TLS takes about 50 KB


class Pool:
    """Idle connections by where they lead to; at most :data:`_MOST`, each for :data:`_KEEP` seconds."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._kept: OrderedDict[Connection, tuple[Hashable, float]] = OrderedDict()
        self._by_key: dict[Hashable, list[Connection]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def take(self, key: Hashable) -> Connection | None:
        """One that leads there and was used last; it is the caller's now."""
        alike = self._by_key.get(key)
        if not alike:
            return None
        connection = alike[-1]
        self._forget(connection)
        return connection

    def keep(self, key: Hashable, connection: Connection) -> None:
        """Keep one, unless it has been closed."""
        if not connection.is_open:
            return
        if len(self._kept) >= _MOST:
            self._drop(next(iter(self._kept)))
        connection.ended = self._forget
        self._kept[connection] = (key, self._loop.time() + _KEEP)
        self._by_key.setdefault(key, []).append(connection)
        if self._timer is None:
            self._timer = self._loop.call_later(_KEEP, self._expire)

    def close(self) -> None:
        """Close all."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for connection in list(self._kept):
            self._drop(connection)

    def _expire(self) -> None:
        self._timer = None
        now = self._loop.time()
        while self._kept:
            connection, (_, until) = next(iter(self._kept.items()))
            if until > now:
                self._timer = self._loop.call_at(until, self._expire)
                break
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        self._forget(connection)
        connection.close()

    def _forget(self, connection: Connection) -> None:
        key, _ = self._kept.pop(connection)
        connection.ended = None
        alike = self._by_key[key]
        alike.remove(connection)
        if not alike:
            del self._by_key[key]
