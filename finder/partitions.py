"""What waits in Redis, in partitions by host, and which process has which of them.

Keys, all of which begin with that of the frontier:

    :left           how many requests are not acknowledged, waiting or in hand
    :alive          the processes and their last signs of life, by the clock of Redis (ms)
    :lease:N        who has partition N; ``-`` while it rests between two of them
    :hosts:N        the hosts of partition N that wait, in the order of their turns
    :host:HOST      the requests that wait for one host
    :hand:N         host -> request that was handed out and not acknowledged yet

A host is in ``:hosts:N`` exactly while a request waits for it and none of it is in hand. Each change is one
script, so whoever is killed leaves none half done.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redis import Redis

NUMBER: Final = 64  # of partitions; the same for all who share a frontier, and the most processes with work
# Hosts whose names differ little (shop1, shop2) fall near each other, so neighbours go to several processes.
_STRIDE: Final = 37

_PUSH: Final = """
local key, p, host, request = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
redis.call('INCR', key .. ':left')
if redis.call('RPUSH', key .. ':host:' .. host, request) == 1
        and redis.call('HEXISTS', key .. ':hand:' .. p, host) == 0 then
    redis.call('RPUSH', key .. ':hosts:' .. p, host)
end
"""
_POP: Final = """
local key, me = KEYS[1], ARGV[1]
for i = 2, #ARGV do
    local p = ARGV[i]
    if redis.call('GET', key .. ':lease:' .. p) == me then
        local host = redis.call('LPOP', key .. ':hosts:' .. p)
        local request = host and redis.call('LPOP', key .. ':host:' .. host)
        if request then
            redis.call('HSET', key .. ':hand:' .. p, host, request)
            return {p, host, request}
        end
    end
end
"""
_ACKNOWLEDGE: Final = """
local key, me, p, host, request = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('GET', key .. ':lease:' .. p) ~= me
        or redis.call('HGET', key .. ':hand:' .. p, host) ~= request then
    return
end
redis.call('DECR', key .. ':left')
redis.call('HDEL', key .. ':hand:' .. p, host)
if redis.call('EXISTS', key .. ':host:' .. host) == 1 then
    redis.call('RPUSH', key .. ':hosts:' .. p, host)
end
"""
_PUT_BACK: Final = """
local function put_back(key, p)
    local hand = redis.call('HGETALL', key .. ':hand:' .. p)
    for i = 1, #hand, 2 do
        redis.call('LPUSH', key .. ':host:' .. hand[i], hand[i + 1])
        redis.call('RPUSH', key .. ':hosts:' .. p, hand[i])
    end
    redis.call('DEL', key .. ':hand:' .. p)
end
"""
_RENEW: Final = f"""{_PUT_BACK}
local key, me, lease = KEYS[1], ARGV[1], tonumber(ARGV[2])
local number, stride = tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', key .. ':alive', now, me)
redis.call('ZREMRANGEBYSCORE', key .. ':alive', '-inf', now - lease)
local share = math.ceil(number / redis.call('ZCARD', key .. ':alive'))
local held, free = {{}}, {{}}
for i = 0, number - 1 do
    local p = i * stride % number
    local owner = redis.call('GET', key .. ':lease:' .. p)
    if owner == me then
        redis.call('PEXPIRE', key .. ':lease:' .. p, lease)
        held[#held + 1] = p
    elseif not owner then
        free[#free + 1] = p
    end
end
for _, p in ipairs(free) do
    if #held >= share then break end
    redis.call('SET', key .. ':lease:' .. p, me, 'PX', lease)
    put_back(key, p)
    held[#held + 1] = p
end
return {{share, held}}
"""
_GIVE: Final = f"""{_PUT_BACK}
local key, me, p, rest = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
if redis.call('GET', key .. ':lease:' .. p) ~= me then return end
put_back(key, p)
if rest > 0 then
    redis.call('SET', key .. ':lease:' .. p, '-', 'PX', rest)
else
    redis.call('DEL', key .. ':lease:' .. p)
end
"""
_CLEAR: Final = """
local key = KEYS[1]
for p = 0, ARGV[1] - 1 do
    local waiting = redis.call('LRANGE', key .. ':hosts:' .. p, 0, -1)
    local in_hand = redis.call('HKEYS', key .. ':hand:' .. p)
    for _, hosts in ipairs({waiting, in_hand}) do
        for _, host in ipairs(hosts) do redis.call('DEL', key .. ':host:' .. host) end
    end
    redis.call('DEL', key .. ':hosts:' .. p, key .. ':hand:' .. p)
end
redis.call('DEL', key .. ':left')
"""


class Taken(NamedTuple):
    """A request that was handed out, as it stands in Redis."""

    partition: int
    host: bytes
    request: bytes


def partition_of(host: str) -> int:
    """Which partition a host belongs to."""
    return crc32(host.encode()) % NUMBER


class Partitions:
    """The partitions of one frontier, as one process sees them. Times are in seconds.

    ``lease``: silence after which others take what this process has; ``rest``: how long a partition of which
    hosts were asked is left alone before another process gets it. Every method asks Redis once and raises
    what its client raises.
    """

    def __init__(self, server: Redis, key: str, *, lease: float, rest: float) -> None:
        self._server = server
        self._key = key
        self._me = uuid.uuid4().hex
        self._lease = round(lease * 1000)
        self._rest = round(rest * 1000)
        self._asked: set[int] = set()
        self._scripts = {
            text: server.register_script(text) for text in (_PUSH, _POP, _ACKNOWLEDGE, _RENEW, _GIVE, _CLEAR)
        }

    def renew(self) -> tuple[int, list[int]]:
        """Give a sign of life and take what is free: our fair share, and the partitions that we have.

        They can be more than the share while others have less.
        """
        share, held = self._run(_RENEW, self._me, self._lease, NUMBER, _STRIDE)
        return share, held

    def give(self, partition: int) -> None:
        """Let others have a partition, after its rest; what was in hand of it waits again."""
        self._run(_GIVE, self._me, partition, self._rest if partition in self._asked else 0)
        self._asked.discard(partition)

    def leave(self) -> None:
        """Count no more among those who share."""
        self._server.zrem(f"{self._key}:alive", self._me)

    def push(self, host: str, request: str) -> None:
        """Let a request wait for its turn at its host."""
        self._run(_PUSH, partition_of(host), host, request)

    def pop(self, partitions: Sequence[int]) -> Taken | None:
        """The next request of the first of these partitions that are ours and have one."""
        found = self._run(_POP, self._me, *partitions) if partitions else None
        if found is None:
            return None
        taken = Taken(int(found[0]), found[1], found[2])
        self._asked.add(taken.partition)
        return taken

    def acknowledge(self, taken: Taken) -> None:
        """A request was dealt with; its host may be asked for the next. Nothing if others have it by now."""
        self._run(_ACKNOWLEDGE, self._me, *taken)

    def left(self) -> int:
        """How many requests wait or are in hand, whoever has them."""
        return int(self._server.get(f"{self._key}:left") or 0)

    def clear(self) -> None:
        """Forget every request, whoever has it. Who shares the frontier is not forgotten."""
        self._run(_CLEAR, NUMBER)

    def _run(self, script: str, *arguments: Any) -> Any:
        return self._scripts[script](keys=[self._key], args=arguments)
