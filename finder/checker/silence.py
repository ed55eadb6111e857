"""Hosts that do not answer: asked a few times, then left alone for the rest of the crawl."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from finder.items import Failure
from finder.observe import LookFailed

_NO_ANSWER: Final = frozenset({Failure.REFUSED, Failure.CONNECT_TIMEOUT, Failure.READ_TIMEOUT})
_ENOUGH: Final = 4
_MAX_HOSTS: Final = 20_000


class Silence:
    """Hosts that gave no answer time and again: their other targets need not wait for the same.

    After :data:`_ENOUGH` tries in a row without an answer a host is not asked again; one answer resets.
    """

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[int, LookFailed]] = OrderedDict()

    def note(self, host: str, failed: LookFailed | None) -> None:
        """Take down how a try ended."""
        if failed is None or failed.failure not in _NO_ANSWER:
            self._tries.pop(host, None)
            return
        tries = self._tries.pop(host, (0, failed))[0]
        self._tries[host] = (tries + 1, failed)
        if len(self._tries) > _MAX_HOSTS:
            self._tries.popitem(last=False)

    def check(self, host: str) -> None:
        """Raise how the last tries ended, if there is no use in another."""
        tries, failed = self._tries.get(host, (0, None))
        if failed and tries >= _ENOUGH:
            raise LookFailed(failed.failure, f"{failed.detail}, as {tries} times before at this host")
