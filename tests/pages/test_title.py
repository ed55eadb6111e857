"""A title is quoted without the name of the site around it."""

import pytest

from finder.pages import read_page


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<title>Old boats - Harbour Post</title><meta property=og:site_name content='Harbour Post'>",
            "Old boats",
        ),
        ("<title>Harbour: Old boats</title>", "Old boats"),
        ("<title>harbour.example | Old boats</title>", "Old boats"),
        ("<title>Boats - sails - ropes</title>", "Boats - sails - ropes"),
        ("<title>Old  boats &raquo; All about wood</title><h1>Old boats &raquo; All</h1>", "Old boats » All"),
        ("<title>Boats</title><h1>Old boats in new water</h1>", "Boats"),
        ("<meta property=og:title content='Shared boats'>", "Shared boats"),
        ("<h1>Only a heading</h1>", "Only a heading"),
        (
            "<title>Old boats kept » News » The Post</title><h1>Post</h1><h1>Old boats kept</h1>",
            "Old boats kept",
        ),
        (
            "<title>Boats for sale</title><meta property=og:title content='Old boats'><h1>Old boats</h1>",
            "Old boats",
        ),
        ("<title>Old boats</title><meta property=og:title content='Old boats | Harbour'>", "Old boats"),
        ("<title>Old boats | The Harbour blog</title>", "Old boats"),
        (
            "<title>The blog</title><meta property=og:title content='Old boats'>"
            '<script type="application/ld+json">{"@type":"BlogPosting","headline":"Old boats "}</script>',
            "Old boats",
        ),
        ("", ""),
    ],
)
def test_the_title_of_a_page(head: str, title: str) -> None:
    assert read_page(head, "https://www.harbour.example/x").title == title
