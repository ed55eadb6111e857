"""The watch over our own network: what proves it, when it is down, and controls that are no good."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import pytest

from finder.checker import NetworkWatch
from finder.items import Failure, Fetch
from finder.observe import NetworkDown, Stopped

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

PAUSE = 0.05
REFUSED = Fetch(url="http://a.example/", final_url="http://a.example/", failure=Failure.REFUSED)
BROKE_OFF = Fetch(url="http://a.example/", final_url="http://a.example/", status=200, cut="broken_off")


class Line:
    """A control whose line is cut and mended by the test; notes when it was asked."""

    def __init__(self, *, works: bool = True, takes: float = 0.0) -> None:
        self.works = works
        self.takes = takes
        self.asked: list[float] = []

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return "control.example"

    async def reachable(self) -> bool:
        self.asked.append(time.monotonic())
        await asyncio.sleep(self.takes)
        return self.works


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run the body of a test, which must not hang."""
    asyncio.run(asyncio.wait_for(work, 10))


async def fate(looking: asyncio.Task[bool]) -> str:
    """How it ended."""
    try:
        return "was out" if await looking else "stands"
    except (NetworkDown, Stopped) as error:
        return f"{type(error).__name__} {error}".strip()


def begun(watch: NetworkWatch, fetch: Fetch = REFUSED) -> asyncio.Task[bool]:
    return asyncio.create_task(watch.explains(fetch))


@pytest.mark.parametrize(
    "failure",
    [
        None,
        Failure.NO_SUCH_HOST,
        Failure.ROBOTS_DISALLOWED,
        Failure.ROBOTS_UNREACHABLE,
        Failure.NOT_HTTP,
        Failure.FORBIDDEN_ADDRESS,
        Failure.NOT_PUBLIC_NAME,
        Failure.ASKED_TO_WAIT,
        Failure.REDIRECT_LOOP,
    ],
)
def test_what_somebody_told_us_is_not_laid_to_the_network(failure: Failure | None) -> None:
    async def body() -> None:
        line = Line(works=False)
        fetch = Fetch(url="http://a.example/", final_url="http://a.example/", failure=failure)
        assert not await NetworkWatch(line, pause=PAUSE).explains(fetch)
        assert not line.asked

    run(body())


UNPROVEN = Fetch(
    url="http://a.example/",
    final_url="http://a.example/",
    failure=Failure.NO_SUCH_HOST,
    names_proven=False,
)


@pytest.mark.parametrize("fetch", [REFUSED, BROKE_OFF, UNPROVEN])
def test_a_control_that_connects_lets_the_facts_stand(fetch: Fetch) -> None:
    async def body() -> None:
        line = Line()
        assert await fate(begun(NetworkWatch(line, pause=PAUSE), fetch)) == "stands"
        assert len(line.asked) == 1

    run(body())


def test_two_failed_checks_some_time_apart_and_no_answer_mean_that_the_network_is_down() -> None:
    async def body() -> None:
        line = Line(works=False)
        watch = NetworkWatch(line, pause=PAUSE)
        fates = await asyncio.gather(*(fate(begun(watch)) for _ in range(20)))
        assert set(fates) == {"NetworkDown control.example cannot be reached"}
        assert len(line.asked) == 2
        assert line.asked[1] - line.asked[0] >= PAUSE
        assert await fate(begun(watch)) == fates[0], "it stays down for this crawl"
        assert len(line.asked) == 2

    run(body())


def test_an_answer_proves_the_network_only_if_its_request_began_after_the_failure() -> None:
    async def body() -> None:
        line = Line(works=True, takes=0.2)
        watch = NetworkWatch(line, pause=PAUSE)
        before = time.monotonic()
        looking = begun(watch)
        await asyncio.sleep(0.01)
        watch.answered(before)
        await asyncio.sleep(0.01)
        assert not looking.done()
        watch.answered(time.monotonic())
        await asyncio.sleep(0.01)
        assert looking.done()
        assert await fate(looking) == "stands"

    run(body())


def test_many_that_wait_share_one_check_and_checks_keep_their_distance() -> None:
    async def body() -> None:
        line = Line(takes=0.01)
        watch = NetworkWatch(line, pause=0.1)
        for _ in range(3):
            await asyncio.gather(*(fate(begun(watch)) for _ in range(50)))
        assert len(line.asked) == 3
        assert all(later - one >= 0.09 for one, later in zip(line.asked, line.asked[1:], strict=False))

    run(body())


def test_an_outage_that_ends_before_the_second_check_explains_what_fell_into_it_and_no_more() -> None:
    async def body() -> None:
        line = Line(works=False)
        watch = NetworkWatch(line, pause=0.2)
        fallen = begun(watch)
        await asyncio.sleep(0.05)
        line.works = True
        # What fails while it is not known that the line is mended may have fallen into it too.
        doubtful = begun(watch)
        assert [await fate(fallen), await fate(doubtful)] == ["was out"] * 2
        assert await fate(begun(watch)) == "stands"

    run(body())


def test_controls_that_never_worked_while_others_answer_are_warned_of_once_and_asked_no_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def body() -> None:
        line = Line(works=False)
        watch = NetworkWatch(line, pause=PAUSE)
        for _ in range(10):
            watch.answered(time.monotonic())
            await asyncio.sleep(PAUSE / 2)
        asked = len(line.asked)
        assert await fate(begun(watch)) == "stands"
        assert await fate(begun(watch)) == "stands"
        assert len(line.asked) == asked == 2

    run(body())
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert "FINDER_CONTROL_HOSTS" in warnings[0]


def test_answers_from_before_a_cut_do_not_make_the_controls_wrong_ones() -> None:
    async def body() -> None:
        line = Line()
        watch = NetworkWatch(line, pause=PAUSE)
        watch.answered(time.monotonic())
        line.works = False  # before the very first check
        await asyncio.sleep(0.01)
        assert await fate(begun(watch)) == "NetworkDown control.example cannot be reached"

    run(body())


def test_controls_that_worked_once_are_believed_later(caplog: pytest.LogCaptureFixture) -> None:
    async def body() -> None:
        line = Line()
        watch = NetworkWatch(line, pause=PAUSE)
        watch.answered(time.monotonic())
        await asyncio.sleep(0.01)
        line.works = False
        for _ in range(3):
            looking = begun(watch)
            await asyncio.sleep(PAUSE * 1.2)
            watch.answered(time.monotonic())
            assert await fate(looking) in ("was out", "stands")
        assert (await fate(begun(watch))).startswith("NetworkDown")

    run(body())
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_without_controls_nothing_is_waited_for() -> None:
    class Nobody(Line):
        def __bool__(self) -> bool:
            return False

    async def body() -> None:
        line = Nobody(works=False)
        watch = NetworkWatch(line, pause=PAUSE)
        watch.answered(time.monotonic())
        assert await fate(begun(watch)) == "stands"
        assert not line.asked

    run(body())


def test_a_crawl_that_stops_keeps_nobody_waiting() -> None:
    async def body() -> None:
        watch = NetworkWatch(Line(works=False, takes=60), pause=PAUSE)
        looking = begun(watch)
        await asyncio.sleep(0.01)
        watch.stop()
        assert await fate(looking) == "Stopped"
        await watch.close()

    run(body())
