"""What README and manual show exists: commands, options, settings, columns, verdicts, links between pages."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from scrapy.utils.project import get_project_settings

from finder import settings
from finder.case import Case
from finder.checks import judge
from finder.cli import cli
from finder.cli.author import USER_VARIABLE
from finder.cli.opening import CAMPAIGN_VARIABLE
from finder.confirming import WHAT_CONFIRMS
from finder.exports.generic import COLUMNS
from finder.items import Fetch, Verdict
from tests.crawl.undertaking import Undertaking, list_page, put_own_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import World

ROOT = Path(__file__).parent.parent
MANUAL = sorted((ROOT / "docs").glob("*.md"))
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "data/README.md",
    *MANUAL,
]
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
README = TEXTS["README.md"]
OUR_SETTINGS = {name for name in vars(settings) if name.startswith("FINDER_")}


def section(text: str, heading: str) -> str:
    """What stands below a heading of the second level."""
    assert f"\n## {heading}\n" in text
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def shown_commands(program: str) -> Iterator[tuple[str, str]]:
    """Page and command for every line of a shell block and every code span that begins with ``program``."""
    for page, text in TEXTS.items():
        blocks = re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        shell = "\n".join(block for language, block in blocks if language in ("", "sh"))
        lines = [line.partition("  #")[0].strip() for line in shell.splitlines()]
        spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", without_blocks(text))]
        for command in dict.fromkeys((*lines, *spans)):
            if command.startswith(f"{program} "):
                yield page, command


def anchors(text: str) -> set[str]:
    """The fragments of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def setting_rows() -> dict[str, str]:
    """Name and default of each row of the settings' tables."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| `(.+?)` \|", TEXTS["docs/settings.md"], re.MULTILINE))


@pytest.mark.parametrize(("page", "command"), list(shown_commands("finder")))
def test_every_finder_command_that_is_shown_can_be_given(page: str, command: str) -> None:
    name, *arguments = shlex.split(command)[1:]
    found = cli.get_command(click.Context(cli), name)
    while isinstance(found, click.Group) and arguments:
        name, *arguments = arguments
        found = found.get_command(click.Context(found), name)
    assert found is not None, f"{page}: {command}"
    try:
        context = found.make_context(name, arguments)
    except click.MissingParameter:
        return  # a text may speak of a command without saying what to give to it
    for override in context.params.get("overrides", ()):
        assert override.partition("=")[0] in get_project_settings() or override == "NAME=VALUE"


@pytest.mark.parametrize(("page", "command"), list(shown_commands("make")))
def test_every_make_target_that_is_shown_exists(page: str, command: str) -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert shlex.split(command)[1] in targets, f"{page}: {command}"


@pytest.mark.parametrize("command", [command for _, command in shown_commands("scrapy")])
def test_every_scrapy_command_that_is_shown_names_a_spider_and_the_campaign(command: str) -> None:
    words = shlex.split(command)
    assert words[1] == "crawl"
    if len(words) > 2:
        assert (ROOT / "finder" / "spiders" / f"{words[2]}.py").is_file()
        assert words[3] == "-a"
        assert words[4].startswith("campaign=")


def test_the_scrapy_commands_of_the_readme_give_the_leads_that_finder_gives(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    dead = "http://gone.example/tide-tables"
    world.site("lists.example").page("/good", list_page("Good list", [(dead, "Tide tables")]))
    acme = Undertaking(tmp_path, world, ["http://lists.example/good"])
    path = str(acme.write())
    commands = [command for page, command in shown_commands("scrapy") if page == "README.md"]
    assert len(commands) == 3
    given = acme.arguments("crawl")[acme.arguments("crawl").index("-s") :]
    for command in commands:
        words = [word.replace("data/acme.toml", path) for word in shlex.split(command)]
        result = subprocess.run(
            [sys.executable, "-m", *words, *given], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
    by_scrapy = acme.leads()
    assert [lead["dead_url"] for lead in by_scrapy] == [dead]
    assert by_scrapy[0]["replacement_url"] == "http://www.acme.example/tide-tables"
    acme.crawl("--own-content", "never")
    assert [lead["lead_id"] for lead in acme.leads()] == [lead["lead_id"] for lead in by_scrapy]


def test_every_setting_of_ours_has_its_row() -> None:
    assert set(setting_rows()) == OUR_SETTINGS | {"USER_AGENT"}


@pytest.mark.parametrize("name", sorted(OUR_SETTINGS | {"USER_AGENT"}))
def test_the_manual_names_the_default_of_a_setting(name: str) -> None:
    assert ast.literal_eval(setting_rows()[name]) == getattr(settings, name)


@pytest.mark.parametrize("page", TEXTS)
def test_every_setting_that_a_page_names_exists(page: str) -> None:
    known = OUR_SETTINGS | {CAMPAIGN_VARIABLE, USER_VARIABLE}
    assert set(re.findall(r"\bFINDER_[A-Z_]+\b", TEXTS[page])) <= known


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_between_pages_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", without_blocks(TEXTS[page])):
        if link.startswith("https://"):
            continue
        path, _, fragment = link.partition("#")
        place = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert place.is_file(), link
        assert not fragment or fragment in anchors(place.read_text(encoding="utf-8")), link


def test_the_index_links_every_page_of_the_manual() -> None:
    linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", TEXTS["docs/index.md"]))
    assert linked == {page.name for page in MANUAL} - {"index.md"}


def test_the_readme_names_the_columns_of_the_file_in_their_order() -> None:
    cells = re.findall(r"^\| (`[^|]+) \|", section(README, "What is in the CSV"), re.MULTILINE)
    assert tuple(re.findall(r"`([a-z_]+)`", " ".join(cells))) == COLUMNS


def test_the_readme_tells_every_reason_that_a_check_may_give() -> None:
    judged = section(README, "How a link is judged")
    rows = re.findall(r"^\| [^|]+ \| [a-z, ]+ \| (`[^|]+`) \|$", judged, re.MULTILINE)
    told = [reason for reasons in rows for reason in re.findall(r"`(\w+)`", reasons)]
    assert sorted(told) == sorted(WHAT_CONFIRMS)


def test_every_reason_in_the_checks_is_one_that_is_explained() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "finder" / "checks").glob("*.py")]
    calls = re.findall(r"\b(?:dead|alive|uncertain|failing)\(\s*(?:case, )?\"(\w+)\"", "\n".join(sources))
    assert len(calls) > 15
    assert set(calls) <= WHAT_CONFIRMS.keys()


def test_the_readme_names_the_statuses_that_count_as_blocked() -> None:
    row = next(line for line in README.splitlines() if "`blocked`" in line)
    told = {int(number) for number in re.findall(r"\b\d{3}\b", row)}
    url = "https://example.com/"
    hour = "2026-11-25T08:00:00Z"
    judged = {
        status: judge(Case(Fetch(url, final_url=url, status=status, fetched_at=hour)))[1]
        for status in range(200, 1000)
    }
    assert told == {
        status for status, said in judged.items() if isinstance(said, Verdict) and said.reason == "blocked"
    }


def test_the_manual_tells_the_pipelines_in_their_order() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|", section(TEXTS["docs/how-it-works.md"], "From a find to a lead"), re.MULTILINE
    )
    steps = sorted(settings.ITEM_PIPELINES.items(), key=lambda step: step[1])
    assert rows == [name.split(".")[1] for name, _ in steps]
