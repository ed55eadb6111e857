"""The contacts of a page: HTML in, people and addresses out. Each stands on the page; none is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder import urls
from finder.contacts import Contact, ContactKind, How, PageContacts
from finder.pages import no_collection
from finder.pages.contacts.emails import EmailReader
from finder.pages.contacts.forms import has_contact_form
from finder.pages.contacts.people import people_of
from finder.pages.contacts.places import places_of
from finder.pages.contacts.profiles import profiles_of
from finder.pages.contacts.schema import declared_in
from finder.pages.contacts.unveil import turned, unveil
from finder.pages.context import anchor_text
from finder.pages.page import Page
from finder.pages.tree import MAX_CHARACTERS, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_contacts"]


def _parts_of(page: Page) -> Iterator[tuple[str, str]]:
    """The texts of links to parts of the page itself, with the fragment."""
    for anchor in page.outline.anchors:
        href = anchor.attributes.get("href") or ""
        if href.startswith("#") and len(href) > 1:
            yield anchor_text(page.outline, anchor), href


def read_contacts(html: str, url: str) -> PageContacts:
    """Whom the page at ``url`` (absolute, after redirects) says to write to, and where else to look.

    Never raises, whatever the HTML. At most 10 million characters, 200 e-mail addresses, 30 profiles and 20
    further pages are taken.
    """
    with no_collection():
        html = turned(html[:MAX_CHARACTERS])
        tree = parse(html)
        decoded = unveil(tree, html, urls.site(url))
        page = Page(html, url, tree)
        declared = declared_in(tree, html)
        authors = page.about().authors
        links = [link for _, link in page.links]
        people = list(people_of(authors, url, links, declared))
        contact_page, further = places_of(links, url, (person.value for person in people), _parts_of(page))
        emails = EmailReader(page, html, url, decoded, declared, authors).contacts()
        names = (urls.site(url).partition(".")[0], page.declared.site_name)
        form = (
            [Contact(ContactKind.FORM, url, found_on=url, how=How.FORM)]
            if has_contact_form(tree, html)
            else []
        )
        stated = [Contact(ContactKind.PAGE, contact_page, found_on=url, how=How.LINK)] if contact_page else []
        profiles = profiles_of(links, url, names, authors, declared)
        return PageContacts((*emails, *form, *stated, *profiles, *people), contact_page, further)
