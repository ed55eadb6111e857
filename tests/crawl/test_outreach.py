"""From lead to link, as a user goes: crawl, accept, what the tool gives back, whom never to write to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.undertaking import Undertaking, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.world import World

LIBRARY = "library.example"
PAGE = f"http://{LIBRARY}/links"
EDITOR, INFO = f"editor@{LIBRARY}", f"info@{LIBRARY}"


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A campaign with one dead link on a page that names two addresses, crawled."""
    put_own_site(world)
    world.site("gone.example")
    dead = '<li><a href="http://gone.example/tides">Tide tables explained</a></li>'
    world.site(LIBRARY).page("/links", page("Links for sailors", f"<ul>{dead}</ul><p>{EDITOR}, {INFO}</p>"))
    made = Undertaking(tmp_path, world, [PAGE], contacts="")
    made.crawl()
    return made


def work(acme: Undertaking, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command, the campaign last."""
    return finder([*arguments, str(acme.path)])


def lead(acme: Undertaking) -> dict[str, Any]:
    result = work(acme, "leads", "--json", "--status", "any")
    assert result.returncode == 0, result.stderr
    (found,) = json.loads(result.stdout)
    return found


def test_a_lead_goes_on_by_hand_and_by_what_tools_give_back_and_a_crawl_leaves_it_so(
    acme: Undertaking,
) -> None:
    assert lead(acme)["contact_email"] == EDITOR
    assert work(acme, "lead", "set", "1", "--status", "accepted", "--owner", "jo").returncode == 0
    for words, status in (("EMAIL_SENT", "contacted"), ("RESPONDED", "replied"), ("EMAIL_OPENED", "replied")):
        back = acme.folder / "back.csv"
        back.write_text(f"Email Address,Page URL,Merge status\n{EDITOR},{PAGE},{words}\n", encoding="utf-16")
        assert work(acme, "leads", "import", str(back)).returncode == 0
        assert lead(acme)["status"] == status
    acme.crawl()
    assert (lead(acme)["status"], lead(acme)["owner"]) == ("replied", "jo")
    assert lead(acme)["contacted_lately"].endswith(" in acme")


def test_who_is_forgotten_does_not_come_back_with_the_next_crawl(acme: Undertaking) -> None:
    assert work(acme, "forget", EDITOR, "--yes").returncode == 0
    assert lead(acme)["contact_email"] == INFO
    acme.crawl()
    assert lead(acme)["contact_email"] == INFO
    assert EDITOR not in work(acme, "contacts", "--json").stdout
    assert EDITOR not in work(acme, "suppress", "list").stdout


def test_a_file_of_the_campaign_counts_from_the_next_crawl_on(acme: Undertaking) -> None:
    (acme.folder / "never.txt").write_text(f"{EDITOR}\tno longer there\n", encoding="utf-8")
    acme.extra += '\n[outreach]\nsuppress = ["never.txt"]\n'
    acme.crawl()
    assert lead(acme)["contact_email"] == INFO
