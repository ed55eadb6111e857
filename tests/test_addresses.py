"""What the shape of an address says."""

from __future__ import annotations

from random import Random

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.addresses import (
    is_front_page,
    keeps_subject,
    neighbour,
    neighbourhood,
    other_scheme,
    same_but_form,
)
from finder.urls import origin

A = "http://a.example"


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.php", "/en/", "/de", "/Default.aspx", "/home"])
def test_front_pages_are_known_by_their_address(path: str) -> None:
    assert is_front_page(A + path)


@pytest.mark.parametrize("path", ["/a", "/?p=12", "/index/a", "/en/guide", "/welcome-aboard"])
def test_other_addresses_are_deep(path: str) -> None:
    assert not is_front_page(A + path)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x", "https://www.a.example/x/", True),
        ("http://a.example/", "https://a.example/index.html", True),
        ("http://a.example/X", "http://a.example/x", True),
        ("http://a.example/x", "http://a.example/y", False),
        ("http://a.example/x?a=1", "http://a.example/x?a=2", False),
        ("http://a.example/x", "http://b.example/x", False),
    ],
)
def test_what_is_only_another_form_of_an_address(one: str, other: str, same: bool) -> None:
    assert same_but_form(one, other) is same


def test_parameters_that_name_no_page_make_no_deep_link() -> None:
    assert is_front_page(f"{A}/?lang=en")
    assert is_front_page(f"{A}/?m=1")
    assert not is_front_page(f"{A}/?p=12")
    made = neighbour(f"{A}/p/12345?from=rss", Random(1))
    assert made is not None
    assert made.endswith("?from=rss")
    assert "/p/12345" not in made


def test_a_moved_page_keeps_the_words_of_its_address() -> None:
    assert keeps_subject(f"{A}/old/tide-tables.html", "https://b.example/guides/tide-tables/")
    assert not keeps_subject(f"{A}/old/tide-tables.html", "https://b.example/guides/")
    assert not keeps_subject(f"{A}/p/12", f"{A}/")


def test_the_other_scheme() -> None:
    assert other_scheme("http://a.example/x") == "https://a.example/x"
    assert other_scheme("https://a.example/x") == "http://a.example/x"


@pytest.mark.parametrize(
    "path",
    [
        "/guides/tide-tables.html",
        "/p/12345",
        "/p/12345/",
        "/a/4711/any-words",
        "/x.php?id=12&name=tide-tables",
        "/%E6%BD%AE%E6%B1%90",
        "/a.pdf",
        "/A",
        "/2012/05/a-long-day-out.html?m=1",
        "/guides/knots?page=2",
        "/news/e4f5a6b7c8/any-words",
        "/2019/05/season-opener/amp/",
    ],
)
def test_a_neighbour_has_the_same_shape_and_another_name(path: str) -> None:
    made = neighbour(A + path, Random(1))
    assert made is not None
    assert made != A + path
    assert neighbourhood(made) == neighbourhood(A + path)
    assert origin(made) == A
    for ending in (".html", ".pdf", "/"):
        assert made.partition("?")[0].endswith(ending) == path.partition("?")[0].endswith(ending)


def test_a_number_in_a_folder_is_exchanged_too_but_no_year() -> None:
    made = neighbour(f"{A}/a/4711/any-words", Random(1))
    assert made is not None
    assert "/4711/" not in made
    dated = neighbour(f"{A}/2014/07/any-words", Random(1))
    assert dated is not None
    assert dated.startswith(f"{A}/2014/07/")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        # A part or a form of what the path names: the page would be there whatever the query says.
        ("/2012/05/a-long-day-out.html?m=1", "?m=1"),
        ("/guides/knots?page=2", "?page=2"),
        ("/news/412-regatta?tmpl=component&print=1&page=", "?tmpl=component&print=1&page="),
        ("/threads/two-strands?unheard=4", "?unheard=4"),
        ("/docs/install?highlight=tide-table", "?highlight=tide-table"),
        ("/2019/05/season-opener/amp/", "/amp/"),
        ("/2019/05/season-opener/2/", "/2/"),
        # Here the query names the page.
        ("/item?id=8863", "/item?id="),
        ("/thread.php?t=48213&page=2", "/thread.php?t="),
        ("/view?page=about", "/view?page="),
        ("/product-detail?productId=123", "/product-detail?productId="),
    ],
)
def test_what_names_the_page_is_exchanged_and_what_names_a_part_of_it_stays(path: str, kept: str) -> None:
    made = neighbour(A + path, Random(1))
    assert made is not None
    assert kept in made
    assert made.replace(kept, "") != (A + path).replace(kept, "")


@pytest.mark.parametrize("code", ["e4f5a6b7c8", "B00X7Q2K9", "1b2c3d4e-1111-2222-aaaa-bbbbccccdddd"])
def test_an_identifier_in_a_folder_is_exchanged_too_and_stays_one(code: str) -> None:
    made = neighbour(f"{A}/news/{code}/any-words", Random(1))
    assert made is not None
    assert f"/{code}/" not in made
    assert len(made.split("/")[4]) == len(code)
    dated = neighbour(f"{A}/a/2019-05-03/any-words", Random(1))
    assert dated is not None
    assert dated.startswith(f"{A}/a/2019-05-03/")


def test_a_front_page_has_no_neighbour() -> None:
    assert neighbour(f"{A}/", Random(1)) is None
    assert neighbour(f"{A}/?m=1", Random(1)) is None


@given(st.text(max_size=40), st.text(max_size=20), st.integers())
def test_every_address_has_a_neighbour_that_is_an_address(path: str, query: str, seed: int) -> None:
    try:
        url = str(ada_url.URL(f"{A}/{path}?{query}").href)
    except ValueError:
        return
    made = neighbour(url.partition("#")[0], Random(seed))
    assert made is None or str(ada_url.URL(made).href) == made
