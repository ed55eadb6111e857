"""Hosts that do not answer: asked a few times, then left alone for the rest of the crawl."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from finder.items import Failure
from finder.observe import LookFailed

# How many looks in a row; a host that is merely slow at one or two addresses is no silent one.
_ENOUGH: Final = {Failure.REFUSED: 4, Failure.CONNECT_TIMEOUT: 4, Failure.READ_TIMEOUT: 8}
_MAX_HOSTS: Final = 20_000


class Silence:
    """Hosts that gave no answer time and again: their other targets need not wait for the same.

    After so many looks in a row (:data:`_ENOUGH`) without an answer a host is not asked again; one answer
    resets. A look with its second try is one.
    """

    def __init__(self) -> None:
        self._looks: OrderedDict[str, tuple[int, LookFailed]] = OrderedDict()

    def note(self, host: str, failure: Failure | None, detail: str = "") -> None:
        """Take down how a look ended."""
        if failure not in _ENOUGH:
            self._looks.pop(host, None)
            return
        if self.is_silent(host):
            return
        looks, _ = self._looks.pop(host, (0, None))
        self._looks[host] = (looks + 1, LookFailed(failure, detail))
        if len(self._looks) > _MAX_HOSTS:
            self._looks.popitem(last=False)

    def is_silent(self, host: str) -> bool:
        """Whether there is no use in another request."""
        looks, failed = self._looks.get(host, (0, None))
        return failed is not None and looks >= _ENOUGH[failed.failure]

    def check(self, host: str) -> None:
        """Raise how the last look ended, if there is no use in another."""
        if host in self._looks and self.is_silent(host):
            looks, failed = self._looks[host]
            detail = f"{failed.detail}, as {looks} times before at this host"
            raise LookFailed(failed.failure, detail, known=True)
