"""Cells of link reports as values."""

from __future__ import annotations

import pytest

from finder.items import Placement
from finder.suppliers.values import (
    address,
    http_status,
    link_type,
    no_follow,
    placement,
    site_name,
    whole,
    words,
)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example.org/x", "https://a.example.org/x"),
        (" https://A.Example.org ", "https://a.example.org/"),
        ("a.example.org/x?y=1#z", "https://a.example.org/x?y=1"),
        ("a.example.org", "https://a.example.org/"),
        ("a.example.org:8080/x", "https://a.example.org:8080/x"),
        ("//a.example.org/x", "https://a.example.org/x"),
        ("http://192.0.2.1/x", "http://192.0.2.1/x"),
        ("192.0.2.1/x", "https://192.0.2.1/x"),
        ("https://social.example.org/@jane", "https://social.example.org/@jane"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://a.example.org/amp/?m=1", "https://a.example.org/amp/?m=1"),
    ],
)
def test_an_address_is_spelt_in_full(text: str, url: str) -> None:
    assert address(text) == url


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("https://a.example.org/a b", "has a space in it"),
        ("https://jo@a.example.org/", "has a user name before its host"),
        ("jo@example.org", "is no address of a page"),
        ("mailto:jo@example.org", "is no web address"),
        ("android-app://com.example/x", "is no web address"),
        ("javascript:void(0)", "is no web address"),
        ("ftp://a.example.org/", "is no web address"),
        ("http://localhost/", "is no web address"),
        ("http://[", "is no web address"),
        ("3", "is no web address"),
        ("1.5", "is no web address"),
        ("-", "is no web address"),
        ("n/a", "is no web address"),
        ("https://a.example.org/\ufffd", "has a broken letter in it"),
        ("https://a.example.org/" + "x" * 9_000, "is no web address"),
    ],
)
def test_what_is_no_address_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as failure:
        address(text)
    assert len(str(failure.value)) < 120


def test_a_host_may_be_written_as_an_address() -> None:
    assert site_name("https://WWW.Example.org/") == site_name("www.example.org") == "www.example.org"


def test_what_a_column_of_nofollow_says() -> None:
    said = [no_follow(text) for text in ("true", "0", "nofollow", "DoFollow", "Follow", "maybe", "")]
    assert said == [True, False, True, False, False, None, None]


def test_kinds_and_places_have_our_words() -> None:
    kinds = ("text", "ImageLink", "Lien hypertexte", "Hipervínculo", "odd", "")
    assert [link_type(text) for text in kinds] == [
        "text", "image", "hyperlink", "hyperlink", "", "",
    ]  # fmt: skip
    assert [placement(text) for text in ("Content", "Pied de page", "Aside", "ナビゲーション", "odd")] == [
        Placement.MAIN, Placement.FOOTER, Placement.SIDEBAR, Placement.NAVIGATION, "",
    ]  # fmt: skip


def test_statuses_and_counts_are_numbers_or_nothing() -> None:
    assert [http_status(text) for text in ("200", "404.0", "0", "-1", "OK", "", "5000")] == [
        200, 404, None, None, None, None, None,
    ]  # fmt: skip
    assert [whole(text) for text in ("17", "1,240", "-3", "x", "")] == [17, 1240, None, None, None]


def test_a_text_is_as_it_was_before_it_was_put_in_a_table() -> None:
    assert words(" '=SUM(A1) ") == "=SUM(A1)"
    assert words("'tis") == "'tis"
    assert len(words("x" * 5_000)) == 2_000
