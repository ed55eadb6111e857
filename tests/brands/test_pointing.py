"""A link leads to a brand by its host, through a redirector, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder import urls
from finder.brands.pointing import aims, is_at, leads_to, reached

DOMAINS = frozenset({"acme.example", "xn--bcher-kva.example", "medium.com/@acme"})
QUOTED = "https%3A%2F%2Facme.example%2Fx"
TWICE = "https%253A%252F%252Facme.example%252Fx"


def both(url: str, domains: frozenset[str] = DOMAINS) -> bool:
    """Whether an address as a page has it leads to one of the domains; both ways to ask answer alike."""
    address = urls.resolve(url)
    assert address is not None
    answer = leads_to(address, domains)
    assert answer is not reached([address]).isdisjoint(domains)
    return answer


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example",
        "http://ACME.example/x?y#z",
        "https://www.shop.acme.example/",
        "https://acme.example:8443/",
        "https://user:word@acme.example/",
        "https://acme.example./",
        "https://bücher.example/",
        "https://medium.com/@acme/post",
        "https://medium.com/@ACME",
        f"https://out.example/away?to={QUOTED}",
        "https://out.example/away?to=https://acme.example/x",
        "https://out.example/away?to=//acme.example/x",
        f"https://out.example/away?to={TWICE}",
        f"https://out.example/?{QUOTED}",
        "https://out.example/?https://acme.example/?a=b",
        f"https://out.example/a?id=7&redirect={QUOTED}&x=1",
        f"https://out.example/a?returnTo={QUOTED}",
        f"https://out.example/l.php?u=https%3A%2F%2Fin.example%2Fgo%3Furl%3D{TWICE}",
        "https://out.example/away?to=https%3A%2F%2Fmedium.com%2F%40acme%2Fx",
        "https://out.example/away?to=HTTPS%3A%2F%2FACME.example%3A443%2F",
    ],
)
def test_links_to_the_host_the_user_and_through_redirectors_lead_to_the_brand(url: str) -> None:
    assert both(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example.evil.example/",
        "https://notacme.example/",
        "https://acme.example@evil.example/",
        "https://evil.example/acme.example",
        "https://evil.example/https://acme.example/",
        "https://evil.example/#https://acme.example/",
        "https://medium.com/@acmes/post",
        "https://medium.com/",
        "https://medium.example/@acme",
        "https://blog.example/?utm_source=https://acme.example/",
        f"https://blog.example/?ref={QUOTED}",
        f"https://blog.example/?source={QUOTED}",
        f"https://blog.example/?src={QUOTED}",
        f"https://blog.example/?img={QUOTED}.png",
        "https://blog.example/?text=see+https://acme.example/",
        "https://blog.example/?q=acme.example",
        "https://blog.example/?to=http:acme.example",
        f"https://social.example/sharer/sharer.php?u={QUOTED}",
        f"https://social.example/intent/post?url={QUOTED}",
        f"https://social.example/submit?url={QUOTED}",
        f"https://social.example/pin/create/button/?url={QUOTED}",
        f"https://out.example/?u=https%3A%2F%2Fsocial.example%2Fshare%3Furl%3D{TWICE}",
        "https://out.example/?to=https://[/acme.example",
    ],
)
def test_look_alikes_paths_senders_and_share_pages_do_not(url: str) -> None:
    assert not both(url)


def test_a_domain_is_no_path_and_a_user_no_domain() -> None:
    assert is_at("https://medium.com/@acme", {"medium.com/@acme"})
    assert not is_at("https://medium.com/@acme", {"acme"})
    assert not is_at("https://acme.example/", set())


def test_everything_that_links_reach_is_told_with_the_domains_above() -> None:
    assert reached(["https://a.acme.example/", "https://medium.com/@Joe/x"]) == {
        "a.acme.example",
        "acme.example",
        "example",
        "medium.com",
        "com",
        "medium.com/@joe",
    }
    assert reached([]) == frozenset()


def test_redirectors_are_followed_four_deep_and_in_fifty_parameters() -> None:
    url = "https://acme.example/"
    for _ in range(4):
        url = f"https://out.example/?to={url.replace('%', '%25').replace('&', '%26').replace('?', '%3F')}"
    assert both(url)
    assert len(list(aims("https://out.example/?" + "&".join(["u=//a.example"] * 100)))) == 50


@given(st.text(st.sampled_from("abu=&?/:%23Fhtps.@#+;é\ud800 ") | st.characters(), max_size=60))
def test_whatever_the_query_both_ways_to_ask_agree(query: str) -> None:
    address = urls.resolve(f"https://out.example/?u=//acme.example&{query}")
    if address is not None:
        assert leads_to(address, DOMAINS) is not reached([address]).isdisjoint(DOMAINS)
