"""Looks as they are written down: one row for each in the history, and what is known of its target now."""

from __future__ import annotations

import json
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import Text, bindparam, case, func, insert, update

from finder.items import Fetch, Hop, Outcome, Signals
from finder.storage.columns import any_text
from finder.storage.rows import ManyRows
from finder.storage.tables import look, target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from finder.items import SecondLook
    from finder.storage.targets import Settled

_KEPT_TEXT: Final = 600  # characters
# Of a page that lives, and of one that was only compared with another.
_KEPT_OF_OTHERS: Final = 200
_KEPT_HOSTS: Final = 12


def write_looks(connection: Connection, run_id: int, looks: Sequence[Settled]) -> None:
    """Add looks to the history of their targets."""
    _LOOKS.run(connection, [_look_row(run_id, each) for each in looks])


def settle_targets(connection: Connection, run_id: int, looks: Sequence[Settled]) -> None:
    """Write down at the targets what is known of them now."""
    # In one order everywhere, so that two processes never wait for each other.
    ordered = sorted(looks, key=lambda each: each.target.id)
    _TARGETS.run(connection, [_target_row(run_id, each) for each in ordered])


def read_fetch(kept: dict[str, Any], url: str, moment: str) -> dict[str, Any]:
    """The facts of a look at an address at a moment, with what was left out as it goes without saying."""
    told = _USUAL_FETCH | {"url": url, "final_url": url, "fetched_at": moment} | kept
    told["hops"] = [_USUAL_HOP | hop for hop in kept.get("hops", ({"url": url, "status": told["status"]},))]
    told["page"] = told["page"] and _PAGE_READ | told["page"]
    return told


def read_seconds(kept: list[dict[str, Any]] | None, moment: str) -> list[dict[str, Any]] | None:
    """The further looks, see :func:`read_fetch`."""
    return [
        each | {"fetch": fetch and read_fetch(fetch, each["url"], moment)}
        for each in kept or ()
        for fetch in [each.get("fetch")]
    ] or None


_USUAL_FETCH: Final = asdict(Fetch(""))
_USUAL_HOP: Final = asdict(Hop("", None))
_USUAL_PAGE: Final = asdict(Signals())
_PAGE_READ: Final = {
    name: list(value) if isinstance(value, tuple) else value for name, value in _USUAL_PAGE.items()
}
_OF_FETCH: Final = attrgetter(*_USUAL_FETCH)
_OF_HOP: Final = attrgetter(*_USUAL_HOP)
_OF_PAGE: Final = attrgetter(*_USUAL_PAGE)


_SETTLE: Final = (
    update(target)
    .where(target.c.id == bindparam("target_id"))
    .values(
        state="settled",
        outcome=bindparam("new_outcome"),
        reason=bindparam("new_reason"),
        confidence=bindparam("new_confidence"),
        evidence=bindparam("new_evidence"),
        status=bindparam("new_status"),
        final_url=bindparam("new_final_url"),
        checked_at=bindparam("new_checked_at"),
        dead_since=case(
            (
                bindparam("new_outcome") == "dead",
                func.coalesce(
                    target.c.dead_since,
                    # What an archive saw before we last saw it alive was another death.
                    case(
                        (
                            bindparam("new_bad_from", type_=Text) > func.coalesce(target.c.alive_at, ""),
                            bindparam("new_bad_from", type_=Text),
                        ),
                    ),
                    bindparam("new_dead_since"),
                ),
            ),
            (bindparam("new_outcome") == "alive", None),
            else_=target.c.dead_since,
        ),
        alive_at=case(
            (bindparam("new_outcome") == "alive", bindparam("new_checked_at")),
            else_=func.coalesce(target.c.alive_at, bindparam("new_alive_at", type_=Text)),
        ),
        failures=bindparam("new_failures"),
        failing_since=bindparam("new_failing_since"),
        failed_at=bindparam("new_failed_at"),
        looks=target.c.looks + 1,
        looked_run=bindparam("run"),
    )
)


_LOOK_NAMES: Final = (
    *("target_id", "run_id", "looked_at", "outcome", "reason", "confidence", "evidence", "said_by", "fetch"),
    "seconds",
)
_LOOKS: Final = ManyRows(lambda _dialect: insert(look), _LOOK_NAMES)
_TARGET_NAMES: Final = (
    *("run", "target_id", "new_outcome", "new_reason", "new_confidence", "new_evidence", "new_status"),
    *("new_final_url", "new_checked_at", "new_bad_from", "new_dead_since", "new_alive_at", "new_failures"),
    *("new_failing_since", "new_failed_at"),
)
_TARGETS: Final = ManyRows(lambda _dialect: _SETTLE, _TARGET_NAMES)


def _look_row(run_id: int, each: Settled) -> tuple[Any, ...]:
    verdict, moment = each.verdict, each.fetch.fetched_at
    kept = _KEPT_OF_OTHERS if verdict.outcome is Outcome.ALIVE else _KEPT_TEXT
    return (
        each.target.id,
        run_id,
        moment,
        verdict.outcome.value,
        verdict.reason,
        verdict.confidence.value,
        any_text(verdict.evidence),
        each.said_by,
        _json(_told(each.fetch, each.target.url, moment, kept)),
        _json([_second(second, moment) for second in each.seconds]) if each.seconds else None,
    )


def _second(second: SecondLook, moment: str) -> dict[str, Any]:
    told = {"purpose": second.purpose, "url": second.url, "why": second.why}
    if second.fetch is None:
        return told
    return told | {"fetch": _told(second.fetch, second.url, moment, _KEPT_OF_OTHERS)}


def _told(fetch: Fetch, url: str, moment: str, kept: int) -> dict[str, Any]:
    """The facts but for what goes without saying, with less of the page's text: enough for a person."""
    usual = _USUAL_FETCH | {"url": url, "final_url": url, "fetched_at": moment}
    told = _unusual(_OF_FETCH(fetch), usual)
    hops = [_unusual(_OF_HOP(hop), _USUAL_HOP) for hop in fetch.hops]
    told["hops"] = hops
    if hops == [{"url": url, "status": fetch.status}]:
        del told["hops"]
    if fetch.page:
        told["page"] = page = _unusual(_OF_PAGE(fetch.page), _USUAL_PAGE)
        page["text"], page["hosts"] = fetch.page.text[:kept], fetch.page.hosts[:_KEPT_HOSTS]
    return told


def _unusual(values: tuple[Any, ...], usual: dict[str, Any]) -> dict[str, Any]:
    return {name: value for (name, each), value in zip(usual.items(), values, strict=True) if value != each}


def _json(value: Any) -> str:
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        # Halves of surrogate pairs.
        return any_text(json.dumps(value, ensure_ascii=False))


def _target_row(run_id: int, each: Settled) -> tuple[Any, ...]:
    verdict, fetch, streak, copy = each.verdict, each.fetch, each.streak, each.copy
    return (
        run_id,
        each.target.id,
        verdict.outcome.value,
        verdict.reason,
        verdict.confidence.value,
        any_text(verdict.evidence),
        fetch.status,
        any_text(fetch.final_url),
        fetch.fetched_at,
        copy.bad_from if copy else "",
        streak.since or fetch.fetched_at,
        (copy.captured_at if copy else "") or None,
        streak.failures,
        streak.since,
        streak.last,
    )
