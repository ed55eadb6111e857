"""What follows for a backlink from a look at its page and at our page.

One look loses nothing: a link is lost after so many looks in a row that missed it, far enough apart. What a
page does not show that was not read, or not all of it, is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.backlinks.found import FoundLink, OwnLink, as_found, form
from finder.backlinks.state import LINK_THERE, Event, State, Why
from finder.items import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.backlinks.known import Known
    from finder.backlinks.page_look import PageLook
    from finder.items import TargetLook
    from finder.verification import LossRule

_KNOWN_STATES: Final = frozenset({State.LIVE, State.MISSING, State.LOST})


class Happened(NamedTuple):
    """An event; ``field`` is what changed (``anchor``, ``rel``, ``target`` or ``placement``)."""

    event: Event
    field: str = ""
    before: str = ""
    after: str = ""
    why: Why = Why.NONE


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a look says of a backlink; ``detail`` is the evidence as a sentence.

    ``link`` is what was found now and ``found`` what was found last, ``target`` the look at our page at its
    end. ``lost``: with this look it counts as lost, or as lost for another reason.
    """

    known: Known
    state: State
    why: Why
    detail: str
    found: FoundLink
    missed: tuple[str, ...] = ()
    events: tuple[Happened, ...] = ()
    lost: bool = False
    link: OwnLink | None = None
    target: TargetLook | None = None

    @property
    def broken(self) -> bool:
        """Whether the link is there and our page at its end is dead."""
        return self.link is not None and _is_dead(self.target)


def conclude(
    known: Known,
    own: OwnLink | None,
    look: PageLook,
    target: TargetLook | None,
    rule: LossRule,
    moment: str,
) -> Conclusion:
    """What a look at ``moment`` says of a backlink.

    ``own``: the link that it is now, see :func:`finder.backlinks.pair`; ``target``: the look at our page at
    its end, if there was one.
    """
    if look.gone:
        own = None
    if own is None and not look.gone and known.out_of_sight:
        look = replace(look, absence=(Why.PART_OF_PAGE, known.out_of_sight))
    if own is None and not look.told:
        return _untold(known, look)
    found = as_found(own) if own else known.found
    why, detail = _fault(known, own, look, target)
    changes = tuple(_changes(known, found)) if own else ()
    if why is Why.NONE:
        events = (*_live(known), *changes)
        return Conclusion(known, State.LIVE, why, detail, found, (), events, link=own, target=target)
    missed, counts = _missed(known, why, rule, moment)
    over = len(missed) >= rule.looks
    # A page that was away and is there again without the link lives: that is another loss.
    lost = over and (counts or known.state is not State.LOST or _is_removed_after_all(known, why))
    state = State.LOST if over or known.state is State.LOST else State.MISSING
    if not over:
        detail = f"{detail} Look {len(missed)} of {rule.looks} that are needed."
    told = (Happened(Event.LOST if lost else Event.MISSED, why=why),) if lost or counts else ()
    events = (*changes, *told)
    return Conclusion(known, state, why, detail, found, missed, events, lost, own, target)


def _untold(known: Known, look: PageLook) -> Conclusion:
    """Nothing changes; of a link that no look could tell of so far it is said why."""
    why, said = look.absence or (Why.UNREACHABLE, "")
    if known.state in _KNOWN_STATES:
        last = f" Last seen live on {known.live_at[:10]}." if known.live_at else ""
        detail = f"This look could not tell: {said}{last}"
        return Conclusion(known, known.state, known.why, detail, known.found, known.missed)
    return Conclusion(known, State.UNCERTAIN, why, said, known.found, known.missed)


def _fault(known: Known, own: OwnLink | None, look: PageLook, target: TargetLook | None) -> tuple[Why, str]:
    """What is wrong with a backlink, if anything, and the evidence."""
    if own is None:
        led_to = known.target_url or "any page of ours"
        return look.absence or (Why.LINK_REMOVED, f"The page does not link to {led_to}.")
    itself = form(look.final_url) == form(own.url)
    said = f"The address of the page leads to {own.url}." if itself else _said(as_found(own))
    if target and _is_dead(target):
        return Why.TARGET_DEAD, f"{said} Our page is dead: {target.verdict.evidence}"
    if look.noindex:
        return Why.PAGE_NOINDEX, f"{said} But the page asks search engines not to list it."
    moved = (
        f" The page is at {look.final_url} now." if look.absence and look.absence[0] is Why.PAGE_MOVED else ""
    )
    led_on = target.final_url if target and target.verdict.outcome is Outcome.ALIVE else ""
    onward = f" Our page leads on to {led_on}." if led_on and form(led_on) != form(own.url) else ""
    return Why.NONE, f"{said}{moved}{onward}"


def _live(known: Known) -> Iterator[Happened]:
    if known.state in (State.MISSING, State.LOST):
        yield Happened(Event.BACK, before=known.state.value, why=known.why)
    elif not known.live_since:
        yield Happened(Event.NEW)


def _changes(known: Known, found: FoundLink) -> Iterator[Happened]:
    """What is not as it was: as we last found it, or where a supplier says that it leads."""
    before = known.found.url or known.target_url
    if before and form(before) != form(found.url):
        yield Happened(Event.CHANGED, "target", before, found.url)
    if not known.found.url:
        return
    for field in ("anchor", "rel", "placement"):
        was, now_is = getattr(known.found, field), getattr(found, field)
        if was != now_is:
            yield Happened(Event.CHANGED, field, was, now_is)


def _missed(known: Known, why: Why, rule: LossRule, moment: str) -> tuple[tuple[str, ...], bool]:
    """The looks in a row that missed it for such a reason, and whether this one is a further one of them."""
    # A link that stood there at the last look was not away, whatever else was wrong with it.
    same = (known.why in LINK_THERE) == (why in LINK_THERE)
    before = known.missed if same else ()
    if len(before) >= rule.looks:
        return before, False
    if before and _time(moment) - _time(before[-1]) < rule.apart:
        return before, False
    return (*before, moment), True


def _is_removed_after_all(known: Known, why: Why) -> bool:
    return why is Why.LINK_REMOVED and known.why in (Why.PAGE_GONE, Why.PAGE_MOVED)


def _is_dead(target: TargetLook | None) -> bool:
    return target is not None and target.verdict.outcome is Outcome.DEAD


def _said(found: FoundLink) -> str:
    words = f"“{found.anchor}”" if found.anchor else "A link without words"
    shown = f"{words} (an image)" if found.image else words
    return f"{shown} leads to {found.url} ({found.rel or 'followed'}, {found.placement})."


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
