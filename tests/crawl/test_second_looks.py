"""Targets that are suspected dead come back: one that fails again is confirmed, one that answers is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.crawl.leads_again import days_pass, rows
from tests.crawl.undertaking import QUICK, Undertaking, list_page, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

FAILING = "http://failing.example/bowline-knot"
BACK = "http://back.example/anchor-types"


def second_looks(acme: Undertaking) -> None:
    """Have the second looks done that are due, as a timer would."""
    given = {**acme.world.settings(), **QUICK, "LOG_LEVEL": "WARNING"}
    settings = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    done = finder(["schedule", "now", "second_looks", str(acme.path), "--poll", "0.1", *settings])
    assert done.returncode == 0, done.stderr


def targets(acme: Undertaking) -> dict[str, tuple[Any, ...]]:
    """What is known of each target: outcome, reason, failures in a row."""
    query = "select url, outcome, reason, failures from target order by url"
    return {row["url"]: tuple(row.values())[1:] for row in rows(acme, query)}


def test_a_link_suspected_on_day_1_is_confirmed_on_day_4_and_one_that_came_back_is_not(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    failing, back = world.site("failing.example"), world.site("back.example")
    failing.status("/bowline-knot", 503)
    back.status("/anchor-types", 503)
    links = [(FAILING, "Bowline knot"), (BACK, "Anchor types")]
    world.site("lists.example").page("/list", list_page("Sailing links", links))
    acme = Undertaking(
        tmp_path, world, ["http://lists.example/list"], extra='[verdicts]\nfailures = 2\napart = "3d"\n'
    )
    acme.crawl()
    suspected = ("uncertain", "server_error", 1)
    assert targets(acme) == {FAILING: suspected, BACK: suspected}
    assert rows(acme, "select 1 from lead") == []

    days_pass(acme, 1)
    back.page("/anchor-types", page("Anchor types", "<p>All about anchors and how they hold.</p>"))
    asked = len(world.requests("failing.example"))
    second_looks(acme)
    assert len(world.requests("failing.example")) == asked, "a look on day 2 would not count"

    days_pass(acme, 2)
    second_looks(acme)
    assert targets(acme)[FAILING] == ("dead", "server_error", 2)
    assert targets(acme)[BACK][0::2] == ("alive", 0)
    (lead,) = rows(acme, "select * from lead")
    assert (lead["kind"], lead["dead_url"], lead["page_url"]) == (
        "broken_link",
        FAILING,
        "http://lists.example/list",
    )
    assert lead["replacement_url"].endswith("/bowline-knot")
    assert len(world.requests("lists.example")) == 1, "no page is read again for it"
    looks = "select look.outcome from look join target on target.id = look.target_id where url = ?"
    assert [row["outcome"] for row in rows(acme, looks, FAILING)] == ["uncertain", "dead"]
    acme.crawl()
    (lead,) = rows(acme, "select * from lead")
    assert lead["withdrawn_at"] is None
