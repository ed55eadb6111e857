"""No query of a crawl reads a whole table that grows with the crawl."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, event, text

from finder.storage import batches, pending, source_pages, tables, targets, workers
from finder.storage.batches import Batch
from tests.storage.undertaking import mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.storage import Connection
    from tests.storage.undertaking import Undertaking

GROWING: Final = ("source_page", "target", "target_host", "link", "look", "find", "lead", "sighting")
WHOLE: Final = re.compile(rf"(?:SCAN|Seq Scan on) ({'|'.join(GROWING)})\b(?! USING)")
# The index of verdicts has everything that is dead, wherever it is linked. SQLite takes to it easily.
ALL_VERDICTS: Final = "ix_target_outcome"


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is executed meanwhile, with its parameters."""
    statements: list[tuple[str, Any]] = []

    def keep(
        _c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        statements.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


def plan(connection: Connection, statement: str, parameters: Any) -> str:
    """How the database would do it if its tables were large."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    else:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)


def test_no_step_of_a_crawl_reads_a_whole_table(acme: Undertaking) -> None:
    with asked() as statements:
        acme.read("https://list.example/", "https://gone.example/", opportunities=[mention("x")])
        acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 5)
        acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 5)
        acme.database.read(pending.pending_of, acme.campaign, ["gone.example"], 5)
        acme.look("dead", "https://gone.example/")
        acme.store(Batch(hosts=["gone.example"], dismissed=[0], kept=[0]))
        acme.max_leads_per_page = 3
        acme.qualify("https://ours.example/a", "https://ours.example/b")
        acme.look("alive", "https://gone.example/")
        acme.database.read(batches.work_left, acme.campaign)
        acme.database.read(batches.count_waiting, acme.campaign)
        acme.database.write(workers.leave, acme.worker)
    ours = [one for one in statements if not _of_this_test(one[0])]
    assert len(ours) > 40
    whole = {}
    for statement, parameters in ours:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            steps = acme.database.write(plan, statement, parameters)
            if WHOLE.search(steps) or (ALL_VERDICTS in steps and acme.database.url.startswith("sqlite")):
                whole[statement] = steps
    assert whole == {}


def test_claiming_a_page_goes_from_host_to_host_in_the_index(acme: Undertaking) -> None:
    acme.list_pages(*(f"https://h{number % 7}.example/{number}" for number in range(50)))
    with asked() as statements:
        acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 5)
    claim = next(one for one in statements if "RETURNING" in one[0])
    steps = acme.database.write(plan, *claim)
    if acme.database.url.startswith("sqlite"):
        assert (
            steps.count(
                "SEARCH free USING INDEX ix_source_page_pending (campaign_id=? AND spider=? AND host>?)"
            )
            == 2
        )
        assert not re.search(r"SCAN (free|first|another)", steps)
    else:
        assert steps.count("Index Scan using ix_source_page_pending on source_page free") == 2
        assert "Seq Scan" not in steps
    assert "ix_source_page_claimed" in steps


def test_who_offers_a_page_is_told_by_the_index(acme: Undertaking) -> None:
    acme.max_leads_per_page = 3
    acme.read("https://list.example/", opportunities=[mention("https://list.example/")])
    with asked() as statements:
        acme.qualify("https://ours.example/a")
    [question] = [one for one in statements if one[0].startswith("SELECT") and "replacement_key" in one[0]]
    steps = acme.database.write(plan, *question)
    assert "ix_lead_offer" in steps
    assert "SORT" not in steps.upper().replace("B-TREE", "SORT")


def _of_this_test(statement: str) -> bool:
    """Looking up a page or a target by its address is what the tests do, not the crawl."""
    return f"WHERE {tables.target.name}.url =" in statement or "WHERE source_page.url =" in statement
