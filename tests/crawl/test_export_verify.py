"""`finder export --verify`: what is written was looked at just now, and holds."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.crawl.leads_again import GONE, OTHER_GONE, crawled, lead, put_list
from tests.crawl.undertaking import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


def test_what_holds_no_more_is_not_written_and_the_rest_is_stamped(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    world.site("knots.example").page("/bowline-knot", page("Bowline knot", "<p>Here again, as it was.</p>"))
    result = acme.run("export", "--verify", "-o", "-", "--profile", "generic")
    assert result.code == 0, result.err
    found = list(csv.DictReader(result.out.splitlines()))
    assert [row["dead_url"] for row in found] == [OTHER_GONE, ""]
    assert {(row["verified"], bool(row["verified_at"])) for row in found} == {("holds", True)}
    assert lead(acme, GONE)["verified"] == "link_mended"
    assert "Leads          3 looked at" in result.err


def test_the_next_best_takes_the_place_of_what_holds_no_more(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    first = acme.leads()[0]["dead_url"]
    put_list(world, *((url, "A link") for url in (GONE, OTHER_GONE) if url != first))
    result = acme.run("export", "--verify", "-o", "-", "--limit", "1")
    assert result.code == 0, result.err
    [row] = csv.DictReader(result.out.splitlines())
    assert row["dead_url"] != first
    assert row["verified"] == "holds"


def test_without_a_network_nothing_is_written(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    output = tmp_path / "leads.csv"
    for host in ("lists.example", "blog.example", "control.example"):
        world.remove(host)
    control = "FINDER_CONTROL_HOSTS=control.example"
    result = acme.run("export", "--verify", "-o", str(output), "-s", control)
    assert result.code == 4, result.err
    assert "our own network is down" in result.err
    assert "finder export --verify" in result.err
    assert not output.exists()
