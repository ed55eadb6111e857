"""What finder says of a page, in the words of ``pages.jsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.contacts import ContactKind
from finder.items import Placement
from finder.markers import Dealing
from finder.pages import read_page
from finder.pages.contacts import read_contacts

if TYPE_CHECKING:
    from bench.page_cases import Case
    from finder.items import Link


_SCORED: Final = (Dealing.PAID_POST, Dealing.AFFILIATE_DISCLOSURE, Dealing.WRITE_FOR_US)


def page_prediction(case: Case) -> dict[str, Any]:
    """The links with their placement, what the page declares and its contacts."""
    page = read_page(case.html, case.url)
    told = {marker.what for marker in page.markers or ()}
    contacts = read_contacts(case.html, case.url)
    emails = contacts.of(ContactKind.EMAIL)
    return {
        "id": case.id,
        "links": [_link(link) for link in page.links],
        "title": page.title,
        "authors": list(page.authors),
        # A page that names one day only has it as that of its last change.
        "date": page.published or page.modified,
        "date_modified": page.modified,
        "language": page.language,
        "noindex": page.noindex,
        "nofollow_page": page.nofollow,
        "canonical": page.canonical,
        **{what.value: what in told for what in _SCORED},
        "emails": [email.value for email in emails],
        "email_types": {email.value.lower(): email.role.value for email in emails if email.role},
        "contact_page": contacts.contact_page,
        "socials": [profile.value for profile in contacts.of(ContactKind.PROFILE)],
    }


def _link(link: Link) -> dict[str, str]:
    placement = "main" if link.placement is Placement.MAIN else "template"
    return {"href": _with_fragment(link), "text": link.anchor, "placement": placement}


def _with_fragment(link: Link) -> str:
    """The address as the page means it: finder asks for addresses, so it keeps no fragments."""
    _, mark, fragment = link.spelling.partition("#")
    return f"{link.url}{mark}{fragment}"
