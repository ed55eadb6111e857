"""A target from its first look to a verdict: asks what the checks have to know, and not more."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Final, Protocol

from finder.addresses import neighbour, neighbourhood
from finder.case import Case, Confirmation
from finder.checker.glance import glance
from finder.checks import judge
from finder.items import Confidence, Outcome, Purpose, Question, SecondLook, Streak, Verdict
from finder.quirks import Quirks
from finder.urls import host, identity

if TYPE_CHECKING:
    from finder.checker.looker import Look, Looker
    from finder.checker.turns import Turns
    from finder.items import ArchivedCopy, Fetch, Target

MOST_REQUESTS: Final = 5  # for one target; robots.txt, and a redirect's further hops at its first look, apart
_MOST_QUESTIONS: Final = 4
_MOST_HOPS: Final = 3  # of a further look
_MOST_HOSTS: Final = 20_000
_WHOLE_PAGE: Final = 2 * 2**20  # bytes, for a browser
_GLANCED: Final = 512 * 2**10  # bytes of what it shows
# What a browser is asked about: a page that its scripts write, or a wall that may let browsers pass.
_FOR_BROWSERS: Final = frozenset({"blocked", "needs_browser"})
_SHOWN: Final = frozenset({200, 202, 403, 503})
# What a bad week explains: counted, and believed after enough of them.
_PASSING: Final = frozenset(
    {"connection_refused", "timeout", "connection_reset", "not_http", "server_error", "dns_failed"}
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a target: all that is known of it, the check that answered, and its answer."""

    case: Case
    check: str
    verdict: Verdict

    @property
    def requests(self) -> int:
        """How many requests were made for it."""
        return self.case.fetch.requests + sum(look.fetch.requests for look in self.case.seconds if look.fetch)

    @property
    def streak(self) -> Streak:
        """Its failures in a row, with this look: an answer ends them, a look that was refused leaves them."""
        if self.verdict.reason in _PASSING:
            return self.case.failing
        unanswered = self.case.fetch.status is None and self.verdict.outcome is Outcome.UNCERTAIN
        return self.case.streak if unanswered else Streak()


class Copies(Protocol):
    """Where the archived copies of dead pages come from."""

    async def copy_of(self, url: str) -> ArchivedCopy:
        """The last good copy of an address, or that there is none."""


class Renderer(Protocol):
    """What shows a page as its scripts leave it: a browser. Both raise what :meth:`Looker.look` raises."""

    async def ready(self) -> bool:
        """Whether another page can be shown."""

    async def render(self, look: Look) -> Look | None:
        """The page of a look (its whole body) when its scripts have run; ``None``: it could not be shown."""


@dataclass(frozen=True, slots=True)
class InquiryRules:
    """``max_bytes``: how much of a page is read; ``pause``: seconds before a 404 is asked for once more."""

    max_bytes: int = 131_072
    pause: float = 10.0
    confirmation: Confirmation = field(default_factory=Confirmation)


class Inquiry:
    """Examines targets. One per crawl: what is learned of a host's missing pages serves all its targets."""

    def __init__(
        self,
        looker: Looker,
        turns: Turns,
        rules: InquiryRules,
        *,
        quirks: Quirks | None = None,
        copies: Copies | None = None,
        renderer: Renderer | None = None,
    ) -> None:
        self._looker = looker
        self._turns = turns
        self._rules = rules
        self._quirks = quirks or Quirks()
        self._copies = copies
        self._renderer = renderer
        self._random = Random()
        self._looks_for_many: OrderedDict[str, asyncio.Task[SecondLook]] = OrderedDict()
        self._steady: OrderedDict[str, None] = OrderedDict()

    async def examine(self, target: Target) -> Examined:
        """Look at a target until it can be judged. Raises what :meth:`Looker.look` raises."""
        case = Case(
            await self._look(target.url),
            target.promise,
            streak=target.streak,
            confirmation=self._rules.confirmation,
            quirk=self._quirks.of(target.url),
            archived=self._copies is not None,
        )
        case, check, said = await self._judged(case)
        if _may_show_more(case, said) and (shown := await self._in_browser(case)):
            case, check, said = await self._judged(shown)
            if shown.fetch.cut and said.outcome is Outcome.DEAD:
                # Scripts say "not found" of all that they could not load, too.
                said = _HALF_SHOWN
        if self._copies and said.outcome is Outcome.DEAD and case.copy is None:
            case = case.having(copy=await self._copies.copy_of(target.url))
        return Examined(case, check, said)

    async def close(self) -> None:
        """End what is still being asked for several targets together."""
        asking = [task for task in self._looks_for_many.values() if not task.done()]
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _judged(self, case: Case) -> tuple[Case, str, Verdict]:
        """The case with all that had to be asked, the check that answered, and its verdict."""
        check, said = judge(case)
        for _ in range(_MOST_QUESTIONS):
            if not isinstance(said, Question):
                break
            case = await self._further(case, said)
            check, said = judge(case)
        if isinstance(said, Question):
            said = Verdict(Outcome.UNCERTAIN, "unsettled", f"Not settled: {said.why}.", Confidence.LOW)
        return case, check, said

    async def _in_browser(self, case: Case) -> Case | None:
        """The case with what a browser shows in place of the answer; ``None`` if none can show it."""
        shown = await self._rendered(case.fetch.url)
        if shown is None:
            return None
        first = SecondLook(Purpose.BROWSER, case.fetch.final_url, "its scripts write the page", case.fetch)
        return case.having(first, fetch=shown)

    async def _rendered(self, url: str) -> Fetch | None:
        """What a browser shows at an address, asked for anew since all of the page is needed."""
        if self._renderer is None or not await self._renderer.ready():
            return None
        whole = await self._looker.look(url, max_bytes=_WHOLE_PAGE, most_requests=MOST_REQUESTS)
        if whole.fetch.status is None or whole.fetch.cut:
            return None
        shown = await self._renderer.render(whole)
        if shown is None:
            return None
        return replace(shown.fetch, page=glance(replace(shown, body=shown.body[:_GLANCED])))

    async def _further(self, case: Case, question: Question) -> Case:
        """The case with the answer to a question, or with the mark that it could not be asked."""
        if question.purpose is Purpose.ARCHIVE and self._copies:
            return case.having(copy=await self._copies.copy_of(question.url))
        redirected = max(len(case.fetch.hops) - 1, 0)
        room = MOST_REQUESTS + redirected - Examined(case, "", _NONE).requests
        if room <= 0:
            return case.having(SecondLook(question.purpose, question.url, question.why))
        in_browser = case.second(Purpose.BROWSER) is not None
        if question.purpose is Purpose.HOME:
            place = f"front page {question.url}"
            few = min(room, _MOST_HOPS)
            return case.having(await self._shared(place, question, few, in_browser=in_browser))
        if question.purpose is Purpose.SIBLING:
            known_end = case.fetch.final_url if case.moved else ""
            return case.having(
                await self._shared(
                    neighbourhood(question.url),
                    question,
                    min(room, _MOST_HOPS),
                    known_end,
                    in_browser=in_browser,
                )
            )
        if question.purpose is Purpose.AGAIN:
            return await self._again(case, question, room)
        fetch = await self._look(question.url, room)
        return case.having(SecondLook(question.purpose, question.url, question.why, fetch))

    async def _again(self, case: Case, question: Question, room: int) -> Case:
        """The same address once more; if it is there now, that is judged, and the first was a bad moment.

        The first time at a host a pause goes before, as a bad moment takes to pass. Where it was none, the
        next 404 of that host is hardly one.
        """
        name = host(question.url)
        if name not in self._steady:
            await self._turns.pause(self._rules.pause)
        second = await self._look(question.url, room)
        if second.status is not None and second.status < 300:
            first = SecondLook(question.purpose, question.url, "the first answer", case.fetch)
            return case.having(first, fetch=replace(second, url=case.fetch.url))
        if second.status == case.fetch.status:
            self._steady[name] = None
            if len(self._steady) > _MOST_HOSTS:
                self._steady.popitem(last=False)
        return case.having(SecondLook(question.purpose, question.url, question.why, second))

    async def _shared(
        self, place: str, question: Question, room: int, known_end: str = "", *, in_browser: bool
    ) -> SecondLook:
        """A look that serves all targets of a ``place``, taken once.

        A page that a browser shows is compared with what that shows there.
        """
        place = f"browser {place}" if in_browser else place
        task = self._looks_for_many.get(place)
        if task is not None and (not task.done() or not (task.cancelled() or task.exception())):
            known = await asyncio.shield(task)
            return replace(known, fetch=replace(known.fetch, requests=0) if known.fetch else None)
        task = self._looks_for_many[place] = asyncio.ensure_future(
            self._asked(question, room, known_end, in_browser=in_browser)
        )
        # Whoever asked may be cancelled meanwhile; what it ends with is nobody's business then.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        if len(self._looks_for_many) > _MOST_HOSTS:
            self._looks_for_many.popitem(last=False)
        return await asyncio.shield(task)

    async def _asked(self, question: Question, room: int, known_end: str, *, in_browser: bool) -> SecondLook:
        url = question.url
        if question.purpose is Purpose.SIBLING:
            made = neighbour(url, self._random)
            if made is None:
                return SecondLook(question.purpose, url, question.why)
            url = identity(made)
        fetch = await (self._rendered(url) if in_browser else self._look(url, room, known_end))
        return SecondLook(question.purpose, url, question.why, fetch)

    async def _look(self, url: str, room: int | None = None, known_end: str = "") -> Fetch:
        """A look with what the page shows; a further one (``room``) tries once and makes so many requests."""
        look = await self._looker.look(
            url,
            max_bytes=self._rules.max_bytes,
            pages_only=True,
            most_requests=room,
            known_end=known_end,
        )
        return replace(look.fetch, page=glance(look))


def _may_show_more(case: Case, said: Verdict) -> bool:
    """Whether a browser may show another page: there are scripts, and they or a wall stand before it."""
    scripts = case.page is not None and case.page.scripts > 0
    return scripts and case.fetch.status in _SHOWN and said.reason in _FOR_BROWSERS


_HALF_SHOWN: Final = Verdict(
    Outcome.UNCERTAIN,
    "needs_browser",
    "Looks gone in a browser, but not all that its scripts ask for could be loaded.",
    Confidence.LOW,
)
_NONE: Final = Verdict(Outcome.UNCERTAIN, "", "", Confidence.LOW)
