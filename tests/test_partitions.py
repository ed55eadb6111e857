"""Two processes that share what waits in Redis; here both live in one."""

import time

import pytest
from redis import Redis
from scrapy import Spider
from scrapy.utils.test import get_crawler

from finder.partitions import NUMBER, Partitions
from finder.redis_frontier import HostPartitionedQueue


def test_a_partition_that_changes_hands_rests_and_what_was_in_hand_comes_first(redis: Redis) -> None:
    one, two = (Partitions(redis, "key", lease=20, rest=0.2) for _ in range(2))
    for request in ("first", "second"):
        one.push("a.example", request)
    share, held = one.renew()
    assert (share, sorted(held)) == (NUMBER, list(range(NUMBER)))
    taken = one.pop(held)
    assert taken is not None
    assert taken.request == b"first"
    # The host's next request only when this one is done.
    assert one.pop(held) is None
    assert two.renew() == (NUMBER / 2, [])
    assert two.pop(held) is None
    assert one.renew()[0] == NUMBER / 2
    given = time.monotonic()
    one.give(taken.partition)
    other = (taken.partition + 1) % NUMBER
    one.give(other)
    # None of that partition's hosts was asked, so it is there at once.
    assert two.renew()[1] == [other]
    one.acknowledge(taken)
    while taken.partition not in two.renew()[1]:
        time.sleep(0.01)
    assert time.monotonic() - given > 0.15
    again = two.pop([taken.partition])
    assert again == taken
    two.acknowledge(again)
    two.acknowledge(again)
    assert two.left() == 1
    second = two.pop([taken.partition])
    assert second is not None
    assert second.request == b"second"
    two.clear()
    two.acknowledge(second)
    assert two.left() == 0
    assert two.pop([taken.partition]) is None


def test_what_is_held_without_a_sign_of_life_goes_to_others_with_what_was_in_hand(redis: Redis) -> None:
    one, two = (Partitions(redis, "key", lease=0.3, rest=20) for _ in range(2))
    one.push("a.example", "first")
    held = one.renew()[1]
    taken = one.pop(held)
    assert taken is not None
    while taken.partition not in two.renew()[1]:
        assert two.pop(held) is None
        time.sleep(0.01)
    # One slept, and does not know yet that it has nothing any more.
    assert one.pop(held) is None
    one.acknowledge(taken)
    one.give(taken.partition)
    assert two.pop(held) == taken
    assert two.left() == 1


@pytest.mark.parametrize(
    ("settings", "serializer", "problem"),
    [({}, None, "SCHEDULER_PERSIST"), ({"SCHEDULER_PERSIST": True}, "pickle", "SCHEDULER_SERIALIZER")],
)
def test_settings_with_which_sharing_cannot_work_are_refused(
    redis: Redis, settings: dict[str, object], serializer: object, problem: str
) -> None:
    spider = Spider.from_crawler(get_crawler(settings_dict=settings), name="test")
    with pytest.raises(ValueError, match=problem):
        HostPartitionedQueue(redis, spider, "key", serializer)
