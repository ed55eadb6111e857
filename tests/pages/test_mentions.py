"""A name is found where a reader would see it, and nowhere else."""

import pytest

from finder.brands import Brand, Names
from finder.items import Placement, Sense, Within
from finder.pages import read_page


def found(html: str, *spellings: str) -> int:
    names = Names([Brand(spellings[0], aliases=spellings[1:])])
    page = read_page(html, "https://example.com/", names)
    return sum(mention.sense is Sense.OURS for mention in page.mentions)


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("Blue Fox. BLUE FOX! Blue-Fox (Blue fox)", "Blue Fox", 4),
        ("any CASE, any case, Any Case", "any case", 3),
        ("R&amp;D Works, R&D Works, R and D Works", "R&D Works", 2),
        ("C++Now? c++now!", "C++Now", 2),
        ("Foxtrot outfox Fox_2 Fox2", "Fox", 0),
        ("브랜드Fox는 Foxは ฟFoxก", "Fox", 3),
        ("naïveté Naïveté", "Naïveté", 2),
        ("Fo&zwnj;x F&#8203;ox Fo<wbr>x", "Fox", 3),
    ],
)
def test_names_are_whole_words_in_fitting_capitals(text: str, name: str, count: int) -> None:
    assert found(f"<p>{text}</p>", name) == count


def test_a_name_in_small_letters_counts_only_where_another_is_clear() -> None:
    assert found("<p>We met the blue fox.</p>", "Blue Fox") == 0
    assert found("<p>We met the blue fox. Blue Fox is a shop.</p>", "Blue Fox") == 2


def test_the_longest_of_overlapping_names_counts() -> None:
    names = Names([Brand("Fox"), Brand("Fox Tools")])
    page = read_page("<p>Fox Tools</p>", "https://example.com/", names)
    assert [mention.brand for mention in page.mentions] == ["Fox Tools"]


def test_at_most_five_hundred_mentions_with_short_snippets_are_kept() -> None:
    html = "<p>" + "so many words about the Fox " * 2_000
    page = read_page(html, "https://example.com/", Names([Brand("Fox")]))
    assert len(page.mentions) == 500
    for mention in page.mentions:
        assert len(mention.snippet) <= 200
        assert mention.snippet[mention.at :].startswith("Fox")


def test_without_brands_there_are_no_mentions() -> None:
    assert read_page("<p>Fox</p>", "https://example.com/").mentions == ()


def test_a_name_in_the_description_of_an_image_is_told_as_such() -> None:
    html = '<main><img src=/a.png alt="The Fox Tools office"><img src=/b.png alt="A fox"></main>'
    page = read_page(
        html, "https://example.com/", Names([Brand("Fox Tools"), Brand("Fox", common_word=True)])
    )
    told = [(mention.found, mention.within, mention.placement, mention.sense) for mention in page.mentions]
    assert told == [
        ("Fox Tools", Within.ALT, Placement.MAIN, Sense.OURS),
        ("fox", Within.ALT, Placement.MAIN, Sense.OTHER),
    ]
