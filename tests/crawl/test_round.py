"""A whole round of outreach through the commands: find, write, hear back, see what came of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

import pytest

from tests.crawl.leads_again import days_pass, events, lead, ours, rows, verify
from tests.crawl.undertaking import Undertaking, list_page, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

GONE: Final = "http://knots.example/bowline-knot"
LIST: Final = "http://lists.example/list"
POST: Final = "http://blog.example/post"
TOOLS: Final = {"hunter": "email", "instantly": "email", "yamm": "Email Address"}


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A list with a dead link and a post that names us, at two sites that say how to reach them."""
    put_own_site(world)
    world.site("knots.example").page("/", page("Knots", "<p>All about knots.</p>"))
    mend(world, GONE)
    put_post(world, "<p>We read Acme Sailing every week.</p>")
    undertaking = Undertaking(tmp_path, world, [LIST, POST], contacts="")
    undertaking.crawl()
    return undertaking


def mend(world: World, url: str) -> None:
    """The list links to an address, and nothing else of it changes."""
    put(world, "lists.example", "/list", list_page("Sailing links", [(url, "Bowline knot")]))


def put_post(world: World, body: str) -> None:
    """The post says this."""
    put(world, "blog.example", "/post", page("A post", body))


def put(world: World, host: str, path: str, html: str) -> None:
    """A site of one page, whose front page says how to reach it."""
    site = world.site(host)
    site.page(path, html)
    site.page("/", page("Home", f"<p>Write to editor@{host}.</p>"))


def said_by(acme: Undertaking, *words: str) -> str:
    """What a command says that names the campaign at its end."""
    done = finder([*words, str(acme.path)], folder=acme.folder)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout + done.stderr


def to_status(acme: Undertaking, about: str, status: str) -> None:
    """A person says where a lead stands."""
    said_by(acme, "lead", "set", str(lead(acme, about)["id"]), "--status", status)


def exported(acme: Undertaking, profile: str) -> list[dict[str, str]]:
    """The rows of an export for a tool."""
    file = acme.folder / f"{profile}.csv"
    said_by(acme, "export", "--profile", profile, "-o", str(file))
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_mended_link_ends_the_round_before_anybody_wrote(world: World, acme: Undertaking) -> None:
    to_status(acme, GONE, "accepted")
    for profile, column in TOOLS.items():
        (row,) = [each for each in exported(acme, profile) if GONE in each.values()]
        assert row[column] == "editor@lists.example"
    mend(world, "http://knots.example/")
    said = verify(acme).out
    found = lead(acme, GONE)
    assert "1 closed" in said
    assert found["verified"] == "link_gone"
    assert found["withdrawn_reason"]
    assert [each for each in exported(acme, "hunter") if GONE in each.values()] == []


def test_what_a_tool_gives_back_goes_on_until_the_site_has_mended_its_link(
    world: World, acme: Undertaking
) -> None:
    to_status(acme, GONE, "accepted")
    sheet = exported(acme, "yamm")
    for row in sheet:
        row["Merge status"] = "RESPONDED" if GONE in row.values() else ""
    back = acme.folder / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(sheet[0]))
        writer.writeheader()
        writer.writerows(sheet)
    said_by(acme, "leads", "import", str(back))
    assert lead(acme, GONE)["status"] == "replied"
    world.site("knots.example").page("/bowline-knot", page("Bowline knot", "<p>Here again.</p>"))
    days_pass(acme, 8)
    verify(acme)
    assert lead(acme, GONE)["status"] == "fixed"
    assert [after for _, after in events(acme, GONE, "status")] == ["accepted", "replied", "fixed"]


def test_a_link_that_was_won_and_removed_is_a_reason_to_write_again(world: World, acme: Undertaking) -> None:
    to_status(acme, "unlinked_mention", "contacted")
    put_post(world, f"<p>We read Acme Sailing: {ours('the bowline guide', 'nofollow')}.</p>")
    verify(acme)
    won = lead(acme, "unlinked_mention")
    assert won["status"] == "won"
    assert (won["won_anchor"], won["won_rel"], won["won_placement"]) == (
        "the bowline guide",
        "nofollow",
        "main",
    )
    said_by(acme, "export", "--profile", "linkmonitor", "-o", str(acme.folder / "won.csv"))
    assert "the bowline guide" in (acme.folder / "won.csv").read_text(encoding="utf-8")
    put_post(world, "<p>We read another paper now.</p>")
    for _ in range(2):
        days_pass(acme, 8)
        verify(acme)
    assert lead(acme, "unlinked_mention")["status"] == "lost"
    assert lead(acme, "lost_link")["status"] == "new"
    assert len(rows(acme, "select id from lead where kind = 'lost_link'")) == 1
