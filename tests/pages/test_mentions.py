"""A name is found where a reader would see it, and nowhere else."""

import pytest

from finder.pages import BrandNames, read_page


def found(html: str, *spellings: str) -> int:
    page = read_page(html, "https://example.com/", BrandNames({"brand": list(spellings)}))
    return len(page.mentions)


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("Blue Fox. BLUE FOX! Blue-Fox (Blue fox)", "Blue Fox", 4),
        ("blue Fox", "Blue Fox", 0),
        ("any CASE, any case, Any Case", "any case", 3),
        ("R&amp;D Works, R&D Works", "R&D Works", 2),
        ("C++Now? c++now!", "C++Now", 1),
        ("Foxtrot outfox Fox_2 Fox2", "Fox", 1),
        ("브랜드Fox는 Foxは ฟFoxก", "Fox", 3),
        ("naïveté Naïveté", "Naïveté", 1),
        ("Fo&zwnj;x F&#8203;ox Fo<wbr>x", "Fox", 3),
    ],
)
def test_names_are_whole_words_in_fitting_capitals(text: str, name: str, count: int) -> None:
    assert found(f"<p>{text}</p>", name) == count


def test_the_longest_of_overlapping_names_counts() -> None:
    page = read_page(
        "<p>Fox Tools</p>", "https://example.com/", BrandNames({"a": ["Fox"], "b": ["Fox Tools"]})
    )
    assert [mention.brand for mention in page.mentions] == ["b"]


def test_at_most_fifty_mentions_with_short_snippets_are_kept() -> None:
    page = read_page(
        "<p>" + "so many words about the Fox " * 200, "https://example.com/", BrandNames({"Fox": ["Fox"]})
    )
    assert len(page.mentions) == 50
    assert all("Fox" in mention.snippet and len(mention.snippet) <= 200 for mention in page.mentions)


def test_without_brands_there_are_no_mentions() -> None:
    assert read_page("<p>Fox</p>", "https://example.com/").mentions == ()
