"""Which property of Search Console is asked about a campaign's sites."""

from __future__ import annotations

import pytest

from finder.search_console.problems import SearchConsoleError
from finder.search_console.property import AmbiguousError, choose, covers, readable

OWN = frozenset({"acme.example"})
SITES = ("https://www.acme.example/",)
DOMAIN, SECURE, PLAIN = "sc-domain:acme.example", "https://www.acme.example/", "http://www.acme.example/"


def chosen(*names: str, sites: tuple[str, ...] = SITES, wanted: str = "") -> str:
    return choose(names, sites, OWN, "key@project.example", wanted)


def entry(name: object, level: str = "siteOwner") -> dict[str, object]:
    return {"siteUrl": name, "permissionLevel": level}


def test_properties_that_nobody_verified_are_not_read_and_neither_is_what_is_none() -> None:
    entries = [
        entry(DOMAIN, "siteRestrictedUser"),
        entry("https://a.example/", "siteUnverifiedUser"),
        entry("https://b.example/", "SITE_UNVERIFIED_USER"),
        entry(SECURE, "SITE_FULL_USER"),
        entry("sc-domain:not a domain"),
        entry(None),
        "https://c.example/",
    ]
    assert readable({"siteEntry": entries}) == [DOMAIN, SECURE]
    for nothing in ({}, [], None, {"siteEntry": None}):
        assert readable(nothing) == []


@pytest.mark.parametrize(
    ("name", "url", "within"),
    [
        (DOMAIN, "http://acme.example/a", True),
        (DOMAIN, "https://deep.www.acme.example/", True),
        (DOMAIN, "https://notacme.example/", False),
        (SECURE, "https://www.acme.example/a", True),
        (SECURE, "http://www.acme.example/a", False),
        ("https://acme.example/shop/", "https://acme.example/shop/a", True),
        ("https://acme.example/shop/", "https://acme.example/shopping", False),
    ],
)
def test_a_domain_has_all_below_it_and_a_prefix_what_begins_with_it(
    name: str, url: str, within: bool
) -> None:
    assert covers(name, url) is within


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("https://other.example/", SECURE), SECURE),
        ((SECURE, DOMAIN, PLAIN), DOMAIN),
        ((PLAIN, SECURE), SECURE),
        (("sc-domain:shop.acme.example",), "sc-domain:shop.acme.example"),
        (("https://www.acme.example/shop/", SECURE), SECURE),
    ],
)
def test_the_property_that_has_our_sites_and_the_others_is_chosen(
    names: tuple[str, ...], expected: str
) -> None:
    assert chosen(*names) == expected


def test_where_several_fit_a_person_has_to_say_which() -> None:
    with pytest.raises(
        AmbiguousError, match=r"--property NAME; there are https://a\.acme\.example/, https://b"
    ):
        chosen("https://a.acme.example/", "https://b.acme.example/", "https://c.example/")
    assert chosen("https://a.acme.example/", SECURE, PLAIN, wanted="https://a.acme.example") == (
        "https://a.acme.example/"
    )


@pytest.mark.parametrize(
    ("names", "wanted", "said"),
    [
        (
            (),
            "",
            r"key@project.example may read no property of acme.example and no other; in .* add key@proj",
        ),
        (
            ("https://c.example/",),
            "",
            r"no property of acme.example, only https://c.example/; in Search Cons",
        ),
        ((SECURE,), DOMAIN, r"may not read the property sc-domain:acme.example, only https://www.acme.exam"),
        (
            (SECURE, "https://c.example/"),
            "https://c.example/",
            r"none of your own sites; name it in own.site",
        ),
    ],
)
def test_a_property_that_cannot_be_read_is_told_with_what_to_do(
    names: tuple[str, ...], wanted: str, said: str
) -> None:
    with pytest.raises(SearchConsoleError, match=said):
        chosen(*names, wanted=wanted)
