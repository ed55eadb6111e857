"""Where an element stands is told by its tag, its role or whole words of its class and id."""

import pytest

from finder.pages import read_page


def placed(element: str) -> str:
    """Placement of the link in ``element``, on a page with a text of its own."""
    text = "<h1>Title</h1><p>" + "A text that is longer than what stands around it. " * 5 + "</p>"
    link = '<a href="https://other.example/">link</a>'
    return read_page(f"<body>{text}{element.format(link)}</body>", "https://example.com/").links[0].placement


@pytest.mark.parametrize(
    ("element", "placement"),
    [
        ("<nav>{}</nav>", "navigation"),
        ("<div role=Navigation>{}</div>", "navigation"),
        ("<ul id=mainMenu><li>{}</li></ul>", "navigation"),
        ("<div class='c-bread-crumbs'>{}</div>", "navigation"),
        ("<header>{}</header>", "header"),
        ("<div role=banner>{}</div>", "header"),
        ("<article><header>{}</header></article>", "main"),
        ("<header class=entry-header>{}</header>", "main"),
        ("<div class=post-header>{}</div>", "main"),
        ("<footer>{}</footer>", "footer"),
        ("<div class='siteFooter'>{}</div>", "footer"),
        ("<aside>{}</aside>", "sidebar"),
        ("<div class='widget widget_text'>{}</div>", "sidebar"),
        ("<div id=side_bar>{}</div>", "sidebar"),
        ("<ol class=comment-list><li>{}</li></ol>", "comments"),
        ("<div id=kommentare>{}</div>", "comments"),
        ("<div id=comments><nav>{}</nav></div>", "navigation"),
        ("<div class='social-work legal-aid'>{}</div>", "main"),
        ("<div class='unnavigable footers-only-in-name'>{}</div>", "main"),
        ("<p>{}</p>", "main"),
    ],
)
def test_an_element_says_where_it_stands(element: str, placement: str) -> None:
    assert placed(element) == placement


def test_a_layout_class_around_the_title_or_most_of_the_text_says_nothing() -> None:
    around = '<div class="sidebar-left"><h1>T</h1>{}<a href="https://other.example/">link</a></div>'
    assert read_page(around, "https://example.com/").links[0].placement == "main"


def test_classes_of_the_body_say_nothing() -> None:
    page = read_page(
        '<body class="nav-open has-sidebar"><a href="//o.example/">x</a>', "https://example.com/"
    )
    assert page.links[0].placement == "main"


TEXT = (
    "<p>Springs follow the full moon and the new moon by a day or two, wherever the sea is deep enough.</p>"
)
ARTICLE = f"<div class=wrap><div><h1>Tides</h1>{TEXT * 12}{{}}</div>{{}}</div>"


def placements(html: str, url: str = "https://tides.example/a") -> list[str]:
    """Placement of each link of a page, in order."""
    return [link.placement for link in read_page(html, url).links]


def a(*addresses: str, around: str = "li") -> str:
    """A link to each address."""
    return "".join(f"<{around}><a href='{address}'>{address[-9:]}</a></{around}>" for address in addresses)


SHARING = (
    "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Ftides.example%2Fa",
    "https://twitter.com/intent/tweet?text=Tides&url=https://tides.example/a",
    "https://bookmarks.example/add?url=https://tides.example/a",
    "https://unknown.example/?link=https://tides.example/a",
)


def test_a_row_of_links_that_pass_the_page_on_is_not_main_text_and_neither_is_one_alone() -> None:
    assert placements(ARTICLE.format(f"Share: <ul>{a(*SHARING)}</ul>", "")) == ["sidebar"] * 4
    one = f"<p>Good? <a href='{SHARING[0]}'>Share it</a> or read <a href=https://sea.example/>more</a>.</p>"
    assert placements(ARTICLE.format(one, "")) == ["sidebar", "main"]


def test_links_through_a_redirector_are_no_links_that_pass_the_page_on() -> None:
    through = [f"https://go.example/?url=https://site{number}.example/" for number in range(9)]
    page = f"<h1>Tools</h1><ul>{a(*through, SHARING[0])}</ul>"
    assert placements(page) == [*["main"] * 9, "sidebar"]


def test_a_row_of_the_sites_own_profiles_is_not_main_text_but_a_list_of_people_is() -> None:
    networks = ("facebook.com", "twitter.com", "instagram.com", "youtube.com")
    own = [f"https://www.{network}/tides" for network in networks]
    assert placements(ARTICLE.format("", f"<div>Follow us {a(*own, around='span')}</div>")) == ["sidebar"] * 4
    people = [f"https://twitter.com/sailor{number}" for number in range(8)]
    assert placements(f"<h1>Sailors to follow</h1><ul>{a(*people, *own)}</ul>") == ["main"] * 12


def test_a_list_of_the_sites_own_pages_in_an_article_is_what_else_there_is_to_read() -> None:
    pages = a("/currents", "https://www.tides.example/moon", "/ports")
    assert placements(ARTICLE.format(f"<ul>{pages}</ul>", "")) == ["related"] * 3
    others = a("https://one.example/", "https://two.example/", "https://three.example/")
    assert placements(ARTICLE.format(f"<ul>{others}</ul>", "")) == ["main"] * 3
    assert placements(f"<h1>All about tides</h1><ul>{pages}</ul>") == ["main"] * 3


def test_a_paragraph_beside_the_container_of_the_text_is_text() -> None:
    beside = "<p>What the harbour office says of it can be read in <a href=https://o.example/>its guide</a>"
    html = ARTICLE.format("", f"{beside}, which every sailor ought to have on board.</p>")
    assert placements(html) == ["main"]
    assert placements(ARTICLE.format("", a("https://o.example/", around="div"))) == ["sidebar"]


def test_lists_of_other_posts_are_told_from_sidebars_by_their_names() -> None:
    for name in ("related-posts", "youMayAlsoLike", "article_recirc", "mostread"):
        assert placed(f"<div class={name}>{{}}</div>") == "related"
