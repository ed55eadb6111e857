"""Whom to write to: the contact that fits best, and none that may be somebody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.addressee import best_address, best_page, fitness, of_a_person, use_of
from finder.contacts import Contact, ContactKind, How, Role, Whereabouts

PAGE = "https://library.example/links"
CONTACT_PAGE = "https://library.example/contact"


def address(value: str, found_on: str = CONTACT_PAGE, role: Role | None = None, name: str = "") -> Contact:
    """An address; one at library.example is of the site itself."""
    kind = role if role is not None else Role.ROLE
    own = value.endswith("@library.example")
    return Contact(ContactKind.EMAIL, value, name, kind, found_on, How.TEXT, own_site=own)


def chosen(*contacts: Contact, authors: tuple[str, ...] = ()) -> str:
    """The address that is chosen for the page among contacts of the contact page and of the page itself."""
    sorts = [(each, "" if each.found_on == PAGE else Whereabouts.CONTACT.value) for each in contacts]
    best = best_address(sorts, PAGE, authors)
    return best.value if best else ""


def test_the_author_comes_before_every_mailbox() -> None:
    author = address("jo.rivera@library.example", PAGE, Role.PERSONAL)
    editor = address("editor@library.example", PAGE)
    assert chosen(editor, author, authors=("Jo Rivera",)) == author.value
    assert chosen(editor, author, authors=("Kim Lee",)) == editor.value


def test_editors_come_before_everybody_s_mailbox_and_that_before_people_and_departments() -> None:
    order = ["webmaster", "info", "sales"]
    contacts = [address(f"{name}@library.example") for name in order]
    person = address("kim.lee@library.example", role=Role.PERSONAL)
    assert chosen(*reversed(contacts), person) == "webmaster@library.example"
    assert chosen(*contacts[1:], person) == "info@library.example"
    assert chosen(*contacts[2:], person) == person.value
    assert chosen(*contacts[2:]) == "sales@library.example"


@pytest.mark.parametrize(
    "name", ["privacy", "datenschutz", "abuse", "jobs", "kvkk", "web.privacy", "billing"]
)
def test_mailboxes_that_are_for_something_else_are_never_chosen(name: str) -> None:
    assert use_of(f"{name}@library.example") == "unfit"
    assert chosen(address(f"{name}@library.example")) == ""


def test_an_address_of_somebody_else_on_a_resource_page_is_not_chosen() -> None:
    assert chosen(address("info@museum.example", PAGE)) == ""


def test_an_address_of_another_domain_counts_on_the_pages_that_say_how_to_reach_the_site() -> None:
    freemail = address("reading.friends@gmail.com", CONTACT_PAGE, Role.PERSONAL)
    assert chosen(freemail) == freemail.value
    assert chosen(freemail, address("info@library.example")) == "info@library.example"


@pytest.mark.parametrize("theirs", ["info@library-press.example", "library@agency.example"])
def test_an_address_elsewhere_that_says_the_name_of_the_site_is_theirs(theirs: str) -> None:
    assert chosen(address(theirs)) == theirs


def test_the_address_of_whoever_made_the_site_is_not_chosen() -> None:
    assert chosen(address("hello@pixelsmiths.example")) == ""


@pytest.mark.parametrize(
    "local", ["smith", "jane.smith", "j.smith", "jsmith", "janesmith", "smithj", "janes2"]
)
def test_the_author_s_address_is_known_by_the_name(local: str) -> None:
    mine = address(f"{local}@gmail.com", PAGE, Role.PERSONAL)
    assert chosen(mine, authors=("Jane Smith",)) == mine.value


@pytest.mark.parametrize("local", ["smithson", "blacksmith", "jane", "jones"])
def test_an_address_that_only_sounds_like_the_author_s_is_somebody_else_s(local: str) -> None:
    assert chosen(address(f"{local}@gmail.com", PAGE, Role.PERSONAL), authors=("Jane Smith",)) == ""


def test_the_author_s_own_address_elsewhere_counts_on_the_page() -> None:
    elsewhere = address("jorivera@mail.example", PAGE, Role.PERSONAL)
    assert chosen(elsewhere, authors=("Jo Rivera",)) == elsewhere.value
    assert chosen(elsewhere, authors=("Kim Lee",)) == ""


def test_a_page_with_a_form_comes_before_the_contact_page() -> None:
    page = Contact(ContactKind.PAGE, CONTACT_PAGE)
    form = Contact(ContactKind.FORM, f"{CONTACT_PAGE}/write")
    assert best_page([page, form]) == form.value
    assert best_page([page]) == page.value
    assert best_page([address("info@library.example")]) == ""


def test_what_is_not_plainly_a_role_is_personal_data() -> None:
    assert of_a_person(address("jo@library.example", role=Role.PERSONAL))
    assert of_a_person(address("x17@library.example", role=Role.UNKNOWN))
    assert of_a_person(Contact(ContactKind.PERSON, "", "Jo Rivera"))
    assert not of_a_person(address("info@library.example"))
    assert not of_a_person(Contact(ContactKind.FORM, CONTACT_PAGE))


@given(
    st.text(max_size=40), st.sampled_from([*Role]), st.sampled_from(["", *Whereabouts]), st.text(max_size=20)
)
def test_any_contact_is_rated(local: str, role: Role, whereabouts: str, author: str) -> None:
    contact = address(f"{local}@library.example", PAGE, role)
    assert 0 <= fitness(contact, whereabouts, PAGE, (author,)) <= 70
