"""`finder lead`: changes that are allowed are made and kept, others change nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.storage.tables import lead
from tests.cli.crawled import Crawled, mention


@pytest.fixture
def acme(crawled: Crawled) -> Crawled:
    """Three leads: 1, 2 and 3."""
    for name, score in zip("abc", (50, 60, 70), strict=True):
        crawled.lead(mention(f"https://blog.example/{name}", name.upper()), score=score)
    return crawled


def leads(crawled: Crawled, *options: str) -> dict[int, dict[str, Any]]:
    result = crawled.finder("leads", "--json", *options)
    assert result.exit_code == 0, result.output
    return {each["lead_id"]: each for each in json.loads(result.stdout)}


def day(ahead: int) -> str:
    return str(datetime.now(UTC).date() + timedelta(days=ahead))


def log(crawled: Crawled, number: int) -> list[dict[str, str]]:
    return json.loads(crawled.finder("lead", "log", str(number), "--json").stdout)


def test_leads_are_accepted_with_owner_and_follow_up(acme: Crawled) -> None:
    result = acme.finder(
        "lead", "set", "1", "2", "--status", "accepted", "--owner", "jo", "--follow-up", "7d"
    )
    assert (result.exit_code, result.output) == (0, "2 leads changed.\n")
    found = leads(acme)
    assert [found[number]["status"] for number in (1, 2, 3)] == ["accepted", "accepted", "new"]
    assert (found[1]["owner"], found[1]["follow_up"]) == ("jo", day(7))


def test_every_change_is_kept_with_its_author(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--status", "accepted", "--by", "ann")
    acme.finder("lead", "set", "1", "--note", "asked jo", "--by", "bob")
    told = [(each["author"], each["field"], each["before"], each["after"]) for each in log(acme, 1)]
    assert told == [("ann", "status", "new", "accepted"), ("bob", "note", "", "asked jo")]
    shown = acme.finder("lead", "log", "1").stdout
    assert "status new → accepted (ann)" in shown
    assert "note none → asked jo (bob)" in shown
    shown = acme.finder("show", "1").stdout
    assert "asked jo" in shown
    assert "status new → accepted (ann)" in shown


def test_the_author_is_who_the_environment_says(acme: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_USER", "eve")
    acme.finder("lead", "set", "1", "--owner", "jo")
    assert log(acme, 1)[0]["author"] == "eve"


def test_what_is_so_already_is_told_and_not_kept(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--status", "accepted")
    result = acme.finder("lead", "set", "1", "2", "--status", "accepted")
    assert result.output == "1 lead changed, 1 is so already.\n"
    assert len(log(acme, 1)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("1 99 --status accepted", "lead 99: no such lead in this campaign"),
        ("1 2 --status replied", "lead 1: it is new, which becomes accepted, contacted, rejected, snoozed"),
        ("1 --status won", "--force makes it won all the same"),
    ],
)
def test_what_is_not_allowed_changes_nothing(acme: Crawled, arguments: str, said: str) -> None:
    result = acme.finder("lead", "set", *arguments.split())
    assert result.exit_code == 1
    assert said in result.output
    assert {each["status"] for each in leads(acme).values()} == {"new"}


@pytest.mark.parametrize(
    "arguments",
    [
        "1",
        "--status accepted",
        "1 --all-matching --status accepted",
        "x 1 --status accepted",
        "99999999999 --status accepted",
        "1 --status done",
        "1 --status rejected",
        "1 --status rejected --reason bad",
        "1 --status accepted --reason other",
        "1 --status snoozed",
        "1 --status accepted --snooze 7d",
        "1 --follow-up soon",
        "1 --follow-up 2026-13-01",
        "1 --snooze none",
        "1 --snooze 99999d",
        "1 --snooze 2020-01-01",
        "1 --snooze 0d",
        "1 --kind broken_link --owner jo",
        "1 2 --with-status new --status accepted",
        "1 --limit 1 --owner jo",
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(acme: Crawled, arguments: str) -> None:
    result = acme.finder("lead", "set", *arguments.split())
    assert result.exit_code == 2, result.output
    assert {each["status"] for each in leads(acme).values()} == {"new"}


def test_a_person_corrects_anything(acme: Crawled) -> None:
    assert acme.finder("lead", "set", "1", "--status", "won", "--force").exit_code == 0
    assert acme.finder("lead", "set", "1", "--status", "new", "--force").exit_code == 0
    assert leads(acme)[1]["status"] == "new"


def test_a_dry_run_changes_nothing(acme: Crawled) -> None:
    result = acme.finder("lead", "set", "1", "--status", "accepted", "--dry-run")
    assert result.output == "1 lead would be changed.\n"
    assert leads(acme)[1]["status"] == "new"


def test_rejected_leads_are_left_out_and_that_is_told(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--reason", "poor_site", "--note", "all ads")
    result = acme.finder("leads", "--json")
    assert [each["lead_id"] for each in json.loads(result.stdout)] == [3, 2]
    assert "1 more: lost, rejected or snoozed; --status any shows all." in result.stderr
    assert leads(acme, "--status", "rejected")[1]["rejected_because"] == "poor_site"
    assert leads(acme, "--status", "any").keys() == {1, 2, 3}


def test_a_lead_sleeps_until_its_day(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--status", "accepted")
    acme.finder("lead", "set", "1", "2", "--snooze", "30d")
    assert leads(acme).keys() == {3}
    assert leads(acme, "--status", "snoozed")[1]["snoozed_until"] == day(30)
    statement = lead.update().where(lead.c.id == 1).values(snoozed_until=day(0))
    acme.database.write(lambda connection: connection.execute(statement))
    assert leads(acme).keys() == {1, 3}
    assert leads(acme)[1]["status"] == "accepted"
    assert log(acme, 1)[-2]["why"] == "its day has come"


@pytest.mark.parametrize("command", ["export --no-mark -o - --profile buzzstream", "leads --status accepted"])
def test_a_lead_whose_day_has_come_is_in_files_and_lists_as_what_it_was(acme: Crawled, command: str) -> None:
    acme.finder("lead", "set", "1", "--status", "accepted")
    acme.finder("lead", "set", "1", "--snooze", "30d")
    before = len(acme.finder(*command.split()).stdout.splitlines())
    statement = lead.update().where(lead.c.id == 1).values(snoozed_until=day(0))
    acme.database.write(lambda connection: connection.execute(statement))
    assert len(acme.finder(*command.split()).stdout.splitlines()) == before + 1


def test_leads_are_found_by_owner_and_by_what_is_due(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--owner", "jo", "--follow-up", day(-1))
    acme.finder("lead", "set", "2", "--owner", "jo", "--follow-up", day(1))
    assert leads(acme, "--owner", "jo").keys() == {1, 2}
    assert leads(acme, "--due").keys() == {1}
    acme.finder("lead", "set", "1", "--owner", "", "--follow-up", "none")
    assert leads(acme, "--owner", "jo").keys() == {2}
    assert leads(acme, "--due").keys() == set()


def test_all_that_match_are_changed_at_once(acme: Crawled) -> None:
    arguments = ("lead", "set", "--all-matching", "--min-score", "60", "--status", "accepted")
    nobody = acme.finder(*arguments)
    assert nobody.exit_code == 2
    assert "Without a terminal nobody can be asked; --yes does it." in nobody.stderr
    assert {each["status"] for each in leads(acme).values()} == {"new"}
    assert acme.finder(*arguments, "--yes").output == "2 leads changed.\n"
    acme.finder("lead", "set", "--all-matching", "--with-status", "accepted", "--owner", "jo", "--yes")
    assert [each["owner"] for each in leads(acme).values()] == ["jo", "jo", ""]


def test_with_a_limit_the_first_in_the_order_that_was_asked_for_are_changed(acme: Crawled) -> None:
    acme.finder("lead", "set", "--all-matching", "--limit", "1", "--owner", "jo", "--yes")
    assert leads(acme, "--owner", "jo").keys() == {3}, "the best one"
    first = ("--sort", "prospect", "--limit", "2", "--owner", "ann")
    acme.finder("lead", "set", "--all-matching", *first, "--yes")
    assert leads(acme, "--owner", "ann").keys() == {2, 3}


def test_a_lead_whose_day_has_come_is_awake_before_it_is_chosen(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--snooze", "30d")
    yesterday = lead.update().values(snoozed_until=day(-1)).where(lead.c.id == 1)
    acme.database.write(lambda connection: connection.execute(yesterday))
    changed = acme.finder("lead", "set", "--all-matching", "--with-status", "new", "--owner", "jo", "--yes")
    assert changed.output == "3 leads changed.\n"


@pytest.mark.parametrize(
    "words",
    [
        *("leads --status", "export --status", "verify --status", "drafts --status", "gaps --status"),
        *("lead set --all-matching --owner jo --yes --with-status", "matching fit --accepted"),
        "matching fit --rejected",
    ],
)
def test_a_status_that_is_none_is_refused_and_never_taken_for_one_that_no_lead_has(
    acme: Crawled, words: str
) -> None:
    refused = acme.finder(*words.split(), "acepted")
    assert refused.exit_code == 2
    assert "'acepted' is not one of 'new', 'accepted'," in refused.stderr
    assert not list(acme.folder.glob("*.csv"))


def test_our_own_file_back_as_it_was_says_nothing_new(acme: Crawled) -> None:
    for status in ("accepted", "won"):  # without a letter of ours
        acme.finder("lead", "set", "1", "--status", status)
    acme.finder("lead", "set", "2", "--status", "contacted", "--note", "-1 for its tone")
    file = acme.folder / "ours.csv"
    acme.finder("export", "--status", "any", "-o", str(file))
    before = acme.finder("leads", "--json").stdout
    assert acme.finder("leads", "import", str(file)).output.startswith("3 rows of generic: 0 taken, 3 say")
    assert acme.finder("leads", "--json").stdout == before


def test_the_log_of_a_lead_that_is_not_there(acme: Crawled) -> None:
    assert acme.finder("lead", "log", "99").exit_code == 1
    assert "Nothing was changed yet." in acme.finder("lead", "log", "1").output


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(note=st.text(max_size=50), owner=st.text(max_size=20))
def test_any_text_is_kept_and_harms_no_terminal(acme: Crawled, note: str, owner: str) -> None:
    result = acme.finder("lead", "set", "1", "--note", note, "--owner", owner)
    assert result.exit_code == 0, result.output
    shown = acme.finder("lead", "log", "1").stdout
    assert not {letter for letter in shown if unicodedata.category(letter) in ("Cc", "Cs")} - {"\n"}


def test_the_moment_of_a_change_stands_apart_from_what_was_changed(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--status", "accepted")
    for shown in (acme.finder("lead", "log", "1").stdout, acme.finder("show", "1").stdout):
        assert re.search(r"\d\d:\d\d +status new → accepted", shown)
