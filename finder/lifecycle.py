"""The life of a lead: its statuses, who may change which into which, and what follows from a change."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Where a lead stands.

    ``won``: the site links to us. ``lost``: they said no, or will not answer, or took the link away.
    ``fixed``: there is no reason to write any more. ``rejected``: a person said that it is no good, and why.
    ``snoozed``: not before a day; then it is again what it was.
    """

    NEW = "new"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    REPLIED = "replied"
    WON = "won"
    LOST = "lost"
    FIXED = "fixed"
    REJECTED = "rejected"
    SNOOZED = "snoozed"


class Rejection(StrEnum):
    """Why a person rejected a lead: what finder can learn from. More can be said in the note."""

    WRONG_VERDICT = "wrong_verdict"
    WRONG_PAGE = "wrong_page"  # the page of ours that was offered does not fit
    POOR_SITE = "poor_site"
    NOT_RELEVANT = "not_relevant"
    NO_CONTACT = "no_contact"
    ALREADY_LINKED = "already_linked"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Actor(StrEnum):
    """Who changes a lead: a person, what an outreach tool wrote down, or finder after a look at the page."""

    PERSON = "person"
    TOOL = "tool"
    LOOK = "look"


# Those that nobody works on any more.
PUT_AWAY: Final = frozenset({Status.REJECTED, Status.LOST})
# Those of leads to which somebody has written, or was written to and answered.
WRITTEN_TO: Final = frozenset({Status.CONTACTED, Status.REPLIED})
# Those worth a first message.
TO_WRITE: Final = (Status.NEW, Status.ACCEPTED)
# Contacts of such leads are kept: there are dealings with them.
DEALT_WITH: Final = WRITTEN_TO | {Status.WON}

_ANY_BUT_NEW: Final = frozenset(Status) - {Status.NEW}
_BY_PERSON: Final[Mapping[Status, frozenset[Status]]] = {
    Status.NEW: frozenset({Status.ACCEPTED, Status.CONTACTED, Status.REJECTED, Status.SNOOZED}),
    Status.ACCEPTED: frozenset(
        {Status.NEW, Status.CONTACTED, Status.REJECTED, Status.SNOOZED, Status.WON, Status.FIXED}
    ),
    Status.CONTACTED: frozenset(
        {Status.REPLIED, Status.WON, Status.LOST, Status.FIXED, Status.REJECTED, Status.SNOOZED}
    ),
    Status.REPLIED: frozenset({Status.WON, Status.LOST, Status.FIXED, Status.REJECTED, Status.SNOOZED}),
    Status.WON: frozenset({Status.LOST}),
    Status.LOST: frozenset({Status.CONTACTED, Status.REPLIED, Status.WON, Status.SNOOZED}),
    Status.FIXED: frozenset({Status.NEW, Status.ACCEPTED, Status.WON, Status.REJECTED}),
    Status.REJECTED: frozenset({Status.NEW, Status.ACCEPTED}),
    Status.SNOOZED: frozenset(Status),
}
_STILL_OPEN: Final = frozenset({Status.WON, Status.LOST, Status.FIXED})
_BY_LOOK: Final[Mapping[Status, frozenset[Status]]] = {
    Status.NEW: _STILL_OPEN,
    Status.ACCEPTED: _STILL_OPEN,
    Status.CONTACTED: _STILL_OPEN,
    Status.REPLIED: _STILL_OPEN,
    Status.SNOOZED: frozenset(Status),
    Status.WON: frozenset({Status.LOST}),
    Status.LOST: frozenset({Status.WON, Status.FIXED}),
    # The link is dead again, or they have put ours in its place.
    Status.FIXED: frozenset({Status.NEW, Status.ACCEPTED, Status.CONTACTED, Status.REPLIED, Status.WON}),
    Status.REJECTED: frozenset({Status.WON, Status.FIXED}),
}
# How far a lead has come: what a tool wrote down never takes one back.
_FAR: Final[Mapping[Status, int]] = {
    Status.NEW: 0,
    Status.SNOOZED: 0,
    Status.ACCEPTED: 1,
    Status.CONTACTED: 2,
    Status.REPLIED: 3,
    Status.LOST: 4,
    Status.FIXED: 4,
    Status.REJECTED: 4,
    Status.WON: 5,
}

FIELDS: Final = ("status", "owner", "follow_up", "snoozed_until", "rejected_because", "note", "contacted_at")
# Of these "nothing" is no text at all; of the others it is the empty one.
_NULLABLE: Final = frozenset({"follow_up", "snoozed_until", "contacted_at"})


def status_of(said: str) -> Status:
    """The status that a text names. Any other, which older versions let people write, counts as new."""
    return Status(said) if said in Status.__members__.values() else Status.NEW


def may_become(before: Status, by: Actor) -> frozenset[Status]:
    """The statuses that a lead with status ``before`` may be given; a person may force any other."""
    if by is Actor.TOOL:
        return frozenset(after for after in _ANY_BUT_NEW - {Status.SNOOZED} if _FAR[after] > _FAR[before])
    return (_BY_PERSON if by is Actor.PERSON else _BY_LOOK)[before]


def settled(
    before: Mapping[str, str | None], changes: Mapping[str, str | None], moment: str
) -> dict[str, str | None]:
    """What is different after ``changes`` of a lead's :data:`FIELDS`, with what follows from them.

    ``before`` has all fields; ``moment`` is the time of the change (ISO 8601, UTC). A new status is stamped
    (``status_at``); the first time that somebody is written to is kept (``contacted_at``), and goes when the
    lead is put back to before that; a lead that wakes has no day to wake on, and one that is rejected no
    longer has no reason for it. Raises ``ValueError`` for a field that is none and for an unknown status.
    """
    wanted = {name: _empty(name) if value in (None, "") else value for name, value in changes.items()}
    if unknown := wanted.keys() - set(FIELDS):
        raise ValueError(f"not a field of a lead's life: {', '.join(sorted(unknown))}")
    said = wanted.get("status")
    status = Status(said) if said else None
    if status and status != before["status"]:
        wanted = _follows(before, status, moment) | wanted | {"status": status.value, "status_at": moment}
    return {name: value for name, value in wanted.items() if value != before.get(name)}


def _follows(before: Mapping[str, str | None], status: Status, moment: str) -> dict[str, str | None]:
    follows: dict[str, str | None] = {}
    if before["status"] == Status.SNOOZED:
        follows["snoozed_until"] = None
    if before["status"] == Status.REJECTED:
        follows["rejected_because"] = ""
    if status in WRITTEN_TO and not before["contacted_at"]:
        follows["contacted_at"] = moment
    if before["status"] in WRITTEN_TO and status in TO_WRITE:
        follows["contacted_at"] = None
    return follows


def _empty(name: str) -> str | None:
    return None if name in _NULLABLE else ""
