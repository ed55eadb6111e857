"""A crawl that asks the archive: bounds of a death, the copy as evidence, what was there for matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.archive.asking import QUICK, asked
from tests.crawl.undertaking import Undertaking, list_page, put_own_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import Site, World

DEAD = "http://guide.example/tides?coast=west"
NEVER = "http://guide.example/nobody-kept-this"


def test_a_dead_page_gets_its_bounds_its_copy_and_a_match_by_what_it_was(
    world: World, archive: Site, tmp_path: Path
) -> None:
    put_own_site(world)
    world.site("guide.example")
    # Neither anchor nor address say what the page was about: the copy does.
    world.site("lists.example").page("/", list_page("List", [(DEAD, "this page"), (NEVER, "another")]))
    extra = '[verdicts]\narchive = true\n[limits]\nfresh_for = "0s"\n'
    acme = Undertaking(tmp_path, world, ["http://lists.example/"], extra=extra)
    settings = [part for name, value in QUICK.items() for part in ("-s", f"{name}={value}")]
    acme.crawl(*settings)
    leads = {lead["dead_url"]: lead for lead in acme.leads()}
    assert leads[DEAD]["alive_at"] == "2013-04-02T11:12:13Z"
    assert leads[DEAD]["dead_since"] == "2014-05-03T00:00:00Z"
    assert "/web/20130402111213/" in leads[DEAD]["archive_url"]
    assert (leads[NEVER]["alive_at"], leads[NEVER]["archive_url"]) == ("", "")

    questions = len(asked(world, "/cdx"))
    assert questions == 2
    acme.crawl(*settings, "--own-content", "never")
    assert acme.leads()[0]["sightings"] == "2"
    assert len(asked(world, "/cdx")) == questions, "what the archive said is kept"


def test_without_the_campaigns_word_the_archive_is_not_asked(
    world: World, archive: Site, tmp_path: Path
) -> None:
    put_own_site(world)
    world.site("guide.example")
    world.site("lists.example").page("/", list_page("List", [(DEAD, "this page")]))
    acme = Undertaking(tmp_path, world, ["http://lists.example/"])
    acme.crawl(*(part for name, value in QUICK.items() for part in ("-s", f"{name}={value}")))
    assert [lead["archive_url"] for lead in acme.leads()] == [""]
    assert asked(world) == []
