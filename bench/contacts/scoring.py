"""How right answers are: addresses found, whose mailboxes they are, the contact page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from finder.contacts import ContactKind
from finder.pages.contacts import read_contacts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.contacts.cases import Case


class Answer(NamedTuple):
    """What a way to answer says of a page: addresses with their roles, and the contact page."""

    emails: dict[str, str]
    contact_page: str | None = None


class Score(NamedTuple):
    """Counts over some cases. A role that is not told counts as wrong."""

    cases: int
    right: int
    found: int
    wrong: int
    missed: int
    roles: int
    roles_right: int
    pages: int
    pages_right: int

    @property
    def precision(self) -> float:
        """Of the addresses told, how many are there; 1 where none is told."""
        return _share(self.found, self.found + self.wrong)

    @property
    def recall(self) -> float:
        """Of the addresses that are there, how many are told."""
        return _share(self.found, self.found + self.missed)

    def figures(self) -> dict[str, Any]:
        """The figures by name."""
        return {
            "cases": self.cases,
            "clean": self.right,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "role": round(_share(self.roles_right, self.roles), 4),
            "contact_page": round(_share(self.pages_right, self.pages), 4) if self.pages else None,
        }


def answer(case: Case) -> Answer:
    """finder's."""
    page = read_contacts(case.html, case.url)
    emails = {contact.value.lower(): contact.role.value for contact in page.of(ContactKind.EMAIL)}
    return Answer(emails, page.contact_page)


def score(pairs: Iterable[tuple[Case, Answer]]) -> Score:
    """The counts over cases and what was answered."""
    counts: Counter[str] = Counter()
    for case, said in pairs:
        wanted = set(case.emails)
        given = set(said.emails)
        counts["cases"] += 1
        counts["right"] += wanted == given
        counts["found"] += len(wanted & given)
        counts["wrong"] += len(given - wanted)
        counts["missed"] += len(wanted - given)
        for address in wanted & given:
            counts["roles"] += 1
            counts["roles_right"] += said.emails[address] == case.emails[address]
        if said.contact_page is not None:
            counts["pages"] += 1
            counts["pages_right"] += said.contact_page == case.contact_page
    return Score(*(counts[name] for name in Score._fields))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
