"""`finder leads import`: rows find their lead or are refused, and nothing is half done."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from finder.contacts import Contact, ContactKind, Role
from finder.returns import TOOLS
from finder.storage import contacts
from finder.storage.contacts import ProspectJob
from finder.storage.tables import lead, lead_export, prospect, suppression
from tests.cli.crawled import Crawled, mention

if TYPE_CHECKING:
    from click.testing import Result

PAGES = {1: "https://blog.example/a", 2: "https://blog.example/b", 3: "https://paper.example/c"}
JO, EDITOR = "jo@blog.example", "editor@paper.example"


@pytest.fixture
def acme(crawled: Crawled) -> Crawled:
    """Leads 1 and 2 of one prospect, 3 of another; an address each."""
    for number, url in PAGES.items():
        crawled.page(url, opportunities=[mention(url)])
        crawled.leads(prospect="paper.example" if number == 3 else "blog.example")
    numbers = crawled.database.read(
        lambda connection: dict(
            connection.execute(prospect.select().with_only_columns(prospect.c.name, prospect.c.id)).all()
        )  # type: ignore[arg-type]
    )
    for name, address in (("blog.example", JO), ("paper.example", EDITOR)):
        one = Contact(ContactKind.EMAIL, address, "", Role.ROLE, f"https://{name}/", own_site=True)
        job = ProspectJob(numbers[name], name, ())
        crawled.database.write(contacts.store_contacts, job, [(one, "contact")], "")
    return crawled


def take(crawled: Crawled, text: str | bytes, *options: str, name: str = "back.csv") -> Result:
    file = crawled.folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return crawled.finder("leads", "import", str(file), *options)


def leads(crawled: Crawled) -> dict[int, dict[str, Any]]:
    result = crawled.finder("leads", "--json", "--status", "any")
    return {each["lead_id"]: each for each in json.loads(result.stdout)}


def statuses(crawled: Crawled) -> list[str]:
    return [each["status"] for _, each in sorted(leads(crawled).items())]


def test_a_merge_comes_back_with_its_statuses(acme: Crawled) -> None:
    rows = f"{JO},{PAGES[1]},EMAIL_SENT\n{JO},{PAGES[2]},RESPONDED\n{EDITOR},{PAGES[3]},\n"
    result = take(acme, f"Email Address,Page URL,Merge status\n{rows}", "--by", "ann")
    assert result.output == "3 rows of yamm: 2 taken, 1 say nothing new, 0 refused.\n"
    assert result.exit_code == 0
    assert statuses(acme) == ["contacted", "replied", "new"]
    assert leads(acme)[1]["contacted_at"]
    log = json.loads(acme.finder("lead", "log", "1", "--json").stdout)
    assert [(each["author"], each["after"], each["why"]) for each in log] == [
        ("ann", "contacted", "back.csv (yamm)")
    ]


def test_the_same_file_twice_says_nothing_new(acme: Crawled) -> None:
    text = f"Email Address,Page URL,Merge status\n{JO},{PAGES[1]},BOUNCED\n{JO},{PAGES[2]},RESPONDED\n"
    take(acme, text)
    assert "0 taken, 2 say nothing new, 0 refused" in take(acme, text).output


def test_the_command_is_there_under_lead_too(acme: Crawled) -> None:
    file = acme.folder / "back.csv"
    file.write_text("lead_id,status\n1,sent\n", encoding="utf-8")
    assert "1 taken" in acme.finder("lead", "import", str(file)).output


def test_each_bad_row_is_told_with_its_line_and_the_rest_is_taken(acme: Crawled) -> None:
    rows = [
        "1,sent,",
        "99,sent,",
        "x,sent,",
        "2,ghosted,",
        "2,sent,02/03/2026",
        "2,sent,soon",
        "2,sent,23.11.2099",
        "2,sent,,,more",
        "0,sent,",
        ",sent,",
        "3,replied,46349",
    ]
    result = take(acme, "lead_id,status,sent at\n" + "\n".join(rows) + "\n")
    assert result.exit_code == 3
    assert "11 rows of generic: 2 taken, 0 say nothing new, 9 refused." in result.output
    told = {int(line.split(":")[1]): line.split(": ", 1)[1] for line in result.stderr.splitlines()}
    assert sorted(told) == list(range(3, 12))
    assert told[3] == "no lead 99 in this campaign; is the file another campaign's?"
    assert told[4] == 'lead_id "x" is no number of a lead'
    assert told[5] == 'status "ghosted" is not known; --map "ghosted=contacted" says what it means'
    assert "2026-02-03 or 2026-03-02" in told[6]
    assert "no date" in told[7]
    assert "future" in told[8]
    assert "separator" in told[9]
    assert statuses(acme) == ["contacted", "new", "replied"]
    assert leads(acme)[3]["contacted_at"] == "2026-11-23T00:00:00Z"


def test_a_status_only_goes_on_unless_it_is_forced(acme: Crawled) -> None:
    acme.finder("lead", "set", "1", "--status", "won", "--force")
    text = "lead_id,status\n1,contacted\n"
    assert "0 taken" not in take(acme, text).output  # when it was written to is news
    assert statuses(acme)[0] == "won"
    assert "1 say nothing new" in take(acme, text).output
    take(acme, text, "--force")
    assert statuses(acme)[0] == "contacted"


def test_an_address_alone_tells_the_lead_if_it_is_the_only_one(acme: Crawled) -> None:
    result = take(acme, f"email,status\n{EDITOR.upper()},replied\n{JO},replied\nno@where.example,sent\n")
    assert statuses(acme) == ["new", "new", "replied"]
    assert "2 leads fit (1, 2); a column lead_id would tell which" in result.output
    assert "no lead fits no@where.example" in result.output


def test_of_several_leads_the_one_that_was_exported_for_the_tool_is_meant(acme: Crawled) -> None:
    row = {"lead_id": 2, "profile": "hubspot", "exported_at": "2026-11-23T00:00:00Z"}
    acme.database.write(lambda connection: connection.execute(lead_export.insert(), row))
    take(acme, f"Email,Lead Status,Contact owner\n{JO},Connected,\n")
    assert statuses(acme) == ["new", "replied", "new"]


def test_what_is_said_of_a_person_is_so_for_all_that_was_exported_about_them(acme: Crawled) -> None:
    rows = [
        {"lead_id": number, "profile": "hubspot", "exported_at": "2026-11-23T00:00:00Z"} for number in (1, 2)
    ]
    acme.database.write(lambda connection: connection.execute(lead_export.insert(), rows))
    result = take(acme, f"Email,Lead Status,Contact owner\n{JO},Connected,\n")
    assert result.exit_code == 0
    assert statuses(acme) == ["replied", "replied", "new"]
    won = take(acme, f"Email,Lead Status,Contact owner\n{JO},won,\n", "--map", "won=won")
    assert "2 leads fit (1, 2); a column lead_id would tell which" in won.output
    assert statuses(acme) == ["replied", "replied", "new"]


def test_where_the_tool_is_not_told_the_one_that_was_exported_at_all_is_meant(acme: Crawled) -> None:
    entry = {"lead_id": 2, "profile": "hunter", "exported_at": "2026-11-23T00:00:00Z"}
    acme.database.write(lambda connection: connection.execute(lead_export.insert(), entry))
    assert take(acme, f"email,status\n{JO},sent\n").output.startswith("1 row of generic: 1 taken")
    assert statuses(acme) == ["new", "contacted", "new"]


def test_of_a_link_in_the_template_of_a_site_the_lead_that_is_listed_is_meant(acme: Crawled) -> None:
    statement = lead.update().where(lead.c.id == 1).values(sitewide_of=2)
    acme.database.write(lambda connection: connection.execute(statement))
    assert take(acme, f"email,status\n{JO},sent\n").exit_code == 0
    assert leads(acme)[2]["status"] == "contacted"


def test_a_row_of_another_page_is_not_taken_for_the_lead(acme: Crawled) -> None:
    result = take(acme, f"lead_id,page_url,status\n1,{PAGES[2]},sent\n,https://else.example/,sent\n")
    assert result.exit_code == 3
    assert statuses(acme) == ["new", "new", "new"]


def test_a_row_of_another_lead_s_address_is_not_taken_for_the_lead(acme: Crawled) -> None:
    rows = f"1,{EDITOR},sent\n3,{EDITOR},sent\n2,new@blog.example,sent\n"
    result = take(acme, f"lead_id,email,status\n{rows}")
    assert f"{EDITOR} is an address of other leads than 1" in result.output
    assert statuses(acme) == ["new", "contacted", "contacted"]


def test_a_number_with_a_separator_of_thousands_is_not_a_smaller_one(acme: Crawled) -> None:
    result = take(acme, 'lead_id,status\n"1,000",sent\n2.000,sent\n"3,0",sent\n')
    assert '"1,000" is no number of a lead' in result.output
    assert statuses(acme) == ["new", "new", "contacted"]


def test_links_in_a_description_tell_the_lead(acme: Crawled) -> None:
    row = f'Blog,{JO},x,Working - Contacted,"Post {PAGES[2]}, dead"'
    result = take(acme, f"Company,Email,Lead Source,Lead Status,Description\n{row}\n")
    assert "1 row of salesforce: 1 taken" in result.output
    assert statuses(acme) == ["new", "contacted", "new"]


def test_that_somebody_without_an_address_unsubscribed_is_said(crawled: Crawled) -> None:
    crawled.lead(mention("https://quiet.example/a"))
    result = take(crawled, "lead_id,status\n1,Unsubscribed\n")
    assert (result.exit_code, statuses(crawled)) == (0, ["lost"])
    assert "back.csv:2: unsubscribed, but neither the row nor the lead has an address" in result.stderr


def test_who_unsubscribed_is_suppressed_and_who_bounced_too(acme: Crawled) -> None:
    rows = f"{JO},x,{PAGES[1]},New,1\n{EDITOR},x,{PAGES[3]},Bounced,0\n"
    assert take(acme, f"Email,Lead Source,Page URL,Lead Status,Email Opt Out\n{rows}").exit_code == 0
    assert statuses(acme) == ["lost", "new", "new"]
    found = leads(acme)
    assert [found[number]["contact_email"] for number in (1, 2, 3)] == ["", "", ""]
    assert found[3]["note"] == "the address bounced"
    assert found[3]["contacted_at"] == ""
    rules = acme.database.read(
        lambda connection: connection.execute(
            suppression.select().with_only_columns(suppression.c.value, suppression.c.why)
        ).all()
    )
    assert sorted(map(tuple, rules)) == [(EDITOR, "bounced"), (JO, "unsubscribed")]


def test_a_table_of_ours_brings_owner_note_and_follow_up(acme: Crawled) -> None:
    rows = "1,x,accepted,jo,'=nice,10.12.2026,\n2,x,rejected,,,,poor_site\n3,x,rejected,,,,bad\n"
    result = take(acme, f"lead_id,kind,status,owner,note,follow_up,rejected_because\n{rows}")
    assert "rejected_because" in result.stderr
    found = leads(acme)
    assert [found[1][name] for name in ("status", "owner", "note", "follow_up")] == [
        "accepted",
        "jo",
        "=nice",
        "2026-12-10",
    ]
    assert (found[2]["status"], found[2]["rejected_because"]) == ("rejected", "poor_site")


def test_a_workbook_of_ours_that_people_went_on_with_comes_back(acme: Crawled) -> None:
    file = acme.folder / "leads.xlsx"
    acme.finder("export", "-o", str(file))
    book = load_workbook(file)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, status, day in ((2, "contacted", None), (3, "accepted", datetime(2026, 12, 10))):  # noqa: DTZ001
        sheet.cell(row, column["status"]).value = status
        sheet.cell(row, column["owner"]).value = "jo"
        sheet.cell(row, column["follow_up"]).value = day
    book.create_sheet("\u202eWhat I think of it").append(["nothing", "much"])
    book.save(file)
    result = acme.finder("leads", "import", str(file))
    assert (result.exit_code, result.stdout) == (
        0,
        "3 rows of generic: 2 taken, 1 say nothing new, 0 refused.\n",
    )
    assert result.stderr == f"{file} has 2 tables; only Leads was read.\n"
    found = leads(acme)
    numbers = [sheet.cell(row, column["lead_id"]).value for row in (2, 3)]
    told = [[found[number][name] for name in ("status", "owner", "follow_up")] for number in numbers]
    assert told == [["contacted", "jo", ""], ["accepted", "jo", "2026-12-10"]]


@pytest.mark.parametrize("form", ["lines", "array"])
def test_json_of_ours_comes_back(acme: Crawled, form: str) -> None:
    said = acme.finder("export", "-o", "-", "--format", "jsonl").stdout
    if form == "array":
        said = acme.finder("leads", "--json").stdout
    leads_then = [json.loads(line) for line in said.splitlines()] if form == "lines" else json.loads(said)
    changed = [
        {**each, "status": status}
        for each, status in zip(leads_then, ("contacted", "won", "new"), strict=True)
    ]
    del changed[1]["status"]
    text = json.dumps(changed) if form == "array" else "\n".join(map(json.dumps, changed))
    assert "1 taken, 2 say nothing new, 0 refused" in take(acme, text, name="back.jsonl").output
    assert leads(acme)[changed[0]["lead_id"]]["status"] == "contacted"


def test_packed_tables_are_read(acme: Crawled) -> None:
    assert "1 taken" in take(acme, gzip.compress(b"lead_id,status\n1,sent\n"), name="back.csv.gz").output
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("recipients.csv", "lead_id,status\n2,sent\n3,=HYPERLINK(1)\n")
    result = take(acme, packed.getvalue(), name="back.zip")
    assert (result.exit_code, f"{acme.folder}/back.zip:3: status" in result.stderr) == (3, True)
    assert statuses(acme) == ["contacted", "contacted", "new"]


def test_the_words_of_the_user_are_heeded(acme: Crawled) -> None:
    take(acme, "lead_id,status\n1,Ghosted\n2,=odd\n", "--map", "Ghosted=lost", "--map", "=odd=replied")
    assert statuses(acme) == ["lost", "replied", "new"]


def test_a_dry_run_changes_nothing(acme: Crawled) -> None:
    assert "1 would be taken" in take(acme, "lead_id,status\n1,sent\n", "--dry-run").output
    assert statuses(acme) == ["new", "new", "new"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is broken"),
        (b"\x1f\x8b\x08", "is cut off"),
        (b'{"lead_id": 1, "status": "sent"}\n{"lead_id": 2,', "line 2: is broken JSON"),
        (b'[{"lead_id": 1}, 2]', "without an object for each row"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"lead_id": ' + b"9" * 5_000 + b"}", "line 1: is broken JSON"),
        (b"\x00\x01\x02", "binary"),
        (
            b"name,status\nx,sent\n",
            "no column that names a lead (lead_id, email, page_url); it has name, status",
        ),
        (b"lead_id,email\n1,x\n", "no column that says what became of it"),
        (b'lead_id,status\n1,sent\n2,"sent\n', "left open"),
    ],
)
def test_a_file_that_is_no_such_table_changes_nothing(acme: Crawled, data: bytes, said: str) -> None:
    result = take(acme, data)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert statuses(acme) == ["new", "new", "new"]


@pytest.mark.parametrize("options", [("--map", "x"), ("--map", "x=y"), ("--map", "=won"), ("--tool", "none")])
def test_wrong_usage_is_told(acme: Crawled, options: tuple[str, str]) -> None:
    assert take(acme, "lead_id,status\n1,sent\n", *options).exit_code == 2


def test_a_file_that_is_not_there_and_a_folder_are_told(acme: Crawled) -> None:
    for name in ("none.csv", "."):
        result = acme.finder("leads", "import", str(acme.folder / name))
        assert (result.exit_code, len(result.output.splitlines())) == (1, 1)


def test_hostile_rows_are_bounded_and_harm_no_terminal(acme: Crawled) -> None:
    text = 'lead_id,status,note,kind\n1,\x1b[31mred,x,\n2,sent,"' + "x" * 5_000_000 + '",\n'
    result = take(acme, text)
    assert "\x1b" not in result.output
    assert len(result.output) < 1000
    assert len(leads(acme)[2]["note"]) == 2000


def test_the_help_tells_of_both(acme: Crawled) -> None:
    assert "finder leads import" in acme.finder("leads", "--help").output
    assert "leads import" in acme.finder("leads", "import", "--help").output


cells = st.sampled_from(
    [
        "",
        "1",
        "2",
        "3",
        "9",
        JO,
        EDITOR,
        *PAGES.values(),
        "sent",
        "replied",
        "won",
        "bounced",
        "unsubscribed",
        "?",
        "46349",
        "1/2/2026",
    ]
)
columns = st.lists(
    st.sampled_from(
        ["lead_id", "email", "page_url", "status", "interest status", "sent at", "note", "website", "bounced"]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=columns, rows=st.lists(st.lists(cells | st.text(max_size=8), min_size=1, max_size=7), max_size=5)
)
def test_the_counts_add_up_whatever_comes_back(
    acme: Crawled, names: list[str], rows: list[list[str]]
) -> None:
    made = StringIO()
    csv.writer(made).writerows([names, *rows])
    result = take(acme, made.getvalue().encode("utf-8", "replace"))
    assert result.exit_code in (0, 1, 3), result.output
    if result.exit_code == 1:
        return
    counts = [int(word) for word in result.stdout.splitlines()[-1].replace(",", "").split() if word.isdigit()]
    assert counts[0] == sum(counts[1:])
    assert counts[3] == len(result.stderr.splitlines())
    assert counts[0] == sum(any(map(str.strip, row)) for row in rows)


# Headers of the tools' imports as finder exports them, with the column that says what became of a row.
ROUND_TRIPS = {
    "buzzstream": (
        "Link Partner - Name,Link Partner - Domain,Linking from,Linking To,Anchor Text,Relationship Stage",
        "Paper,paper.example,{page},https://acme.example/,Acme,Attempting to Reach",
    ),
    "pitchbox": (
        "Partner URL,Partner Category,Contact Email,Company,Link Type,Link Type Rel,Status",
        "https://paper.example,,{email},Paper,Broken Link,follow,Contacted",
    ),
    "hunter": (
        "email,first_name,last_name,company,website,dead_url,replacement_url,Status,Sent at",
        "{email},Jo,Rivera,Paper,paper.example,,https://acme.example/,Opened,2026-11-02 10:00:00",
    ),
    "lemlist": (
        "email,firstName,lastName,companyName,icebreaker,deadUrl,replacementUrl,lastState",
        "{email},Jo,Rivera,Paper,Hello,,,emailsSent",
    ),
    "instantly": (
        "email,first_name,company_name,website,personalization,dead_url,Status,Interest Status",
        "{email},Jo,Paper,https://paper.example,Hello,,Completed,0",
    ),
    "smartlead": (
        "email,company_name,website,lead_category,status",
        "{email},Paper,paper.example,,INPROGRESS",
    ),
    "hubspot": (
        "Record ID,Email,First Name,Company,Website,Lead Status,Contact owner",
        "123456,{email},Jo,Paper,https://paper.example,Attempted to contact,ann@acme.example",
    ),
    "salesforce": (
        "Lead ID,FirstName,LastName,Company,Email,Website,LeadSource,Status,Description",
        "00Q5e00000ABCDE,Jo,Rivera,Paper,{email},https://paper.example,finder,Working - Contacted,on {page}",
    ),
    "yamm": (
        "Email Address,First Name,Dead URL,Page URL,Replacement URL,Merge status",
        "{email},Jo,,{page},https://acme.example/,EMAIL_OPENED",
    ),
    "generic": ("lead_id,kind,status,score,page_url,contact_email", "3,x,contacted,70,{page},{email}"),
}


@pytest.mark.parametrize("tool", [tool.name for tool in TOOLS])
def test_what_was_exported_for_a_tool_comes_back_from_it(acme: Crawled, tool: str) -> None:
    header, row = ROUND_TRIPS[tool]
    text = f"{header}\n{row.format(email=EDITOR, page=PAGES[3])}\n"
    result = take(acme, text, *(("--tool", "hunter") if tool == "hunter" else ()))
    assert result.output == f"1 row of {tool}: 1 taken, 0 say nothing new, 0 refused.\n"
    assert statuses(acme) == ["new", "new", "contacted"]
