"""`finder suppress` and `finder forget`: who must not be written to is not, who is forgotten is gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finder.contacts import Contact, ContactKind, Role
from finder.storage import contacts, upkeep
from finder.storage.contacts import ProspectJob
from finder.storage.tables import campaign, contact, find, lead, prospect, suppression
from tests.cli.crawled import CAMPAIGN, Crawled, mention

if TYPE_CHECKING:
    from finder.storage import Connection

JO = "jo.rivera@named.example"
INFO = "info@named.example"


@pytest.fixture
def acme(crawled: Crawled) -> Crawled:
    """One lead of named.example with two addresses, of which the author's is chosen."""
    page = "https://named.example/post"
    crawled.lead(mention(page, "Post", context=f"We like Acme, says {JO}.", page_authors=("Jo Rivera", "Al")))
    number = rows(crawled, prospect, "id")[0]
    found = [
        (Contact(ContactKind.EMAIL, JO, "Jo Rivera", Role.PERSONAL, page, own_site=True), ""),
        (Contact(ContactKind.EMAIL, INFO, "", Role.ROLE, page, own_site=True), "contact"),
        (Contact(ContactKind.PERSON, page, "Jo Rivera", found_on=page), ""),
    ]
    job = ProspectJob(number, "named.example", ())
    crawled.database.write(contacts.store_contacts, job, found, "")
    return crawled


def rows(crawled: Crawled, table: Any, *names: str) -> list[Any]:
    query = table.select().with_only_columns(*(table.c[name] for name in names)).order_by(table.c.id)
    found = crawled.database.read(lambda connection: connection.execute(query).all())
    return [row[0] if len(names) == 1 else tuple(row) for row in found]


def chosen(crawled: Crawled) -> str:
    result = crawled.finder("leads", "--json", "--status", "any")
    return json.loads(result.stdout)[0]["contact_email"]


def test_an_address_that_is_suppressed_is_not_chosen_and_comes_back(acme: Crawled) -> None:
    assert chosen(acme) == JO
    result = acme.finder("suppress", "add", JO, "--why", "asked us to stop", "--by", "ann")
    assert (result.exit_code, result.output) == (0, "1 added; that concerns 1 prospects and contacts.\n")
    assert chosen(acme) == INFO
    assert f"{JO}: asked us to stop" in rows(acme, contact, "suppressed")
    listed = json.loads(acme.finder("suppress", "list", "--json").stdout)
    assert [(each["sort"], each["value"], each["author"]) for each in listed] == [("address", JO, "ann")]
    assert acme.finder("suppress", "remove", JO).exit_code == 0
    assert chosen(acme) == JO


@pytest.mark.parametrize("value", ["named.example", "*.example", "https://www.named.example/x"])
def test_a_prospect_that_is_suppressed_says_why(acme: Crawled, value: str) -> None:
    acme.finder("suppress", "add", value, "--why", "customer")
    (told,) = rows(acme, prospect, "suppressed")
    assert told.endswith(": customer")
    assert chosen(acme) == ""
    assert "customer" in acme.finder("show", "1").stdout


def test_a_list_is_imported_and_bad_lines_are_told(acme: Crawled) -> None:
    file = acme.folder / "never.txt"
    file.write_text(f"{JO}\tasked\nnonsense\n*@agency.example\n", encoding="utf-8")
    result = acme.finder("suppress", "import", str(file))
    assert result.exit_code == 3
    assert "2 added" in result.output
    assert f"{file}:2: " in result.output
    assert acme.finder("suppress", "import", str(file)).output.startswith("0 added, 2 there already")


@pytest.mark.parametrize(
    "arguments",
    [
        "add nonsense",
        "add *",
        "remove nobody.example",
        "import no-such-file.txt",
        "import .",
        "import acme.sqlite3",
    ],
)
def test_what_cannot_be_done_changes_nothing(
    acme: Crawled, arguments: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(acme.folder)
    result = acme.finder("suppress", *arguments.split())
    assert result.exit_code == 1, result.output
    assert rows(acme, suppression, "id") == []


def test_the_file_of_a_campaign_counts_at_the_end_of_a_crawl(acme: Crawled) -> None:
    (acme.folder / "never.txt").write_text(JO, encoding="utf-8")
    acme.file.write_text(CAMPAIGN + '\n[outreach]\nsuppress = ["never.txt"]\n', encoding="utf-8")
    finish(acme)
    assert chosen(acme) == INFO
    acme.finder("suppress", "add", "elsewhere.example")
    assert chosen(acme) == INFO
    acme.file.write_text(CAMPAIGN, encoding="utf-8")
    finish(acme)
    assert chosen(acme) == JO


def test_a_campaign_with_a_bad_file_of_rules_is_refused_with_its_line(acme: Crawled) -> None:
    (acme.folder / "never.txt").write_text("nonsense\n", encoding="utf-8")
    acme.file.write_text(CAMPAIGN + '\n[outreach]\nsuppress = ["never.txt", "none.txt"]\n', encoding="utf-8")
    result = acme.finder("check")
    assert "line 1 of" in result.output
    assert "file not found" in result.output


def finish(crawled: Crawled) -> None:
    """What the end of a crawl sees to."""
    from finder.campaign import load_campaign

    crawled.database.write(upkeep.upkeep, crawled.run.campaign_id, load_campaign(crawled.file))


def test_contacts_that_were_not_seen_for_long_go_unless_there_are_dealings(acme: Crawled) -> None:
    old = contact.update().values(seen_at="2020-01-01T00:00:00Z")
    acme.database.write(lambda connection: connection.execute(old))
    acme.finder("lead", "set", "1", "--status", "contacted")
    finish(acme)
    assert rows(acme, contact, "value") == [JO]
    acme.finder("lead", "set", "1", "--status", "new", "--force")
    finish(acme)
    assert rows(acme, contact, "value") == []
    assert rows(acme, lead, "contact_id") == [None]


def test_who_was_written_to_lately_is_marked_whichever_campaign_did(acme: Crawled) -> None:
    def told(*options: str) -> list[str]:
        result = acme.finder("leads", "--json", *options)
        return [each["contacted_lately"] for each in json.loads(result.stdout)]

    def write_to_them(connection: Connection) -> None:
        number = connection.execute(
            campaign.insert().values(name="other").returning(campaign.c.id)
        ).scalar_one()
        for name, day in (("named.example", today), ("old.example", "2020-01-01")):
            values = {"campaign_id": number, "name": name, "contacted_at": f"{day}T00:00:00Z"}
            connection.execute(prospect.insert().values(values))

    today = str(datetime.now(UTC).date() - timedelta(days=1))
    assert told() == [""]
    acme.database.write(write_to_them)
    assert told() == [f"{today} in other"]
    assert told("--no-contacted-lately") == []
    assert f"{today} in other" in acme.finder("show", "1").stdout
    acme.file.write_text(CAMPAIGN + '\n[outreach]\ncontacted_within = "1h"\n', encoding="utf-8")
    assert told("--no-contacted-lately") == [""]


def test_an_organisation_under_two_names_is_written_to_once(acme: Crawled) -> None:
    def join(connection: Connection) -> None:
        first = connection.execute(prospect.select().with_only_columns(prospect.c.id)).scalar_one()
        values = {"campaign_id": acme.run.campaign_id, "name": "named.org", "same_as": first}
        connection.execute(prospect.insert().values(values | {"contacted_at": "2999-01-01T00:00:00Z"}))

    acme.database.write(join)
    told = json.loads(acme.finder("leads", "--json").stdout)[0]["contacted_lately"]
    assert told == "2999-01-01 in acme"


def files(crawled: Crawled) -> bytes:
    return b"".join(each.read_bytes() for each in crawled.folder.glob("acme.sqlite3*"))


def test_who_is_forgotten_is_nowhere_in_the_files_and_stays_away(acme: Crawled) -> None:
    acme.finder("suppress", "add", JO)
    acme.finder("suppress", "remove", JO)
    acme.finder("lead", "set", "1", "--note", f"wrote to {JO.upper()}")
    acme.page(
        "https://named.example/other", opportunities=[mention("https://named.example/other", context=JO)]
    )
    assert JO.encode() in files(acme)
    result = acme.finder("forget", JO, "--yes")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("2 contacts removed, ")
    assert JO.encode() not in files(acme).lower()
    assert b"Jo Rivera" not in files(acme)
    assert rows(acme, lead, "page_authors", "note") == [("Al", "wrote to (forgotten)")]
    assert rows(acme, suppression, "sort", "why") == [("digest", "asked to be forgotten")]
    assert len(rows(acme, find, "id")) == 1
    assert chosen(acme) == INFO
    again = (Contact(ContactKind.EMAIL, JO.title(), "Jo Rivera", Role.PERSONAL, own_site=True), "")
    job = ProspectJob(rows(acme, prospect, "id")[0], "named.example", ())
    info = (Contact(ContactKind.EMAIL, INFO, "", Role.ROLE, own_site=True), "contact")
    acme.database.write(contacts.store_contacts, job, [again, info], "")
    finish(acme)
    assert rows(acme, contact, "value") == [INFO]


def test_a_domain_is_forgotten_with_all_its_addresses(acme: Crawled) -> None:
    result = acme.finder("forget", "named.example", "--yes")
    assert result.exit_code == 0, result.output
    assert rows(acme, contact, "id") == []
    assert JO.encode() not in files(acme)
    assert rows(acme, prospect, "suppressed") == ["named.example: asked to be forgotten"]


def test_other_addresses_are_left_alone(acme: Crawled) -> None:
    note = f"x{JO} {JO}.au {JO}"
    acme.finder("lead", "set", "1", "--note", note)
    acme.finder("forget", JO, "--yes")
    assert rows(acme, lead, "note") == [f"x{JO} {JO}.au (forgotten)"]


@pytest.mark.parametrize("whom", ["nonsense", "*@agency.example"])
def test_only_an_address_or_a_domain_is_forgotten(acme: Crawled, whom: str) -> None:
    assert acme.finder("forget", whom, "--yes").exit_code == 1


def test_nothing_is_forgotten_without_a_yes(acme: Crawled) -> None:
    result = acme.finder("forget", JO)
    assert (result.exit_code, "--yes does it" in result.stderr) == (2, True)
    assert JO in rows(acme, contact, "value")
