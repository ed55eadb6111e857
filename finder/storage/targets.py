"""Targets: claimed host by host, settled in batches, every look kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Text, bindparam, case, exists, func, insert, select, update

from finder.items import (
    ArchivedCopy,
    Confidence,
    Fetch,
    Outcome,
    SecondLook,
    Streak,
    Target,
    TargetLook,
    Verdict,
)
from finder.storage.database import renewal
from finder.storage.tables import PENDING, lead, look, target, target_host
from finder.storage.withdrawing import withdraw

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_FETCH: Final = TypeAdapter(Fetch)
_SECONDS: Final = TypeAdapter(tuple[SecondLook, ...])
_NO_STREAK: Final = Streak()
_KEPT_TEXT: Final = 600  # characters
_KEPT_HOSTS: Final = 12
_IDS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Settled:
    """A target that was looked at: the facts, what they mean, which check said so, and what is known now.

    ``seconds`` are the further looks, ``streak`` its failures in a row, ``copy`` what an archive has of it.
    """

    target: Target
    fetch: Fetch
    verdict: Verdict
    said_by: str = ""
    seconds: tuple[SecondLook, ...] = ()
    streak: Streak = _NO_STREAK
    copy: ArchivedCopy | None = None


def claim_hosts(connection: Connection, campaign_id: int, worker_id: int, limit: int) -> list[str]:
    """Claim up to ``limit`` hosts with pending targets; until released they are this worker's alone."""
    # A common table expression is computed once; a subquery might be again for each row, beyond the limit.
    free = (
        select(target_host.c.host)
        .where(
            target_host.c.campaign_id == campaign_id,
            target_host.c.pending,
            target_host.c.worker_id.is_(None),
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    statement = (
        update(target_host)
        .where(target_host.c.campaign_id == campaign_id, target_host.c.host.in_(select(free.c.host)))
        .values(worker_id=worker_id)
        .returning(target_host.c.host)
    )
    return list(connection.execute(statement).scalars())


def suspect(connection: Connection, campaign_id: int, failed_before: str) -> int:
    """Make those targets pending that failed up to a moment and are not settled as dead yet; how many."""
    hosts = connection.execute(
        update(target)
        .where(
            target.c.campaign_id == campaign_id,
            target.c.state == "settled",
            target.c.outcome == Outcome.UNCERTAIN.value,
            target.c.failures > 0,
            target.c.failed_at <= failed_before,
        )
        .values(state="pending")
        .returning(target.c.host)
    ).scalars()
    waiting = list(hosts)
    wake_hosts(connection, campaign_id, sorted(set(waiting)))
    return len(waiting)


def wake_hosts(connection: Connection, campaign_id: int, hosts: Sequence[str]) -> None:
    """Targets of these hosts wait for a look."""
    if hosts:
        statement = renewal(connection.dialect.name, target_host, ("campaign_id", "host"), ("pending",))
        rows = [{"campaign_id": campaign_id, "host": name, "pending": True} for name in hosts]
        connection.execute(statement, rows)


def looked_in(connection: Connection, run_id: int, target_ids: Sequence[int]) -> dict[int, TargetLook]:
    """What the look at those of the targets says that were looked at in a run."""
    names = ("id", "outcome", "reason", "evidence", "confidence", "status", "final_url")
    columns = (target.c[name] for name in names)
    query = select(*columns).where(target.c.id.in_(target_ids), target.c.looked_run == run_id)
    return {
        row.id: TargetLook(verdict_of(row), row.status, row.final_url) for row in connection.execute(query)
    }


def claim_named_hosts(
    connection: Connection, campaign_id: int, worker_id: int, hosts: Collection[str]
) -> list[str]:
    """Claim those of some hosts that are free, whether or not they have pending targets."""
    statement = (
        update(target_host)
        .where(
            target_host.c.campaign_id == campaign_id,
            target_host.c.host.in_(sorted(hosts)),
            target_host.c.worker_id.is_(None),
        )
        .values(worker_id=worker_id)
        .returning(target_host.c.host)
    )
    return list(connection.execute(statement).scalars())


def release_hosts(connection: Connection, campaign_id: int, worker_id: int, hosts: Collection[str]) -> None:
    """Give back hosts that a worker claimed; each stays pending while it has pending targets.

    A host that another worker has got meanwhile (this one was taken for dead) stays that worker's.
    """
    names = sorted(hosts)
    waiting = exists().where(
        target.c.campaign_id == campaign_id, target.c.host == target_host.c.host, target.c.state == PENDING
    )
    for start in range(0, len(names), _IDS_AT_ONCE):
        mine = (
            target_host.c.campaign_id == campaign_id,
            target_host.c.host.in_(names[start : start + _IDS_AT_ONCE]),
            target_host.c.worker_id == worker_id,
        )
        # Locked first and asked afterwards, so that targets another process adds meanwhile are seen.
        locked = select(target_host.c.host).where(*mine).order_by(target_host.c.host).with_for_update()
        connection.execute(locked).all()
        connection.execute(update(target_host).where(*mine).values(worker_id=None, pending=waiting))


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


def settle(connection: Connection, run_id: int, looks: Sequence[Settled]) -> None:
    """Write down what a batch of looks saw, and withdraw the leads of targets that live again."""
    connection.execute(insert(look), [_look_row(run_id, each) for each in looks])
    # In one order everywhere, so that two processes never wait for each other.
    ordered = sorted(looks, key=lambda each: each.target.id)
    connection.execute(_SETTLE, [_target_row(run_id, each) for each in ordered])
    alive = [each.target.id for each in looks if each.verdict.outcome is Outcome.ALIVE]
    for start in range(0, len(alive), _IDS_AT_ONCE):
        some = lead.c.target_id.in_(alive[start : start + _IDS_AT_ONCE])
        withdraw(connection, "The target is alive again.", some)


def verdict_of(row: Any) -> Verdict:
    """The current verdict in a row of ``target``."""
    return Verdict(Outcome(row.outcome), row.reason, row.evidence, Confidence(row.confidence))


def _look_row(run_id: int, each: Settled) -> dict[str, Any]:
    return {
        "target_id": each.target.id,
        "run_id": run_id,
        "looked_at": each.fetch.fetched_at,
        "outcome": each.verdict.outcome.value,
        "reason": each.verdict.reason,
        "confidence": each.verdict.confidence.value,
        "evidence": each.verdict.evidence,
        "said_by": each.said_by,
        "fetch": _FETCH.dump_python(_as_evidence(each.fetch)),
        "seconds": _SECONDS.dump_python(
            tuple(
                replace(second, fetch=_as_evidence(second.fetch) if second.fetch else None)
                for second in each.seconds
            )
        )
        or None,
    }


def _as_evidence(fetch: Fetch) -> Fetch:
    """The facts with less of the page's text: enough for a person to see what was seen."""
    if fetch.page is None:
        return fetch
    page = replace(fetch.page, text=fetch.page.text[:_KEPT_TEXT], hosts=fetch.page.hosts[:_KEPT_HOSTS])
    return replace(fetch, page=page)


def _target_row(run_id: int, each: Settled) -> dict[str, Any]:
    return {
        "run": run_id,
        "target_id": each.target.id,
        "new_outcome": each.verdict.outcome.value,
        "new_reason": each.verdict.reason,
        "new_confidence": each.verdict.confidence.value,
        "new_evidence": each.verdict.evidence,
        "new_status": each.fetch.status,
        "new_final_url": each.fetch.final_url,
        "new_checked_at": each.fetch.fetched_at,
        "new_bad_from": each.copy.bad_from if each.copy else "",
        "new_dead_since": each.streak.since or each.fetch.fetched_at,
        "new_alive_at": (each.copy.captured_at if each.copy else "") or None,
        "new_failures": each.streak.failures,
        "new_failing_since": each.streak.since,
        "new_failed_at": each.streak.last,
    }
