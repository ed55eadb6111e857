"""A later look at a lead: what is still so on its page, and what follows for the lead.

Only what was seen closes a lead. What a page does not show that was not read, or not all of it, is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from finder.addresses import same_but_form
from finder.items import Link, LostLink, Outcome, Placement
from finder.lifecycle import WRITTEN_TO, Status
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.items import Verdict


class Verified(StrEnum):
    """What the last look at a lead said: ``lead.verified``."""

    HOLDS = "holds"
    PAGE_GONE = "page_gone"
    LINK_GONE = "link_gone"
    LINK_MENDED = "link_mended"
    MENTION_GONE = "mention_gone"
    MENTION_LINKED = "mention_linked"
    IMAGE_GONE = "image_gone"
    IMAGE_LINKED = "image_linked"
    RIVALS_GONE = "rivals_gone"
    LINKED_BESIDE = "linked_beside"
    LINK_WON = "link_won"
    LINK_BACK = "link_back"
    LINK_CHANGED = "link_changed"
    LINK_MISSING = "link_missing"
    COULD_NOT_TELL = "could_not_tell"


# Statuses in which a link to us that appears is one that was asked for.
WINNABLE: Final = frozenset({Status.ACCEPTED, *WRITTEN_TO})
# Those that are looked at again after somebody was written to.
WATCHED: Final = frozenset({*WRITTEN_TO, Status.WON})
_HOLDS_NO_LONGER: Final = frozenset(
    {
        *(Verified.PAGE_GONE, Verified.LINK_GONE, Verified.LINK_MENDED, Verified.LINK_BACK),
        *(Verified.MENTION_GONE, Verified.MENTION_LINKED, Verified.IMAGE_GONE, Verified.IMAGE_LINKED),
        *(Verified.RIVALS_GONE, Verified.LINKED_BESIDE),
    }
)
# What it is called that a page links to us now, that it no longer has what the lead is about, and in words.
_OF_MENTION: Final = (
    Verified.MENTION_LINKED,
    Verified.MENTION_GONE,
    "The page no longer has the mention as it was.",
)
_OF_OTHERS: Final = {
    "image_without_credit": (
        Verified.IMAGE_LINKED,
        Verified.IMAGE_GONE,
        "The page no longer shows our image.",
    ),
    "link_intersect": (
        Verified.LINKED_BESIDE,
        Verified.RIVALS_GONE,
        "The page no longer links to our rivals as it did.",
    ),
}


@dataclass(frozen=True, slots=True)
class WonLink:
    """A link to us as ``won_url`` ... of a lead have it; ``url`` is an identity, empty: none is known."""

    url: str = ""
    anchor: str = ""
    rel: str = ""
    placement: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What of a lead has to be known to look at it again.

    ``linked_own``: the links to us that its page had before anybody worked on it. ``missed``: when a won link
    was not there, one after the other; ``seen_until``: when it was last there before that.
    """

    id: int
    kind: str
    status: Status
    page_url: str
    target_id: int | None = None
    dead_url: str = ""
    replacement_url: str = ""
    linked_own: frozenset[str] = frozenset()
    won: WonLink = field(default_factory=WonLink)
    won_at: str = ""
    verified_at: str = ""
    missed: tuple[str, ...] = ()
    seen_until: str = ""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page as it was read now.

    ``by_target``: its links by identity, ``ours`` those that lead to us. ``kinds``: the kinds about the page
    itself that it gives. ``absence``: what it means that something is not there, if not that it is gone.
    """

    url: str
    by_target: Mapping[str, Link] = field(default_factory=dict)
    ours: tuple[Link, ...] = ()
    kinds: frozenset[str] = frozenset()
    noindex: bool = False
    absence: tuple[Verified, str] | None = None


@dataclass(frozen=True, slots=True)
class LossRule:
    """A won link is lost after so many ``looks`` that missed it, each so long ``apart`` from the last."""

    looks: int = 2
    apart: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look says of one lead, and what follows: a new status, closing it, the link won or lost.

    ``missing``: a won link was not there, and this look counts. ``there``: it is there again.
    """

    lead: Looked
    verified: Verified
    detail: str
    status: Status | None = None
    closes: bool = False
    won: WonLink | None = None
    missing: bool = False
    there: bool = False
    lost: LostLink | None = None


def link_to_target(lead: Looked, seen: PageSeen) -> Link | None:
    """The link of the page to the dead target of a lead."""
    return seen.by_target.get(lead.dead_url) if lead.target_id is not None else None


def conclude(lead: Looked, seen: PageSeen, verdict: Verdict | None, rule: LossRule, moment: str) -> Finding:
    """What a look at ``moment`` says of a lead; ``verdict``: that on its target now, if the link is there."""
    if lead.status is Status.WON:
        return _watched(lead, seen, rule, moment)
    link = _new_link(lead, seen)
    if link and lead.status in WINNABLE:
        return Finding(lead, Verified.LINK_WON, _said(link), Status.WON, won=link)
    verified, detail = _still(lead, seen, verdict, link)
    if verified not in _HOLDS_NO_LONGER:
        return Finding(lead, verified, detail)
    if lead.status in WRITTEN_TO and verified in (Verified.LINK_GONE, Verified.LINK_MENDED):
        return Finding(lead, verified, detail, Status.FIXED)
    return Finding(lead, verified, detail, closes=True)


def _still(
    lead: Looked, seen: PageSeen, verdict: Verdict | None, new: WonLink | None
) -> tuple[Verified, str]:
    """Whether the reason of a lead is still there."""
    if lead.kind == "lost_link":
        return _still_lost(seen, new)
    if lead.target_id is None:
        return _still_on_page(lead, seen)
    if link_to_target(lead, seen) is None:
        return seen.absence or (Verified.LINK_GONE, f"The page no longer links to {lead.dead_url}.")
    if verdict is None:
        return Verified.COULD_NOT_TELL, f"{lead.dead_url} was not looked at."
    if verdict.outcome is Outcome.DEAD:
        return Verified.HOLDS, verdict.evidence
    if verdict.outcome is Outcome.ALIVE:
        return Verified.LINK_MENDED, verdict.evidence
    return Verified.COULD_NOT_TELL, verdict.evidence


def _still_lost(seen: PageSeen, new: WonLink | None) -> tuple[Verified, str]:
    if new:
        return Verified.LINK_BACK, f"The link is back: {_said(new)}"
    if seen.absence and seen.absence[0] is Verified.COULD_NOT_TELL:
        return seen.absence
    return Verified.HOLDS, seen.absence[1] if seen.absence else "The page has no new link to us."


def _still_on_page(lead: Looked, seen: PageSeen) -> tuple[Verified, str]:
    linked, gone, said = _OF_OTHERS.get(lead.kind, _OF_MENTION)
    if lead.kind in seen.kinds:
        return Verified.HOLDS, "The page shows it without a link to us, as before."
    if seen.ours:
        return linked, f"The page links to us now: {_said(_as_won(_best(seen.ours, '')))}"
    if seen.absence:
        return seen.absence
    return gone, said


# --- a link that was won ----------------------------------------------------------------------------------


def _watched(lead: Looked, seen: PageSeen, rule: LossRule, moment: str) -> Finding:
    link = _same_link(lead, seen)
    if link is None:
        return _missed(lead, seen, rule, moment)
    there = bool(lead.missed)
    if link == lead.won:
        return Finding(lead, Verified.HOLDS, _said(link), there=there)
    known = bool(lead.won.url)
    verified = Verified.LINK_CHANGED if known else Verified.LINK_WON
    return Finding(lead, verified, _said(link), won=link, there=there)


def _missed(lead: Looked, seen: PageSeen, rule: LossRule, moment: str) -> Finding:
    verified, detail = seen.absence or (Verified.LINK_MISSING, "The link to us is not on the page.")
    if verified is Verified.COULD_NOT_TELL:
        return Finding(lead, verified, detail)
    if not lead.won.url:
        return Finding(lead, Verified.COULD_NOT_TELL, "No link to us was seen on the page so far.")
    if seen.noindex:
        return Finding(
            lead, Verified.COULD_NOT_TELL, "The link is not there, but the page is not for search engines."
        )
    if lead.missed and _time(moment) - _time(lead.missed[-1]) < rule.apart:
        return Finding(lead, verified, detail)
    missed = (*lead.missed, moment)
    detail = f"{detail} Look {len(missed)} of {rule.looks} that are needed."
    if len(missed) < rule.looks:
        return Finding(lead, verified, detail, missing=True)
    lost = LostLink(
        url=lead.won.url,
        anchor=lead.won.anchor,
        rel=tuple(lead.won.rel.split()),
        placement=Placement(lead.won.placement or Placement.MAIN),
        since=lead.won_at,
        until=lead.seen_until or lead.verified_at or lead.won_at,
        missed=missed,
        page_gone=verified is Verified.PAGE_GONE,
    )
    return Finding(lead, verified, detail, Status.LOST, missing=True, lost=lost)


def _new_link(lead: Looked, seen: PageSeen) -> WonLink | None:
    """The link to us that the page did not have before: to the suggested page if there is one, in main text.

    What anybody may write below a page is none that the page gives.
    """
    links = [
        link
        for link in seen.ours
        if identity(link.url) not in lead.linked_own
        and identity(link.url) != lead.dead_url
        and link.placement is not Placement.COMMENTS
    ]
    return _as_won(_best(links, lead.replacement_url)) if links else None


def _same_link(lead: Looked, seen: PageSeen) -> WonLink | None:
    """The won link as it is now: to the same page if there is such a one, and unchanged if there is that."""
    same = [won for won in map(_as_won, seen.ours) if won.url == lead.won.url]
    if lead.won in same:
        return lead.won
    return same[0] if same else _new_link(lead, seen)


def _best(links: tuple[Link, ...] | list[Link], suggested: str) -> Link:
    return min(links, key=lambda link: (not _leads_to(link, suggested), link.placement is not Placement.MAIN))


def _leads_to(link: Link, suggested: str) -> bool:
    return bool(suggested) and same_but_form(identity(link.url), suggested)


def _as_won(link: Link) -> WonLink:
    return WonLink(identity(link.url), link.anchor, " ".join(link.rel), link.placement.value)


def _said(won: WonLink) -> str:
    anchor = f"“{won.anchor}”" if won.anchor else "a link without words"
    return f"{anchor} leads to {won.url} ({won.rel or 'followed'}, {won.placement})."


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
