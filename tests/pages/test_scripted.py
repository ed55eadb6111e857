"""Which pages leave what they have to say to their scripts: a table."""

from __future__ import annotations

import pytest

from finder.pages import read_page
from finder.pages.scripted import left_to_scripts

SCRIPT = '<script src="/app.js"></script>'
DATA = '<script type="application/ld+json">{"@type": "WebPage"}</script>'
COUNTER = "<script>window.counted = 1</script>"
WORDS = "Splicing a rope joins two strands, and a good splice keeps its strength for many years. "
JAPANESE = "ロープをつなぐには、二本のストランドを編み合わせます。よい継ぎ目は何年も強さを保ちます。"
MENU = '<nav><a href="/a">Home</a> <a href="/b">News</a> <a href="/c">Shop</a> <a href="/d">Help</a></nav>'
LIST = "".join(f'<li><a href="http://s{number}.example/">Site {number}</a></li>' for number in range(4))
ASKS = "<noscript>You need to enable JavaScript to run this app.</noscript>"

PAGES = {
    "a shell": (f'<div id="root"></div>{SCRIPT}', True),
    "a shell with a menu and a footer": (
        f'{MENU}<main></main><footer><a href="/legal">Imprint of the firm</a></footer>{SCRIPT}',
        True,
    ),
    "a page that asks for scripts": (f"{ASKS}<h1>Links</h1><p>{WORDS * 3}</p>{SCRIPT}", True),
    "a heading above an empty list": (f"<h1>Links</h1><p>{WORDS}</p><ul></ul>{SCRIPT}", True),
    "a short page that counts its visitors": (f"<h1>A note</h1><p>{WORDS * 2}</p>{COUNTER}", False),
    "a list that scripts embellish": (f"<h1>Links</h1><ul>{LIST}</ul>{SCRIPT}", False),
    "a text that scripts embellish": (f'<p>{WORDS * 12}</p><div id="comments"></div>{SCRIPT}', False),
    "a text without spaces": (f"<p>{JAPANESE * 12}</p><ul></ul>{SCRIPT}", False),
    "a page with nothing but data for machines": (f"<h1>Soon</h1>{DATA}", False),
    "an empty page": ("<h1>Soon</h1>", False),
}


@pytest.mark.parametrize("name", PAGES)
def test_whether_a_page_is_left_to_its_scripts(name: str) -> None:
    body, expected = PAGES[name]
    html = f'<!doctype html><html lang="en"><head><title>Links</title></head><body>{body}</body></html>'
    assert left_to_scripts(read_page(html, "https://a.example/links"), html) is expected
