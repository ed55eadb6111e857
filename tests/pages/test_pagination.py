"""Pages that continue a page are found; calendars, filters and other lists are not."""

import pytest

from finder.pages import read_page


def next_urls(url: str, *hrefs: str, anchor: str = "2", around: str = "<ul class=pager>{}</ul>") -> list[str]:
    links = " ".join(f'<a href="{href}">{anchor}</a>' for href in hrefs)
    return list(read_page(around.format(links), url).next_urls)


@pytest.mark.parametrize(
    ("url", "href", "followed"),
    [
        ("https://e.example/list", "/list?page=2", True),
        ("https://e.example/list?cat=5", "/list?cat=5&page=2", True),
        ("https://e.example/list?cat=5", "/list?page=2&cat=5", True),
        ("https://e.example/list?page=1", "/list?page=2", True),
        ("https://e.example/list/", "/list/page/2/", True),
        ("https://e.example/list/page/2", "/list/page/3", True),
        ("https://e.example/list?cat=5", "/list?page=2", False),
        ("https://e.example/list", "/other?page=2", False),
        ("https://e.example/list", "/list?size=2", False),
        ("https://e.example/list", "/list/2", True),
        ("https://e.example/2024/05", "/2024/06", False),
        ("https://e.example/?p=12", "/?p=13", False),
        ("https://e.example/list", "https://other.example/list?page=2", False),
    ],
)
def test_outside_a_pagination_element_only_the_same_address_counts(
    url: str, href: str, followed: bool
) -> None:
    assert bool(next_urls(url, href, around="<p>{}</p>")) is followed


@pytest.mark.parametrize(
    ("url", "href", "followed"),
    [
        ("https://e.example/list", "/list?start=20", True),
        ("https://e.example/list", "/list/2", True),
        ("https://e.example/list/2", "/list/3", True),
        ("https://e.example/2024/05", "/2024/06", False),
        ("https://e.example/events", "/events?month=6", False),
        ("https://e.example/list", "/another", False),
    ],
)
def test_inside_a_pagination_element_the_same_list_counts(url: str, href: str, followed: bool) -> None:
    assert bool(next_urls(url, href)) is followed


@pytest.mark.parametrize(
    "anchor", ["Next", "Older posts", "Weiter", "suivant »", "Siguiente", "次へ", "下一页", "»", "3"]
)
def test_numbers_and_words_of_many_languages_lead_on(anchor: str) -> None:
    assert next_urls("https://e.example/list", "?page=2", anchor=anchor) == ["https://e.example/list?page=2"]


def test_at_most_ten_pages_are_named_and_never_the_page_itself() -> None:
    urls = next_urls("https://e.example/l?page=3", *(f"?page={number}" for number in range(1, 30)))
    assert len(urls) == 10
    assert "https://e.example/l?page=3" not in urls


@pytest.mark.parametrize("element", ['<a rel="next" href="{}">More</a>', '<link rel="next" href="{}">'])
def test_rel_next_names_the_next_page_of_a_list_but_not_the_next_post(element: str) -> None:
    page = read_page(element.format("/list?page=2"), "https://e.example/list")
    assert page.next_urls == ("https://e.example/list?page=2",)
    assert read_page(element.format("/another-post/"), "https://e.example/a-post/").next_urls == ()
