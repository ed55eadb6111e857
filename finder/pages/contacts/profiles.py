"""Social profiles of the site or the author, told from share buttons and from other people's."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

import ada_url

from finder import urls
from finder.brands.claims import About
from finder.contacts import Contact, ContactKind, How
from finder.items import Placement
from finder.pages.declared import claims_of_entities
from finder.pages.names import letters_of
from finder.pages.social import passes_on
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.items import Link
    from finder.pages.contacts.schema import Declared

_MOST: Final = 30
_LEAST: Final = 4
_FRAME: Final = (Placement.HEADER, Placement.NAVIGATION, Placement.FOOTER)
_ANYBODY: Final = (Placement.COMMENTS, Placement.RELATED)
_FEDERATED: Final = re.compile(r"@[\w.-]{1,60}/?\Z")
_LANGUAGE_HOST: Final = re.compile(r"\A(?:www|m|mobile|[a-z]{2}|[a-z]{2}-[a-z]{2}|web)\.")


def profiles_of(
    links: Iterable[Link], url: str, site_names: Iterable[str], authors: Iterable[str], declared: Declared
) -> list[Contact]:
    """The profiles that header and footer link to, that are called like site or author, or are declared."""
    found: dict[str, Contact] = {}
    names = [letters for name in site_names if len(letters := letters_of(name)) >= _LEAST]
    people = [author for author in authors if " " in author]
    for profile, how, text in (*_declared(declared, url, people), *_linked(links, names, people)):
        key = _key(profile)
        if key not in found and len(found) < _MOST:
            found[key] = Contact(
                ContactKind.PROFILE, profile, _whose(profile, people), found_on=url, how=how, snippet=text
            )
    return list(found.values())


def is_profile(url: str) -> bool:
    """Whether an address has the shape of a profile, and does not pass a page on."""
    account = account_of(url)
    return bool(account) and not passes_on(url)


def account_of(url: str) -> str:
    """The part of the address of a profile that names whose it is; empty if it has not the shape of one."""
    parsed = ada_url.URL(url)
    host = _LANGUAGE_HOST.sub("", str(parsed.hostname))
    path = str(parsed.pathname).strip("/")
    shape = _shapes().get(host) or _shapes().get(urls.registrable_domain(host))
    if shape is None:
        return path if path and _FEDERATED.match(path) and "." not in path else ""
    first = path.partition("/")[0].lower()
    if not path or (first in path.lower() and "/" not in path and _none().fullmatch(first)):
        return ""
    if shape.fullmatch(path) or shape.fullmatch(f"{path}{parsed.search}"):
        return (
            path.rpartition("/")[2]
            if not path.startswith(("pages/", "pub/", "people/"))
            else path.split("/")[1]
        )
    return ""


def _linked(links: Iterable[Link], names: list[str], people: list[str]) -> Iterator[tuple[str, How, str]]:
    for link in links:
        if not link.outbound or not is_profile(link.url):
            continue
        if "me" in link.rel:
            yield link.url, How.REL_ME, link.anchor
        elif link.placement in _FRAME or (link.placement is Placement.SIDEBAR and _names_service(link)):
            yield link.url, How.FRAME, link.anchor
        elif link.placement not in _ANYBODY and _is_alike(account_of(link.url), names, people):
            yield link.url, How.NAMED_ALIKE, link.anchor


def _declared(declared: Declared, url: str, people: list[str]) -> Iterator[tuple[str, How, str]]:
    for claim in claims_of_entities(declared.entities, url):
        if claim.about is About.SOCIAL_PROFILE and is_profile(claim.value):
            yield claim.value, How.SCHEMA_ORG, ""
    wanted = {letters_of(name) for name in people}
    for person in declared.people:
        if letters_of(person.name) in wanted:
            for said in person.same_as:
                profile = urls.resolve(said)
                if profile is not None and urls.site(profile) != urls.site(url) and is_profile(profile):
                    yield profile, How.SCHEMA_ORG, ""


def _names_service(link: Link) -> bool:
    """Whether the words of a link are no more than the name of the service, or none."""
    service = urls.site(link.url).partition(".")[0]
    return letters_of(link.anchor) in ("", service)


def _is_alike(account: str, names: list[str], people: list[str]) -> bool:
    letters = letters_of(account)
    if len(letters) < _LEAST:
        return False
    return any(name in letters or letters in name or _begins_alike(name, letters) for name in names) or any(
        _is_after(letters, person) for person in people
    )


def _begins_alike(one: str, other: str) -> bool:
    """Whether two names have their beginning in common, and with it half of the shorter one."""
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return common > _LEAST and 2 * common >= min(len(one), len(other))


def _is_after(letters: str, person: str) -> bool:
    """Whether an account is called after a person: the family name is in it, or all of the name is."""
    last = letters_of(person.split()[-1])
    return letters_of(person) in letters or (len(last) >= _LEAST and last in letters)


def _whose(profile: str, people: list[str]) -> str:
    letters = letters_of(account_of(profile))
    return next((person for person in people if _is_after(letters, person)), "")


def _key(profile: str) -> str:
    parsed = ada_url.URL(profile)
    host = _LANGUAGE_HOST.sub("", str(parsed.hostname))
    return (
        f"{host}/{str(parsed.pathname).strip('/').lower()}{parsed.search if 'profile.php' in profile else ''}"
    )


@cache
def _shapes() -> dict[str, re.Pattern[str]]:
    return {
        domain: re.compile(shape, re.IGNORECASE)
        for domain, shape in load_table("profile_paths.tsv")
        if domain != "-"
    }


@cache
def _none() -> re.Pattern[str]:
    return re.compile(next(shape for domain, shape in load_table("profile_paths.tsv") if domain == "-"))
