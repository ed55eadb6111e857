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
