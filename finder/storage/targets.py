"""Targets: claimed host by host, settled in batches, every look kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, exists, select, update

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
from finder.storage.columns import any_text
from finder.storage.database import renewal
from finder.storage.looks import settle_targets, write_looks
from finder.storage.rows import ManyRows
from finder.storage.tables import PENDING, lead, target, target_host
from finder.storage.withdrawing import ALIVE_AGAIN, withdraw

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


_WAKE: Final = ManyRows(
    lambda dialect: renewal(dialect, target_host, ("campaign_id", "host"), ("pending",)),
    ("campaign_id", "host", "pending"),
)


def wake_hosts(connection: Connection, campaign_id: int, hosts: Sequence[str]) -> None:
    """Targets of these hosts wait for a look."""
    _WAKE.run(connection, [(campaign_id, any_text(name), True) for name in hosts])


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


def settle(connection: Connection, run_id: int, looks: Sequence[Settled]) -> None:
    """Write down what a batch of looks saw, and withdraw the leads of targets that live again."""
    write_looks(connection, run_id, looks)
    settle_targets(connection, run_id, looks)
    alive = [each.target.id for each in looks if each.verdict.outcome is Outcome.ALIVE]
    for start in range(0, len(alive), _IDS_AT_ONCE):
        some = lead.c.target_id.in_(alive[start : start + _IDS_AT_ONCE])
        withdraw(connection, ALIVE_AGAIN, some)


def verdict_of(row: Any) -> Verdict:
    """The current verdict in a row of ``target``."""
    return Verdict(Outcome(row.outcome), row.reason, row.evidence, Confidence(row.confidence))
