"""Contacts: prospects are searched once, what was found is kept with its place, and one is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from finder.contacts import Contact, ContactKind, How, Role, Whereabouts
from finder.items import Placement, SourcePage
from finder.storage import contacts, prospects, tables
from finder.storage.batches import Batch
from finder.urls import prospect
from tests.storage.undertaking import Undertaking, link, mention, to_lead

if TYPE_CHECKING:
    from finder.storage import Database
    from finder.storage.contacts import ProspectJob

LONG_AGO = "2000-01-01T00:00:00Z"
LATER = "2999-01-01T00:00:00Z"
PAGE = "https://library.example/links"


def address(value: str, found_on: str = PAGE, *, own_site: bool = True) -> Contact:
    """The address of a role on a page."""
    return Contact(
        ContactKind.EMAIL, value, "", Role.ROLE, found_on, How.MAILTO, f"Write to {value}", own_site
    )


def read(acme: Undertaking, url: str = PAGE, **more: Any) -> None:
    """Read a page that names us, which becomes a lead."""
    acme.read(url, opportunities=[replace(mention(url), **more)])
    finds = [to_lead(find) for find in acme.claim()]
    for find in finds:
        assert find.lead is not None
        find.lead = replace(find.lead, prospect=prospect(find.opportunity.page_url))
    acme.store(Batch(leads=finds))


def claim(acme: Undertaking, searched_before: str = LONG_AGO) -> list[ProspectJob]:
    """The prospects that this process has claimed now."""
    return acme.database.write(contacts.claim_prospects, acme.campaign, acme.worker, 100, searched_before)


def store(acme: Undertaking, job: ProspectJob, *found: tuple[Contact, str], page: str = "") -> int:
    """What a search of a prospect found."""
    return acme.database.write(contacts.store_contacts, job, found, page, looked={PAGE})


def chosen(acme: Undertaking) -> list[str]:
    """The address of each lead, empty for none."""
    by_id = dict(acme.rows(tables.contact, "id", "value"))
    return [by_id.get(number, "") for number in acme.rows(tables.lead, "contact_id")]


def test_a_search_begins_with_the_pages_of_leads_and_who_wrote_them(acme: Undertaking) -> None:
    read(acme, PAGE, page_authors=("Jo Rivera", "Kim Lee"))
    read(acme, f"{PAGE}/more")
    (job,) = claim(acme)
    assert job.name == "library.example"
    assert job.pages == ((PAGE, ("Jo Rivera", "Kim Lee")), (f"{PAGE}/more", ()))


def test_a_prospect_is_in_one_hand_and_searched_once(acme: Undertaking) -> None:
    read(acme)
    (job,) = claim(acme)
    assert claim(acme) == []
    assert acme.database.read(contacts.work_left, acme.campaign)
    assert store(acme, job, (address("info@library.example"), ""), page="https://library.example/form") == 1
    assert not acme.database.read(contacts.work_left, acme.campaign)
    assert claim(acme) == []
    assert [job.name for job in claim(acme, LATER)] == ["library.example"]
    assert acme.rows(tables.prospect, "contact_url") == ["https://library.example/form"]
    assert chosen(acme) == ["info@library.example"]


def test_every_contact_says_where_it_was_found_and_how_and_when(acme: Undertaking) -> None:
    read(acme)
    store(acme, claim(acme)[0], (address("info@library.example", f"{PAGE}/us"), Whereabouts.CONTACT.value))
    (row,) = acme.rows(tables.contact, "value", "found_on", "whereabouts", "how", "snippet", "address_type")
    said = "Write to info@library.example"
    assert row == ("info@library.example", f"{PAGE}/us", "contact", "mailto", said, "role")
    assert acme.rows(tables.contact, "found_at") == acme.rows(tables.contact, "seen_at") != [""]


def test_a_new_lead_of_a_searched_site_needs_no_new_search(acme: Undertaking) -> None:
    read(acme)
    store(acme, claim(acme)[0], (address("info@library.example"), ""))
    read(acme, f"{PAGE}/more")
    assert claim(acme) == []
    assert chosen(acme) == ["info@library.example", ""]
    acme.database.write(contacts.choose_for_new, acme.campaign)
    assert chosen(acme) == ["info@library.example", "info@library.example"]


def test_what_a_site_says_no_longer_is_kept_no_longer(acme: Undertaking) -> None:
    read(acme)
    store(acme, claim(acme)[0], (address("old@library.example"), ""))
    acme.database.write(
        lambda connection: connection.execute(update(tables.contact).values(seen_at=LONG_AGO))
    )
    store(acme, claim(acme, LATER)[0], (address("new@library.example"), ""))
    assert acme.rows(tables.contact, "value") == ["new@library.example"]
    assert chosen(acme) == ["new@library.example"]


def test_a_site_that_could_not_be_read_loses_nothing_and_is_tried_by_the_next_run(acme: Undertaking) -> None:
    read(acme)
    store(acme, claim(acme)[0], (address("old@library.example"), ""), page=f"{PAGE}/form")
    (job,) = claim(acme, LATER)
    acme.database.write(contacts.store_contacts, job, [], "", detail="https://library.example/: answers 503")
    assert chosen(acme) == ["old@library.example"]
    assert acme.rows(tables.prospect, "contact_url") == [f"{PAGE}/form"]
    assert claim(acme) == []
    again = acme.database.write(
        contacts.claim_prospects, acme.campaign, acme.worker, 1, LONG_AGO, failed_before=LATER
    )
    assert [each.name for each in again] == ["library.example"]


def test_what_pages_said_that_were_not_read_this_time_stays(acme: Undertaking) -> None:
    read(acme)
    elsewhere = address("desk@library.example", f"{PAGE}/us")
    store(acme, claim(acme)[0], (address("old@library.example"), ""), (elsewhere, "contact"), page=PAGE)
    (job,) = claim(acme, LATER)
    assert acme.database.write(contacts.store_contacts, job, (), "", detail="answers 503") == 1
    assert acme.rows(tables.prospect, "contact_url", "contacts_detail") == [(PAGE, "answers 503")]
    store(acme, claim(acme, LATER)[0])
    assert acme.rows(tables.contact, "value") == ["desk@library.example"]
    assert chosen(acme) == ["desk@library.example"]


def test_a_person_without_a_page_is_kept_by_name(acme: Undertaking) -> None:
    read(acme)
    person = Contact(ContactKind.PERSON, "", "Jo Rivera", found_on=PAGE, how=How.BYLINE)
    store(acme, claim(acme)[0], (person, ""))
    assert acme.rows(tables.contact, "kind", "value", "name") == [("person", "Jo Rivera", "Jo Rivera")]


def test_whom_was_written_to_is_not_dropped(acme: Undertaking) -> None:
    read(acme)
    store(acme, claim(acme)[0], (address("old@library.example"), ""))
    acme.database.write(
        lambda connection: connection.execute(update(tables.contact).values(seen_at=LONG_AGO))
    )
    read(acme, f"{PAGE}/more")
    acme.database.write(
        lambda connection: connection.execute(
            update(tables.lead).where(tables.lead.c.page_url == PAGE).values(status="contacted")
        )
    )
    store(acme, claim(acme, LATER)[0], (address("new@library.example"), ""))
    assert acme.rows(tables.contact, "value") == ["old@library.example", "new@library.example"]


def test_risky_suppressed_and_closed_leads_are_not_searched_for(acme: Undertaking) -> None:
    for name, table, values in (
        ("risky", tables.lead, {"risk": "sells_links"}),
        ("closed", tables.lead, {"withdrawn_at": LONG_AGO}),
        ("lost", tables.lead, {"status": "lost"}),
        ("never", tables.prospect, {"suppressed": "asked us not to"}),
    ):
        read(acme, f"https://{name}.example/")
        newest = update(table).where(table.c.id == max(acme.rows(table, "id"))).values(values)
        acme.database.write(lambda connection, statement=newest: connection.execute(statement))
    assert claim(acme) == []


def test_an_address_whose_domain_takes_no_mail_is_not_chosen(acme: Undertaking) -> None:
    read(acme)
    found = [(address("editor@library.example"), ""), (address("info@other.example"), "contact")]
    (job,) = claim(acme)
    mail = {"library.example": "none", "other.example": "ok"}
    acme.database.write(contacts.store_contacts, job, found, "", mail=mail)
    assert acme.rows(tables.contact, "mail") == ["none", "ok"]
    assert chosen(acme) == ["info@other.example"]


def test_sites_that_lead_to_one_another_or_share_an_address_are_one_organisation(acme: Undertaking) -> None:
    names = ("first", "second", "third", "alone")
    for name in names:
        read(acme, f"https://{name}.example/links")
    jobs = {job.name: job for job in claim(acme)}
    store(acme, jobs["second.example"], (address("us@second.example"), ""))
    store(acme, jobs["third.example"], (address("us@second.example", own_site=False), "contact"))
    store(acme, jobs["alone.example"], (address("us@first.example", own_site=False), ""))
    acme.database.write(prospects.note_move, acme.campaign, "first.example", "second.example")
    assert acme.database.write(prospects.group, acme.campaign) == 2
    one = min(acme.rows(tables.prospect, "id"))
    assert acme.rows(tables.prospect, "name", "same_as") == [
        ("first.example", None),
        ("second.example", one),
        ("third.example", one),
        ("alone.example", None),
    ]
    assert acme.rows(tables.prospect, "same_because")[1:3] == [
        "first.example leads to second.example",
        "they share an e-mail address",
    ]
    # And so it stays when nothing is new.
    assert acme.database.write(prospects.group, acme.campaign) == 2


def test_a_page_that_leads_to_that_of_the_same_path_joins_its_sites(acme: Undertaking) -> None:
    read(acme, "https://old.example/other")
    read(acme, "https://new.example/links")
    moved = SourcePage(url="https://new.example/links")
    acme.read("https://old.example/links", page=moved)
    elsewhere = SourcePage(url="https://third.example/")
    read(acme, "https://third.example/")
    acme.read("https://old.example/gone", page=elsewhere)
    acme.database.write(prospects.group, acme.campaign)
    old, *_ = acme.rows(tables.prospect, "id")
    assert acme.rows(tables.prospect, "same_as") == [None, old, None]
    # It is its own again when the page does not lead there any more.
    acme.read("https://old.example/links")
    acme.database.write(prospects.group, acme.campaign)
    assert acme.rows(tables.prospect, "same_as") == [None, None, None]


def test_a_link_in_the_template_of_a_site_counts_once(acme: Undertaking) -> None:
    footer = link("https://dead.example/", placement=Placement.FOOTER)
    for number in range(3):
        acme.read(f"https://library.example/{number}", footer)
    acme.read("https://library.example/text", link("https://dead.example/"))
    acme.look("dead", "https://dead.example/")
    acme.qualify()
    assert acme.database.write(prospects.note_sitewide, acme.campaign) == 2
    first = min(acme.rows(tables.lead, "id"))
    places = dict(acme.rows(tables.lead, "page_url", "placement"))
    by_page = {
        page: (of, count) for page, of, count in acme.rows(tables.lead, "page_url", "sitewide_of", "sitewide")
    }
    in_footer = sorted(page for page, place in places.items() if place == "footer")
    assert sorted(by_page[page] for page in in_footer if by_page[page][0] is None) == [(None, 3)]
    assert [by_page[page] for page in in_footer].count((first, 0)) == 2
    assert by_page["https://library.example/text"] == (None, 0)


def test_a_lead_that_stood_for_others_lets_go_of_them(acme: Undertaking, database: Database) -> None:
    footer = link("https://dead.example/", placement=Placement.FOOTER)
    for number in range(2):
        acme.read(f"https://library.example/{number}", footer)
    acme.look("dead", "https://dead.example/")
    acme.qualify()
    database.write(prospects.note_sitewide, acme.campaign)
    first = min(acme.rows(tables.lead, "id"))
    database.write(
        lambda connection: connection.execute(
            update(tables.lead).where(tables.lead.c.id == first).values(withdrawn_at=LONG_AGO)
        )
    )
    assert database.write(prospects.note_sitewide, acme.campaign) == 0
    assert acme.rows(tables.lead, "sitewide_of", "sitewide") == [(None, 0), (None, 0)]
