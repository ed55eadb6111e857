"""`finder export` for tools: which leads, which files, and what counts as exported."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from finder.exports import PROFILES
from finder.storage import runs
from finder.storage.tables import contact, lead, lead_export, prospect
from tests.cli.crawled import CAMPAIGN, Crawled, finder, mention

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def found(crawled: Crawled) -> Crawled:
    """Six leads of two prospects (1 to 3, 4 to 6) with falling scores; the best of each has an address."""
    for number in range(6):
        name = ("one", "two")[number // 3]
        url = f"https://{name}.example/{number}"
        crawled.page(url, opportunities=[mention(url, "P")])
        crawled.leads(score=90 - number, prospect=f"{name}.example")
    for lead_id, name in ((1, "one"), (4, "two")):
        address(crawled, lead_id, f"jo@{name}.example")
    return crawled


def address(crawled: Crawled, lead_id: int, value: str, **more: Any) -> None:
    """Give a lead somebody to write to."""

    def write(connection: Any) -> None:
        owner = lead.select().where(lead.c.id == lead_id)
        prospect_id = connection.execute(owner).mappings().one()["prospect_id"]
        made = contact.insert().values(
            prospect_id=prospect_id, kind="email", value=value, name="Jo Rivera", **more
        )
        number = connection.execute(made).inserted_primary_key[0]
        connection.execute(lead.update().where(lead.c.id == lead_id).values(contact_id=number))

    crawled.database.write(write)


def change(crawled: Crawled, *lead_ids: int, **values: Any) -> None:
    statement = lead.update().where(lead.c.id.in_(lead_ids)).values(**values)
    crawled.database.write(lambda connection: connection.execute(statement))


def change_prospect(crawled: Crawled, name: str, **values: Any) -> None:
    statement = prospect.update().where(prospect.c.name == name).values(**values)
    crawled.database.write(lambda connection: connection.execute(statement))


def exported(crawled: Crawled, *options: str, column: str = "lead_id") -> list[str]:
    """A column of what an export gives on standard output."""
    result = crawled.finder("export", "-o", "-", *options)
    assert result.exit_code == 0, result.output
    return [row[column] for row in csv.DictReader(result.stdout.splitlines())]


def marks(crawled: Crawled) -> set[tuple[int, str]]:
    rows = crawled.database.read(lambda connection: connection.execute(lead_export.select()).all())
    return {(row.lead_id, row.profile) for row in rows}


def test_a_tool_that_needs_an_address_gets_no_row_without_one_and_the_command_says_how_many(
    found: Crawled,
) -> None:
    result = finder(found.folder, "export", "--profile", "hunter")
    assert result.returncode == 0
    assert result.stdout == "2 leads written to acme-hunter.csv\n"
    assert result.stderr == "4 leads have no e-mail address and were left out: hunter needs one\n"
    with (found.folder / "acme-hunter.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["email"] for row in csv.DictReader(stream)] == ["jo@one.example", "jo@two.example"]


def test_the_best_lead_that_can_be_written_to_is_the_best_of_its_prospect(found: Crawled) -> None:
    address(found, 3, "sam@one.example")
    change(found, 1, contact_id=None)
    assert exported(found, "--profile", "yamm", "--best-per-prospect", column="Email Address") == [
        "sam@one.example",
        "jo@two.example",
    ]


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_written_in_every_form(found: Crawled, name: str) -> None:
    change(found, 1, status="won", won_url="https://acme.example/", won_at="2026-11-29T08:00:00Z")
    for form in ("csv", "jsonl", "xlsx"):
        result = finder(found.folder, "export", "--profile", name, "--format", form, "-o", f"file.{form}")
        assert (result.returncode, "written to" in result.stdout) == (0, True), result.stderr
    columns = list(PROFILES[name].columns)
    with (found.folder / "file.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, strict=True))
    lines = (found.folder / "file.jsonl").read_text(encoding="utf-8").splitlines()
    sheet = load_workbook(found.folder / "file.xlsx").worksheets[0]
    assert rows[0] == [cell.value for cell in sheet[1]] == columns
    assert len(rows) - 1 == len(lines) == sheet.max_row - 1 > 0
    assert all(list(json.loads(line)) == columns for line in lines)


def test_a_workbook_has_links_and_numbers(found: Crawled) -> None:
    result = finder(found.folder, "export", "-o", "leads.xlsx")
    assert result.stdout == "6 leads written to leads.xlsx\n"
    header, first = list(load_workbook(found.folder / "leads.xlsx").worksheets[0].iter_rows())[:2]
    row = {name.value: cell for name, cell in zip(header, first, strict=True)}
    assert (row["lead_id"].value, row["score"].value) == (1, 90)
    assert row["page_url"].hyperlink.target == "https://one.example/0"
    assert row["first_seen"].data_type == "d"


def test_a_workbook_that_cannot_be_written_is_told_in_one_line(found: Crawled) -> None:
    result = finder(found.folder, "export", "--format", "xlsx", "-o", "/dev/full")
    assert result.returncode == 1
    assert result.stderr == "finder: /dev/full cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("profile", "options", "wanted"),
    [
        ("generic", (), ["1", "2", "3", "4"]),
        ("generic", ("--status", "any"), ["1", "2", "3", "4", "5", "6"]),
        ("buzzstream", ("--status", "any"), ["1", "2", "3", "4", "5", "6"]),
        ("buzzstream", (), ["1", "2"]),
        ("buzzstream", ("--status", "won"), ["3"]),
        ("linkmonitor", (), ["3"]),
        ("linkmonitor", ("--status", "accepted"), []),
    ],
)
def test_a_profile_is_for_leads_of_some_statuses_unless_others_are_asked_for(
    found: Crawled, profile: str, options: tuple[str, ...], wanted: list[str]
) -> None:
    for lead_id, status in enumerate(("new", "accepted", "won", "contacted", "rejected", "snoozed"), 1):
        change(found, lead_id, status=status)
    change(found, 3, won_url="https://acme.example/tides", won_anchor="3")
    change(found, 6, snoozed_until="2999-01-01")
    columns = {"generic": "lead_id", "linkmonitor": "source_url", "buzzstream": "Linking from"}
    said = exported(found, "--profile", profile, *options, column=columns[profile])
    assert [each if profile == "generic" else str(int(each[-1]) + 1) for each in said] == wanted


def test_who_must_not_be_written_to_is_never_exported(found: Crawled) -> None:
    assert found.finder("suppress", "add", "two.example").exit_code == 0
    assert exported(found) == ["1", "2", "3"]
    assert exported(found, "--row-per", "prospect") == ["1"]
    assert len(found.finder("leads").stdout.splitlines()) == 7
    assert found.finder("suppress", "add", "jo@one.example").exit_code == 0
    assert exported(found, "--profile", "hunter", column="email") == []


def test_who_must_not_be_written_to_is_told_as_left_out(found: Crawled) -> None:
    found.finder("suppress", "add", "two.example")
    said = "3 leads are at organisations that must not be written to and left out; `finder suppress list`"
    assert said in found.finder("export", "-o", "-").stderr
    assert (
        "1 lead has no e-mail address" not in found.finder("export", "-o", "-", "--profile", "hunter").stderr
    )


def test_several_rows_for_one_person_are_told_where_people_are_written_to(found: Crawled) -> None:
    change(found, 2, contact_id=1)
    change(found, 3, contact_id=1)
    said = (
        "2 rows are for an address that another row has; --best-per-prospect writes one for each prospect\n"
    )
    assert said in found.finder("export", "-o", "-", "--profile", "hunter").stderr
    for quiet in (("--profile", "hunter", "--best-per-prospect"), ()):
        assert "another row" not in found.finder("export", "-o", "-", *quiet).stderr


def test_the_rules_in_files_of_the_campaign_hold_before_the_next_crawl(found: Crawled) -> None:
    (found.folder / "never.txt").write_text("one.example\n", encoding="utf-8")
    found.file.write_text(f'{CAMPAIGN}\n[outreach]\nsuppress = ["never.txt"]\n', encoding="utf-8")
    assert exported(found) == ["4", "5", "6"]


def test_an_organisation_that_refused_under_one_name_has_refused_under_all(found: Crawled) -> None:
    change_prospect(found, "two.example", same_as=1)
    assert found.finder("suppress", "add", "two.example").exit_code == 0
    assert exported(found) == []


def test_a_first_message_goes_to_nobody_who_was_written_to_lately(found: Crawled) -> None:
    change_prospect(found, "two.example", contacted_at=runs.now())
    result = found.finder("export", "-o", "-", "--profile", "buzzstream")
    assert result.stdout.count("https://one.example/") == 3
    assert "https://two.example/" not in result.stdout
    assert "3 leads are at organisations that were written to lately and left out; --con" in result.stderr
    assert len(exported(found, "--profile", "buzzstream", "--contacted-lately", column="Linking from")) == 6
    assert exported(found, column="contacted_lately")[-1].endswith(" in acme")
    change(found, 4, status="contacted")
    asked = ("--profile", "yamm", "--status", "contacted")
    assert exported(found, *asked, column="Email Address") == ["jo@two.example"]


def test_messages_become_columns_when_asked_for(found: Crawled) -> None:
    result = found.finder("export", "-o", "-", "--profile", "hunter", "--messages")
    header, *rows = csv.reader(result.stdout.splitlines())
    assert header[-4:] == ["message_language", "message_subject", "message_body", "message_missing"]
    assert [row[-1] for row in rows] == ["sender_name"] * 2
    sender = '[messages]\nsender_name = "Jane Acme"\nsender_email = "jane@acme.example"\n'
    found.file.write_text(f"{CAMPAIGN}\n{sender}", encoding="utf-8")
    bodies = exported(found, "--profile", "lemlist", "--messages", column="message_body")
    assert all("Jane Acme" in body for body in bodies)
    openings = exported(found, "--profile", "lemlist", column="icebreaker")
    assert all(said in body for said, body in zip(openings, bodies, strict=True))


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--best-per-prospect",), ["1", "4"]),
        (("--per-prospect", "2"), ["1", "2", "4", "5"]),
        (("--per-prospect", "2", "--limit", "3"), ["1", "2", "4"]),
        (("--per-prospect", "1", "--status", "accepted"), ["2", "5"]),
        (("--best-per-prospect", "--sort", "prospect", "--prospect", "two.example"), ["4"]),
    ],
)
def test_a_bound_per_prospect_keeps_its_best_of_those_that_are_asked_for(
    found: Crawled, options: tuple[str, ...], wanted: list[str]
) -> None:
    change(found, 2, 3, 5, 6, status="accepted")
    assert exported(found, *options) == wanted
    listed = json.loads(found.finder("leads", "--json", *options).stdout)
    assert [str(each["lead_id"]) for each in listed] == wanted


def test_prospects_that_are_one_organisation_count_as_one(found: Crawled) -> None:
    change_prospect(found, "two.example", same_as=1)
    assert exported(found, "--best-per-prospect") == ["1"]
    assert found.finder("leads", "--per-prospect", "4", "--limit", "1").stderr == (
        "1 of 4 leads; --limit 0 shows all.\n"
    )


def test_row_per_prospect_is_its_best_lead_with_the_pages_of_the_others(found: Crawled) -> None:
    result = found.finder("export", "-o", "-", "--row-per", "prospect")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [(row["lead_id"], row["prospect_leads"]) for row in rows] == [("1", "3"), ("4", "3")]
    assert rows[0]["other_pages"] == "https://one.example/1 https://one.example/2"
    assert marks(found) == {(number, "generic") for number in range(1, 7)}


def test_only_what_was_not_exported_with_the_profile_yet_is_new(found: Crawled) -> None:
    assert exported(found, "--only-new", "--limit", "2") == ["1", "2"]
    assert exported(found, "--only-new", "--limit", "2") == ["3", "4"]
    assert exported(found, "--profile", "pitchbox", "--only-new", "--no-mark", column="Company") == [
        *["one.example"] * 3,
        *["two.example"] * 3,
    ]
    assert exported(found) == ["1", "2", "3", "4", "5", "6"]
    assert exported(found, "--only-new") == []
    assert marks(found) == {(number, "generic") for number in range(1, 7)}


def test_what_is_new_goes_to_a_file_that_replaces_none(found: Crawled) -> None:
    for _ in range(3):
        finder(found.folder, "export", "--only-new", "--limit", "2")
    again = finder(found.folder, "export", "--only-new")
    assert again.stdout == "0 leads: no file written\n"
    day = f"{datetime.now(UTC).date()}"
    files = [f"acme-leads-{day}{number}.csv" for number in ("", "-2", "-3")]
    assert names(found.folder) == dict.fromkeys(files, 2)
    with (found.folder / files[1]).open(newline="") as file:
        assert [row["lead_id"] for row in csv.DictReader(file)] == ["3", "4"]
    assert finder(found.folder, "export", "--only-new", "-o", files[0]).stdout == (
        f"0 leads written to {files[0]}\n"
    ), "a file that was named is written whatever there is"


def test_the_second_best_of_a_prospect_does_not_come_after_the_best_was_exported(found: Crawled) -> None:
    assert exported(found, "--only-new", "--best-per-prospect") == ["1", "4"]
    assert exported(found, "--only-new", "--best-per-prospect") == []
    assert exported(found, "--only-new", "--row-per", "prospect") == []


def test_what_could_not_be_written_does_not_count_as_exported(found: Crawled) -> None:
    assert finder(found.folder, "export", "-o", "none/leads.csv").returncode == 1
    assert finder(found.folder, "export", "-o", "/dev/full").returncode == 1
    assert marks(found) == set()


def test_leads_that_were_left_out_do_not_count_as_exported(found: Crawled) -> None:
    finder(found.folder, "export", "--profile", "hunter")
    assert marks(found) == {(1, "hunter"), (4, "hunter")}


def names(folder: Path) -> dict[str, int]:
    """The files of an export with their rows."""
    return {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) - 1
        for path in sorted(folder.glob("*.csv"))
    }


def test_each_owner_gets_a_file_under_a_name_that_is_safe(found: Crawled) -> None:
    for lead_id, owner in enumerate(("jo@acme.example", "Ann Lee", "../../etc", "ann-lee", "unowned"), 1):
        change(found, lead_id, owner=owner)
    result = finder(found.folder, "export", "--split", "owner")
    assert names(found.folder) == {
        "acme-leads-ann-lee-2.csv": 1,
        "acme-leads-ann-lee.csv": 1,
        "acme-leads-etc.csv": 1,
        "acme-leads-jo@acme.example.csv": 1,
        "acme-leads-unowned-2.csv": 1,
        "acme-leads-unowned.csv": 1,
    }
    assert "1 lead written to acme-leads-etc.csv\n" in result.stdout


def test_so_many_rows_make_a_file_of_each_owner(found: Crawled) -> None:
    change(found, 1, 3, 5, owner="jo")
    finder(found.folder, "export", "--split", "owner", "--split-size", "2", "-o", "x.csv")
    assert names(found.folder) == {
        "x-jo-001.csv": 2,
        "x-jo-002.csv": 1,
        "x-unowned-001.csv": 2,
        "x-unowned-002.csv": 1,
    }


def test_files_of_a_size_are_whole_in_every_form(found: Crawled) -> None:
    finder(found.folder, "export", "--split-size", "4", "-o", "x.xlsx")
    sizes = [load_workbook(found.folder / f"x-00{number}.xlsx").worksheets[0].max_row for number in (1, 2)]
    assert sizes == [5, 3]


def test_without_leads_there_is_nothing_to_split(crawled: Crawled) -> None:
    result = finder(crawled.folder, "export", "--split-size", "4")
    assert result.stdout == "0 leads: no file written\n"
    assert names(crawled.folder) == {}


def test_when_one_file_cannot_be_written_none_is_there(found: Crawled) -> None:
    (found.folder / "x-002.csv").mkdir()
    result = finder(found.folder, "export", "--split-size", "4", "-o", "x.csv")
    assert (result.returncode, result.stderr) == (1, "finder: x-002.csv is a folder; name a file in it\n")
    assert not (found.folder / "x-001.csv").exists()
    assert not list(found.folder.glob(".*.part"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--profile huntr", 'There is no profile "huntr"; did you mean "hunter"?'),
        ("--profile xyz", 'There is no profile "xyz". There are generic, '),
        ("--bom --format xlsx", "--bom is for CSV only."),
        ("-o leads.xls", "-o leads.xls: there are .csv, .jsonl and .xlsx; or say which with --format."),
        ("-o leads.JSON", "-o leads.JSON: there are .csv, .jsonl and .xlsx; or say which with --format."),
        ("--bom --profile linkmonitor", "does not read a byte order mark"),
        ("--split owner -o -", "Standard output is one file"),
        ("--best-per-prospect --per-prospect 2", "give one of them"),
        ("--row-per prospect --per-prospect 2", "leave the bound away"),
        ("--split-size 0", "0 is not in the range"),
    ],
)
def test_wrong_usage_is_told_with_what_is_right(found: Crawled, options: str, said: str) -> None:
    result = found.finder("export", *options.split())
    assert result.exit_code == 2
    assert said in result.stderr


OWN = """
[profiles.crm]
requires = ["contact_email", "contact_name"]
statuses = ["new"]
row_per = "prospect"
form = "jsonl"

[profiles.crm.columns]
"E-mail" = "contact_email"
"First" = "first_name"
"Source" = { text = "finder" }
"How many" = "prospect_leads"
"""


def test_a_profile_of_the_campaign_has_its_columns_and_its_ways(found: Crawled) -> None:
    found.file.write_text(CAMPAIGN + OWN, encoding="utf-8")
    change(found, 4, status="accepted")
    result = finder(found.folder, "export", "--profile", "crm")
    assert result.stdout == "1 prospect written to acme-crm.jsonl\n"
    assert result.stderr == (
        "4 leads have no e-mail address and were left out: crm needs one\n"
        "4 leads have no contact_name and were left out: crm needs one\n"
    )
    [line] = (found.folder / "acme-crm.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"E-mail": "jo@one.example", "First": "Jo", "Source": "finder", "How many": 1}
    assert marks(found) == {(1, "crm")}
