"""Which addresses are one page, and under which of them it is offered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.same_page import READABLE, Aliases, OwnAddress, Standing, standings

A, B, C, D = (f"https://acme.example/{name}" for name in ("a", "bb", "ccc", "dddd"))
ELSEWHERE = "https://elsewhere.example/a"


def said(*addresses: OwnAddress) -> dict[str, str]:
    """By address: ok, thin, or the address that is offered instead."""
    found = standings(addresses)
    return {url: standing.leads_to or standing.state for url, standing in found.items()}


def page(url: str, **more: Any) -> OwnAddress:
    """A page that can be read, and offered if nothing else is known."""
    return OwnAddress(url, more.pop("state", "ok"), **more)


def test_a_page_that_names_another_as_canonical_is_offered_under_that_address() -> None:
    assert said(page(A, canonical=B), page(B)) == {A: B, B: "ok"}


def test_chains_of_canonicals_and_redirects_end_at_one_page() -> None:
    moved = OwnAddress(C, "redirected", leads_to=D)
    assert said(page(A, canonical=B), page(B, canonical=C), moved, page(D)) == {A: D, B: D, D: "ok"}


@pytest.mark.parametrize("state", ["gone", "failed", "not_html", "unlisted", "pending"])
def test_a_canonical_that_cannot_be_read_takes_no_page_along(state: str) -> None:
    found = standings([page(A, canonical=B), OwnAddress(B, state)])
    assert found == {A: Standing("ok", f"names {B} as canonical, which cannot be offered")}


def test_a_canonical_that_says_too_little_takes_no_page_along() -> None:
    assert said(page(A, canonical=B), page(B, thin="says only 2 words")) == {A: "ok", B: "thin"}


def test_what_is_hidden_or_kept_elsewhere_stays_so_under_every_address() -> None:
    assert said(page(A, canonical=B), OwnAddress(B, "noindex")) == {A: B}
    assert said(page(A, canonical=ELSEWHERE)) == {A: ELSEWHERE}
    assert said(page(A, canonical=B), OwnAddress(B, "redirected", leads_to=ELSEWHERE)) == {A: ELSEWHERE}


def test_of_pages_that_name_each_other_one_is_offered() -> None:
    assert said(page(A, canonical=B), page(B, canonical=A)) == {A: "ok", B: A}
    circle = [page(A, canonical=B), page(B, canonical=C), page(C, canonical=A), page(D, canonical=C)]
    assert said(*circle) == {A: C, B: C, C: "ok", D: C}


def test_a_canonical_that_is_redirected_back_to_the_page_means_the_page() -> None:
    slash = OwnAddress(f"{A}/", "redirected", leads_to=A)
    assert said(page(A, canonical=f"{A}/"), slash) == {A: "ok"}


def test_a_chain_that_breaks_ends_at_the_last_page_before() -> None:
    assert said(page(A, canonical=B), page(B, canonical=C), OwnAddress(C, "gone")) == {A: B, B: "ok"}


def test_a_thin_page_that_names_a_good_one_is_its_duplicate() -> None:
    assert said(page(A, canonical=B, thin="says only 2 words"), page(B)) == {A: B, B: "ok"}


@pytest.mark.parametrize(
    ("urls", "chosen"),
    [
        (("https://acme.example/knots/print", "https://acme.example/knots"), "https://acme.example/knots"),
        (("http://acme.example/knots", "https://acme.example/knots"), "https://acme.example/knots"),
        (("https://acme.example/k?v=1", "https://acme.example/k/knots"), "https://acme.example/k/knots"),
        (("https://acme.example/b", "https://acme.example/a"), "https://acme.example/a"),
    ],
)
def test_of_pages_that_say_the_same_the_plainest_address_is_offered(
    urls: tuple[str, ...], chosen: str
) -> None:
    states = said(*(page(url, content=7) for url in urls))
    assert states == {url: "ok" if url == chosen else chosen for url in urls}


def test_of_pages_that_say_the_same_the_one_that_others_name_is_offered() -> None:
    named = page(D, content=7)
    assert said(page(A, content=7), named, page(B, canonical=D)) == {A: D, B: D, D: "ok"}


def test_of_pages_that_say_the_same_the_one_that_others_are_redirected_to_is_offered() -> None:
    moved = OwnAddress(B, "redirected", leads_to=D)
    assert said(page(A, content=7), page(D, content=7), moved) == {A: D, D: "ok"}


def test_what_led_to_a_copy_leads_to_the_page_that_is_offered() -> None:
    copy = page(D, content=7)
    assert said(page(A, content=7), copy, page(B, canonical=D), page(C, canonical=A)) == {
        A: "ok",
        B: A,
        C: A,
        D: A,
    }


def test_an_address_that_is_not_listed_any_more_leads_to_the_page_that_says_the_same() -> None:
    found = standings([page(A, content=7), OwnAddress(B, "unlisted", content=7), OwnAddress(C, "unlisted")])
    assert found == {A: Standing("ok"), B: Standing("unlisted", leads_to=A)}


STATES = st.sampled_from([*READABLE, "redirected", "noindex", "gone", "unlisted", "pending"])
NAMES = [f"https://acme.example/{name}" for name in "abcdef"]
LED = st.sampled_from(["", *NAMES, ELSEWHERE])


@st.composite
def sites(draw: st.DrawFn) -> list[OwnAddress]:
    """Any addresses that lead to each other in any way."""
    return [
        OwnAddress(
            name,
            draw(STATES),
            draw(LED),
            draw(LED.filter(lambda led, own=name: led != own)),  # type: ignore[misc]
            draw(st.sampled_from([None, 1, 2])),
            draw(st.sampled_from(["", "", "says only 2 words"])),
        )
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    ]


@given(sites())
def test_no_page_is_lost_unless_its_owner_keeps_it_elsewhere_and_none_is_offered_twice(
    site: list[OwnAddress],
) -> None:
    found = standings(site)
    known = {each.url: each for each in site}
    for each in site:
        if each.state not in READABLE:
            assert each.url not in found or found[each.url].state == "unlisted"
            continue
        standing = found[each.url]
        assert (standing.state == "duplicate") == bool(standing.leads_to)
        assert standing.state != "ok" or not each.thin
        end = known.get(standing.leads_to)
        if end is not None and end.state in READABLE:
            assert found[end.url].state == "ok"
        elif standing.state == "duplicate":
            assert end is None or end.state == "noindex"
    offered = [
        each.content for each in site if each.content and found.get(each.url, Standing("")).state == "ok"
    ]
    assert len(offered) == len(set(offered))


@given(sites(), st.randoms(use_true_random=False))
def test_the_order_of_addresses_does_not_matter_and_what_is_settled_stays(
    site: list[OwnAddress], chance: Any
) -> None:
    found = standings(site)
    shuffled = chance.sample(site, len(site))
    assert standings(shuffled) == found


# --- aliases ----------------------------------------------------------------------------------------------

PAIRS = [
    (A, ""),
    (B, A),
    ("https://acme.example/old/", B),
    ("http://www.acme.example/older", "https://acme.example/old"),
    (C, D),
    (D, C),
    ("https://acme.example/q?id=1", ""),
]


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        (A, {A}),
        ("http://www.acme.example/a/", {A}),
        (f"{A}?utm_source=x&fbclid=1", {A}),
        (f"{A}?ref=blog", {A}),
        (f"{A}/index.html", {A}),
        (B, {A, B}),
        ("https://acme.example/older/", {A, B, "https://acme.example/old/", "http://www.acme.example/older"}),
        (C, {C, D}),
        ("https://acme.example/q?id=1", {"https://acme.example/q?id=1"}),
        ("https://acme.example/q?id=2", set()),
        ("https://acme.example/unknown", set()),
    ],
)
def test_a_link_means_all_that_its_address_leads_to(link: str, meant: set[str]) -> None:
    assert Aliases(PAIRS).pages_at([link]) == meant
