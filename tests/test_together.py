"""Work that is done for several at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from finder.storage import StorageError
from finder.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence


def done_together(
    things: Sequence[int], fault: Exception | None = None
) -> tuple[list[list[int]], list[object]]:
    """In which groups things were done, of which 3 has a fault, and what came of each."""
    groups: list[list[int]] = []

    async def work(some: Sequence[int]) -> None:
        groups.append(list(some))
        await asyncio.sleep(0)
        if fault and 3 in some:
            raise fault

    async def all_of_them() -> list[object]:
        together = Together(work)
        each = (together.done(thing, len(things)) for thing in things)
        return await asyncio.gather(*each, return_exceptions=True)

    return groups, asyncio.run(all_of_them())


def test_what_is_there_at_once_is_done_at_once() -> None:
    assert done_together([1, 2, 3, 4]) == ([[1, 2, 3, 4]], [None] * 4)


def test_a_fault_in_one_does_not_harm_the_others() -> None:
    fault = ValueError("a strange page")
    groups, told = done_together([1, 2, 3, 4], fault)
    assert groups == [[1, 2, 3, 4], [1], [2], [3], [4]]
    assert told == [None, None, fault, None]


def test_a_fault_of_the_database_is_told_to_all() -> None:
    fault = StorageError("the disk is full")
    assert done_together([1, 2, 3], fault) == ([[1, 2, 3]], [fault] * 3)


def test_nobody_waits_for_long_for_others() -> None:
    async def work(some: Sequence[int]) -> None:
        pass

    async def one() -> None:
        await asyncio.wait_for(Together(work).done(1, 100), 5)

    asyncio.run(one())


def test_who_does_it_may_be_cancelled_and_nobody_waits_for_ever() -> None:
    async def work(some: Sequence[int]) -> None:
        await asyncio.sleep(60)

    async def cancelled() -> None:
        together = Together(work)
        first, second = (asyncio.create_task(together.done(thing, 2)) for thing in (1, 2))
        await asyncio.sleep(0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(second, 5)

    asyncio.run(cancelled())
