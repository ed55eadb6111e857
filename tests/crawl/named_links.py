"""What tests of looks at backlinks share: links that suppliers named, looks at them, and days that pass."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from finder.storage import Database, runs, tables
from finder.urls import key, prospect
from tests.crawl.leads_again import LIST, days_pass, file_of, rows
from tests.crawl.undertaking import OWN, Result, Undertaking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.world import World

_TIMES: Final = ("looked_at", "live_since", "live_at", "lost_at", "added_at")
_CHECK: Final = (
    "import sys; from finder.cli.backlinks_check import check_command; check_command(sys.argv[1:])"
)
_ROOT: Final = "http://"


def begun(world: World, folder: Path, extra: str = "") -> Undertaking:
    """A campaign of which nothing is known but its name."""
    acme = Undertaking(folder, world, [LIST], extra=f"[backlinks]\n{extra}")
    acme.write()
    database = Database(f"sqlite:///{file_of(acme)}")
    database.migrate()
    database.write(runs.enrol, acme.name)
    database.close()
    return acme


def name_links(acme: Undertaking, links: Iterable[tuple[str, str, str]]) -> None:
    """Suppliers name links: (page, page of ours or nothing, suppliers), addresses without their scheme."""
    database = Database(f"sqlite:///{file_of(acme)}")
    database.write(
        _name, [(f"{_ROOT}{page}", ours and f"{_ROOT}{ours}", names) for page, ours, names in links]
    )
    database.close()


def _name(connection: Any, links: list[tuple[str, str, str]]) -> None:
    campaign = {"campaign_id": 1}
    made = insert(tables.backlink_file).values(
        **campaign, name="a.csv", rows=0, accepted=0, refused=0, duplicate=0
    )
    file = connection.execute(made.returning(tables.backlink_file.c.id)).scalar_one()
    for page, ours, suppliers in links:
        domain = prospect(ours or f"{_ROOT}{OWN}/")
        values = {
            **campaign,
            "link_key": key(f"{page} {ours or domain}"),
            "source_url": page,
            "source_key": key(page),
            "source_domain": prospect(page),
            "target_url": ours,
            "target_key": key(ours) if ours else 0,
            "target_domain": domain,
        }
        made = insert(tables.backlink).values(values).returning(tables.backlink.c.id)
        number = connection.execute(made).scalar_one()
        for supplier in suppliers.split():
            said = {"anchor": "As supplied", "first_seen": "2024-03-02", "last_seen": "2026-10-30"}
            witness = {"backlink_id": number, "supplier": supplier, "file_id": file, **said}
            connection.execute(insert(tables.backlink_witness).values(witness))


def arguments(acme: Undertaking, *more: str) -> list[str]:
    """The words of a look at backlinks."""
    # Nothing of this web is slow, but the machine may be.
    given = acme.arguments("verify", "-s", "FINDER_TIMEOUT=30", *more)
    return [given[0], "-c", _CHECK, *given[4:]]


def look(acme: Undertaking, *more: str) -> Result:
    """Look at the pages that are due, and expect that nothing went wrong."""
    done = subprocess.run(
        arguments(acme, *more),
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"},
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert "ERROR" not in done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


@contextmanager
def looking(acme: Undertaking) -> Iterator[subprocess.Popen[str]]:
    """A look that goes on beside the test and does not outlive it."""
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments(acme), stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def backlinks_age(acme: Undertaking, days: int) -> None:
    """Everything that happened so far was so many days earlier."""
    days_pass(acme, days)
    with closing(sqlite3.connect(file_of(acme))) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute("select * from backlink").fetchall():
            values = {name: _earlier(row[name], days) for name in _TIMES if row[name]}
            if row["missed"]:
                values["missed"] = json.dumps([_earlier(at, days) for at in json.loads(row["missed"])])
            for name, value in values.items():
                database.execute(f"update backlink set {name} = ? where id = ?", (value, row["id"]))
        database.commit()


def _earlier(moment: str, days: int) -> str:
    return (datetime.fromisoformat(moment) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def backlink(acme: Undertaking, page: str, ours: str | None = None) -> dict[str, Any]:
    """The row of the link of a page, to a page of ours if it has several."""
    found = rows(acme, "select * from backlink where source_url = ?", f"{_ROOT}{page}")
    if ours is not None:
        found = [row for row in found if row["target_url"] == (ours and f"{_ROOT}{ours}")]
    (row,) = found
    return row


def events(acme: Undertaking, page: str, ours: str | None = None) -> list[str]:
    """What happened to it, in short."""
    number = backlink(acme, page, ours)["id"]
    found = rows(
        acme, "select event, field, why from backlink_event where backlink_id = ? order by id", number
    )
    return [" ".join(filter(None, row.values())) for row in found]
