"""A frontier in Redis that several processes share, as a queue class for scrapy-redis.

    SCHEDULER = "scrapy_redis.scheduler.Scheduler"
    SCHEDULER_QUEUE_CLASS = "finder.redis_frontier.HostPartitionedQueue"

The queues of scrapy-redis hand a host's requests to whichever process asks, and forget what they handed out.
Here a host belongs to one process at a time, so the politeness of a process (:class:`finder.checker.Turns`)
is that of all; one request of a host is handed out at a time, the hosts in turns; and it is kept until it was
dealt with, so what a killed process had in hand is done by another.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from redis import RedisError
from scrapy import signals

from finder.partitions import NUMBER, Partitions, Taken
from finder.urls import host
from finder.waiting_request import from_json, to_json

if TYPE_CHECKING:
    from redis import Redis
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

log = logging.getLogger(__name__)


class HostPartitionedQueue:
    """What the scheduler of scrapy-redis asks of a queue. Raises ValueError where its settings cannot work.

    ``FINDER_HEARTBEAT`` is the time between two renewals of what this process has, ``FINDER_LEASE`` the
    silence after which others take it.
    """

    def __init__(self, server: Redis, spider: Spider, key: str, serializer: Any = None) -> None:
        settings = spider.settings
        if serializer is not None:
            raise ValueError("SCHEDULER_SERIALIZER: leave it out, requests wait as JSON here")
        if not settings.getbool("SCHEDULER_PERSIST"):
            raise ValueError("SCHEDULER_PERSIST: set it, or whoever ends first empties the frontier for all")
        self._spider = spider
        self._interval = settings.getfloat("FINDER_HEARTBEAT")
        self._partitions = _partitions(server, key, settings)
        self._held: list[int] = []
        self._share = 0
        self._last = 0
        self._in_hand: dict[Request, Taken] = {}
        self._timer: asyncio.TimerHandle | None = None
        spider.crawler.signals.connect(self._closed, signals.spider_closed)
        self._stay()

    def __len__(self) -> int:
        """How many requests wait, or are in hand of others: these may be given back, or lead to more."""
        self._acknowledge()
        return max(0, self._partitions.left() - len(self._in_hand))

    def push(self, request: Request) -> None:
        """Let a request wait. Raises ValueError for one that is no JSON."""
        self._partitions.push(_host(request.url), to_json(request, self._spider))

    def pop(self, _timeout: float = 0) -> Request | None:
        """The next request of the hosts that are ours; ``None`` if there is none at the moment."""
        self._acknowledge()
        while taken := self._partitions.pop(sorted(self._held[: self._share], key=self._turn)):
            self._last = taken.partition
            try:
                request = from_json(taken.request, self._spider)
            # Others may have written it: whatever it raises, what stays in hand would keep all from ending.
            except Exception as error:
                log.error("What waits in Redis for %s is left out: %s", _text(taken.host), error)  # noqa: TRY400
                self._partitions.acknowledge(taken)
            else:
                self._in_hand[request] = taken
                return request
        return None

    def clear(self) -> None:
        """Forget every request, of whichever process."""
        self._partitions.clear()

    def _turn(self, partition: int) -> int:
        return (partition - self._last - 1) % NUMBER

    def _slot(self) -> Any:
        """What the engine has under way; no signal tells when a request and all that came of it is done."""
        engine = self._spider.crawler.engine
        return engine._slot if engine else None

    def _acknowledge(self) -> None:
        """Acknowledge what Scrapy is done with: answer or failure, callback, and the items of that."""
        slot = self._slot()
        under_way = slot.inprogress if slot else set()
        for request in [request for request in self._in_hand if request not in under_way]:
            self._partitions.acknowledge(self._in_hand.pop(request))

    def _stay(self) -> None:
        """Renew what we have, take what is free, and give what is more than our share; again and again."""
        self._timer = asyncio.get_running_loop().call_later(self._interval, self._stay)
        try:
            self._acknowledge()
            self._share, self._held = self._partitions.renew()
            in_hand = {taken.partition for taken in self._in_hand.values()}
            for partition in self._held[self._share :]:
                if partition not in in_hand:
                    self._partitions.give(partition)
        except RedisError as error:
            log.warning("Redis gives no answer; what this process has is another's soon: %s", error)
            return
        # There may be more for us now, or nothing left for anybody.
        if slot := self._slot():
            slot.nextcall.schedule()

    def _closed(self) -> None:
        if self._timer:
            self._timer.cancel()
        try:
            self._acknowledge()
            for partition in self._held:
                self._partitions.give(partition)
            self._partitions.leave()
        except RedisError as error:
            log.warning("Redis gives no answer; what this process had waits for its lease to end: %s", error)


def _partitions(server: Redis, key: str, settings: BaseSettings) -> Partitions:
    """The partitions, with times at which no host is asked too soon, whoever had it before.

    The next process knows nothing of what a host asked of the last, so it waits for as long as that can be.
    """
    waits = ("FINDER_HOST_DELAY", "FINDER_MAX_CRAWL_DELAY", "FINDER_LONGEST_WAIT")
    rest = max(map(settings.getfloat, waits))
    # A killed process asked for the last time up to a heartbeat after it renewed its lease.
    lease = max(settings.getfloat("FINDER_LEASE"), settings.getfloat("FINDER_HEARTBEAT") + rest)
    return Partitions(server, key, lease=lease, rest=rest)


def _host(url: str) -> str:
    try:
        return host(url)
    except ValueError:
        return ""  # the downloader will say what is wrong with it


def _text(value: bytes | str) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
