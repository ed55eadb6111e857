"""Who wrote a page, as somebody to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder import urls
from finder.contacts import Contact, ContactKind, How
from finder.pages.contacts.mailbox import is_department
from finder.pages.contacts.sorts import sort_of
from finder.pages.names import letters_of, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.items import Link
    from finder.pages.contacts.schema import Declared

_LONGEST: Final = 60
_MOST_WORDS: Final = 4


def person_in(text: str) -> str:
    """The name of the person that a short text is; empty if it says anything else."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST or "@" in text or "[at]" in text or "(at)" in text:
        return ""
    names = names_in(text)
    words = names[0].split() if len(names) == 1 else []
    if not words or len(words) > _MOST_WORDS or (len(words) == 1 and names[0].isascii()):
        return ""
    capitals = all(word[0].isupper() or not word[0].islower() for word in (words[0], words[-1]))
    return "" if not capitals or sort_of(text) or any(map(is_department, words)) else names[0]


def people_of(
    authors: Iterable[str], url: str, links: Iterable[Link], declared: Declared
) -> Iterator[Contact]:
    """The authors of the page at ``url``, with the address of the page about each where it links to one."""
    named: dict[str, str] = {}
    by_rel: list[str] = []
    for link in links:
        if not link.outbound and link.anchor and link.url != url:
            named.setdefault(letters_of(link.anchor), link.url)
            if "author" in link.rel:
                by_rel.append(link.url)
    stated = {letters_of(person.name): person.url for person in declared.people if person.url}
    authors = list(authors)
    for author in authors:
        letters = letters_of(author)
        found = named.get(letters, "") or _own(stated.get(letters, ""), url)
        how = How.SCHEMA_ORG if letters in stated and letters not in named else How.BYLINE
        if not found and len(authors) == 1 and by_rel:
            found = by_rel[0]
        yield Contact(ContactKind.PERSON, found, author, found_on=url, how=how)


def _own(said: str, url: str) -> str:
    """An address if it is one of the page's site."""
    found = urls.resolve(said, url) if said else None
    return found if found is not None and urls.site(found) == urls.site(url) else ""
