"""What schema.org entities on an own page say about whose site it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from finder import urls
from finder.addresses import is_front_page
from finder.brands.claims import About, Claim, Says, tidy_name
from finder.pages.entities import identifier, texts_of, types_of
from finder.pages.social import network_of
from finder.pages.structured import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.pages.entities import Entity

_MAX_PEOPLE: Final = 20
_MAX_PERSON_WORDS: Final = 5
_ORGANIZATION: Final = re.compile(
    r"(?:Organization|Corporation|Business|Company|Agency|Association|Attorney|Bakery|Bank|Brand|Brewery|"
    r"Church|Clinic|Club|College|Consortium|Cooperative|Dentist|Garage|Group|Gym|Hospital|Hostel|Hotel|Library|"
    r"Motel|Museum|NGO|Newspaper|Office|Party|Pharmacy|Physician|Restaurant|Salon|School|Shop|Store|Studio|Team|"
    r"Theater|University|Winery|Zoo|(?<!^)Service|(?<!^)Project)\Z"
)
_ONLY_ORGANIZATIONS_HAVE: Final = frozenset(("legalName", "vatID", "openingHours", "priceRange", "duns"))
_NOT_ONE: Final = frozenset(
    ("Person", "Event", "Product", "Offer", "Review", "Article", "WebPage", "WebSite")
)
_PRODUCT: Final = re.compile(r"(?:Product|ProductGroup|ProductModel|Application|VideoGame|Vehicle)\Z")
_PEOPLE: Final = ("founder", "founders", "employee", "employees", "author", "creator")
_MAKERS: Final = ("brand", "manufacturer", "publisher", "author", "creator", "provider")
# Works of reference: what stands there is about us, not ours.
_OF_REFERENCE: Final = frozenset(
    (
        "wikipedia.org",
        "wikidata.org",
        "wikimedia.org",
        "dbpedia.org",
        "google.com",
        "g.page",
        "goo.gl",
        "d-nb.info",
    )
)


def claims_of_entities(entities: Iterable[Entity], url: str) -> Iterator[Claim]:
    """The claims of those entities of the page at ``url`` that are the site, its owner or a product."""
    for entity in entities:
        types = types_of(entity)
        if _is_organization(entity, types):
            if _is_ours(entity, url):
                yield from _of_owner(entity, Says.ORGANIZATION, url)
        elif "WebSite" in types:
            if _is_ours(entity, url):
                yield from _of_owner(entity, Says.WEB_SITE, url)
        elif "Person" in types:
            if is_front_page(url) and _is_ours(entity, url):
                yield from _of_owner(entity, Says.PERSON, url)
        elif any(map(_PRODUCT.search, types)):
            yield from _of_product(entity)


def elsewhere(url: str) -> bool:
    """Whether an address may be a profile of ours: not of a work of reference or a map."""
    return urls.site(url) not in _OF_REFERENCE


def _is_organization(entity: Entity, types: frozenset[str]) -> bool:
    return any(map(_ORGANIZATION.search, types)) or (
        types.isdisjoint(_NOT_ONE) and not _ONLY_ORGANIZATIONS_HAVE.isdisjoint(entity)
    )


def _is_ours(entity: Entity, url: str) -> bool:
    """Whether an owner is that of the page's site: its address, if it has one, must be there."""
    own = urls.site(url)
    said = [resolved for each in texts_of(entity, "url") if (resolved := urls.resolve(each, url))]
    if not said and (resolved := urls.resolve(identifier(entity))):
        said = [resolved]
    return not said or any(urls.site(each) == own for each in said)


def _of_owner(entity: Entity, says: Says, url: str) -> Iterator[Claim]:
    names = texts_of(entity, "name")[:1] or texts_of(entity, "legalName")[:1]
    for about, said in (
        (About.NAME, names),
        (About.ALIAS, [*texts_of(entity, "alternateName"), *texts_of(entity, "legalName")]),
    ):
        yield from (Claim(about, name, says) for each in said if (name := tidy_name(each)))
    yield from (Claim(About.PERSON, person, says) for person in _people(entity))
    for each in texts_of(entity, "sameAs"):
        yield from _same_as(each, url)


def _same_as(said: str, url: str) -> Iterator[Claim]:
    other = urls.resolve(said)
    if other is None or urls.site(other) == urls.site(url) or not elsewhere(other):
        return
    if is_front_page(other) and not network_of(other):
        yield Claim(About.DOMAIN, urls.site(other), Says.SAME_AS)
    elif not is_front_page(other) or network_of(other) != urls.hostname(other).removeprefix("www."):
        yield Claim(About.SOCIAL_PROFILE, other, Says.SAME_AS)


def _people(entity: Entity) -> list[str]:
    found: dict[str, None] = {}
    for key in _PEOPLE:
        for person in listed(entity.get(key))[:_MAX_PEOPLE]:
            if isinstance(person, dict) and not types_of(person) <= {"Person"}:
                continue
            name = tidy_name(_name_of(person))
            if name and len(name.split()) <= _MAX_PERSON_WORDS:
                found[name] = None
    return list(found)[:_MAX_PEOPLE]


def _of_product(entity: Entity) -> Iterator[Claim]:
    makers = (tidy_name(_name_of(each)) for key in _MAKERS for each in listed(entity.get(key))[:1])
    maker = next((name for name in makers if name), "")
    for name in texts_of(entity, "name")[:1]:
        if product := tidy_name(name):
            yield Claim(About.PRODUCT, product, Says.PRODUCT, maker)


def _name_of(value: Any) -> str:
    """The name of a person or an organisation that is given as one or only by name."""
    if isinstance(value, dict):
        return next(iter(texts_of(value, "name")), "")
    return value if isinstance(value, str) else ""
