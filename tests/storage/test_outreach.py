"""Rules, what was forgotten, what tools give back and who was written to, on both databases."""

from __future__ import annotations

import pytest

from finder.contacts import Contact, ContactKind, Role
from finder.returns import KNOWN_COLUMNS, Words, read_rows, read_table, tool_of
from finder.storage import contacts, forgetting, lifecycle, returns, suppressing, suppressions
from finder.storage.contacts import ProspectJob
from finder.storage.queries.leads import LeadFilter, count_leads, lead_ids, leads
from finder.storage.tables import contact, lead, look, prospect, suppression
from finder.suppression import rule_of
from tests.storage.undertaking import Undertaking, link, mention

JO, INFO = "jo@prospect.example", "info@prospect.example"
PAGE = "https://prospect.example/post"


@pytest.fixture
def written(acme: Undertaking) -> Undertaking:
    """A lead with two addresses at its prospect, and a look that saw one of them."""
    dead = link("https://dead.example/", context=f"write to {JO}")
    acme.read(PAGE, dead, opportunities=[mention(PAGE)])
    acme.look("dead", "https://dead.example/")
    acme.qualify()
    (number,) = acme.rows(prospect, "id")
    found = [
        (Contact(ContactKind.EMAIL, JO, "Jo", Role.PERSONAL, PAGE, own_site=True), ""),
        (Contact(ContactKind.EMAIL, INFO, "", Role.ROLE, PAGE, own_site=True), "contact"),
    ]
    acme.database.write(contacts.store_contacts, ProspectJob(number, "prospect.example", ()), found, "")
    facts = {"page": {"text": f"ask {JO.upper()}", "links": [1, {"to": JO}]}}
    acme.database.write(lambda connection: connection.execute(look.update().values(fetch=facts)))
    return acme


def chosen(acme: Undertaking) -> set[str]:
    everything = acme.database.read(lambda connection: list(leads(connection, acme.campaign, LeadFilter())))
    return {each["contact_email"] for each in everything}


def test_rules_are_added_once_applied_and_lifted(written: Undertaking) -> None:
    database, first = written.database, chosen(written)
    rules = [rule_of(address, "no") for address in first]
    assert [database.write(suppressions.add, rules, "ann") for _ in range(2)] == [1, 0]
    assert [database.write(suppressing.apply_everywhere, written.campaign) for _ in range(2)] == [1, 0]
    assert chosen(written) == {JO, INFO} - first
    assert database.write(suppressions.remove, rules) == 1
    assert database.write(suppressing.apply_everywhere) == 0
    assert database.write(suppressing.apply_everywhere, written.campaign) == 1
    assert chosen(written) == first


def test_an_address_is_forgotten_in_texts_and_values(written: Undertaking) -> None:
    gone = written.database.write(forgetting.forget, rule_of(JO), "ann")
    assert gone.contacts == 1
    assert written.rows(contact, "value") == [INFO]
    assert written.rows(look, "fetch")[0] == {
        "page": {"text": "ask (forgotten)", "links": [1, {"to": "(forgotten)"}]}
    }
    assert written.rows(suppression, "sort") == ["digest"]
    assert written.database.write(forgetting.forget, rule_of(JO), "ann") == (0, 0)


def test_old_contacts_go(written: Undertaking) -> None:
    assert written.database.write(forgetting.retain, written.campaign, "2000-01-01T00:00:00Z") == 0
    assert written.database.write(forgetting.retain, written.campaign, "2999-01-01T00:00:00Z") == 2
    assert written.rows(contact, "id") == []


def test_what_a_tool_gives_back_is_taken_in(written: Undertaking) -> None:
    lines = (
        "Email Address,Page URL,Dead URL,Merge status",
        f"{INFO},{PAGE},,BOUNCED",
        f"{JO},{PAGE},https://dead.example/,RESPONDED",
        "x,y,,z",
    )
    table = read_table("\n".join(lines).encode(), KNOWN_COLUMNS)
    rows = list(read_rows(table, tool_of(table.columns), Words()))
    taken = written.database.write(returns.take_in, written.campaign, rows, "yamm", "ann", "file")
    assert (taken.accepted, taken.unchanged, [row.line for row in taken.refused]) == (2, 0, [4])
    by_kind = sorted(written.rows(lead, "kind", "status"))
    assert by_kind == [("broken_link", "replied"), ("unlinked_mention", "new")]
    assert written.rows(suppression, "value", "why") == [(INFO, "bounced")]


def test_who_was_written_to_lately_is_told_and_left_out(written: Undertaking) -> None:
    numbers = written.rows(lead, "id")
    written.database.write(lifecycle.change, numbers[:1], {"status": "contacted"}, "ann")
    wanted = LeadFilter(lately="2000-01-01T00:00:00Z")
    found = written.database.read(lambda connection: list(leads(connection, written.campaign, wanted)))
    assert all(each["contacted_lately"].endswith(" in acme") for each in found)
    without = LeadFilter(lately="2000-01-01T00:00:00Z", contacted_lately=False)
    assert written.database.read(count_leads, written.campaign, without) == 0
    assert written.database.read(lead_ids, written.campaign, wanted) == numbers
