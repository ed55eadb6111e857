"""docs/leads.md tells the columns and options that there are."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from finder.campaign import examine_text
from finder.cli import COMMANDS, cli
from finder.cli.gap_rows import TARGET_COLUMNS as GAP_TARGET_COLUMNS
from finder.cli.gap_rows import TOPIC_COLUMNS
from finder.cli.targets import COLUMNS as TARGET_COLUMNS
from finder.exports import PROFILES
from finder.exports.fields import FIELDS
from finder.exports.generic import COLUMNS
from finder.reference import load_table
from tests.cli.crawled import CAMPAIGN

DOCUMENT = (Path(__file__).parents[2] / "docs" / "leads.md").read_text(encoding="utf-8")
READING = ("leads", "show", "export", "gaps", "status", "targets")


def documented(heading: str) -> tuple[str, ...]:
    """The names in the first column of the table below a heading."""
    section = DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return tuple(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def test_the_columns_of_the_lead_file_are_told_in_their_order() -> None:
    assert documented("The file") == COLUMNS


def test_the_columns_of_the_target_file_are_told_in_their_order() -> None:
    assert documented("Every address that was looked at") == TARGET_COLUMNS


def test_the_columns_of_topics_and_their_targets_are_told_in_their_order() -> None:
    assert documented("What to write next") == TOPIC_COLUMNS
    assert documented("What to write next, target by target") == GAP_TARGET_COLUMNS


def test_the_assets_that_an_address_can_tell_are_told() -> None:
    told = next(line for line in DOCUMENT.splitlines() if line.startswith("| `asset` | what most"))
    names = {name for name, _ in load_table("asset_formats.tsv")} | {"page", "site"}
    assert set(re.findall(r"`([^`]+)`", told)) == names | {"asset"}


@pytest.mark.parametrize("command", re.findall(r"`finder\s([^`]+)`", DOCUMENT))
def test_every_command_line_of_the_document_can_be_given(command: str) -> None:
    name, *arguments = command.replace("\n", " ").replace('"', "").split()
    assert name in [each for each, _, _ in COMMANDS]
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    known = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {argument for argument in arguments if argument.startswith("-")} <= known | {"-", "--help"}


@pytest.mark.parametrize("name", READING)
def test_every_help_has_examples_that_can_be_given_and_the_exit_codes(name: str) -> None:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    said = found.get_help(click.Context(found, info_name=name))
    assert "Exit codes: 0 done" in said
    examples = re.findall(rf"^ +finder {name}(.*?)(?:\||$)", said, re.MULTILINE)
    assert len(examples) >= 2
    known = {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for example in examples:
        assert {word for word in example.split() if word.startswith("-")} <= known | {"-"}


EXPORTS = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")


def first_columns(text: str) -> list[str]:
    """The names in the first column of the tables of a text."""
    cells = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_the_profiles_are_told_in_their_order_with_what_they_require() -> None:
    table = EXPORTS.partition("\n## ")[0]
    assert first_columns(table) == list(PROFILES)
    for line, (name, profile) in zip(
        re.findall(r"^\| `.*", table, re.MULTILINE), PROFILES.items(), strict=True
    ):
        statuses, required = (cell.strip() for cell in line.split("|")[3:5])
        assert statuses == (", ".join(profile.statuses) or "all that are open"), name
        assert bool(required) == bool(profile.requires), name


def test_every_field_of_a_profile_of_ones_own_is_told() -> None:
    told = first_columns(EXPORTS.partition("\n## A profile of your own\n")[2])
    assert sorted((*told, *COLUMNS)) == sorted(FIELDS)


def test_the_profile_in_the_manual_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", EXPORTS, re.MULTILINE | re.DOTALL)
    campaign, problems = examine_text(CAMPAIGN + text, tmp_path / "acme.toml")
    assert problems == []
    assert campaign is not None
    assert list(campaign.profiles["crm"].profile().columns) == ["E-mail", "First name", "Site", "Source"]
