"""Whether a page sends its visitor on is seen before it is parsed, and never otherwise than after that."""

from __future__ import annotations

import asyncio

import pytest

from finder.checker.answer import Answer
from finder.checker.chain import Chain, sent_on
from finder.pages.onward import onward

URL = "http://a.example/old"


@pytest.mark.parametrize(
    ("html", "sends"),
    [
        ('<meta http-equiv="refresh" content="0;url=/new">', True),
        ("<META HTTP-EQUIV = 'REFRESH' CONTENT='0; URL=/new'>", True),
        ('<meta http-equiv="re&#102;resh" content="0;url=/new">', True),
        ("<meta content='0;url=/new' http-equiv=&#82;efresh>", True),
        ("<script>location.replace('/new')</script>", True),
        ('<meta http-equiv="content-language" content="en"><p>refresh &amp; rest</p>', False),
        ("<p>Nothing here sends on.</p>", False),
    ],
)
def test_a_page_is_looked_into_where_it_may_send_on(html: str, *, sends: bool) -> None:
    answer = Answer(200, {"content-type": "text/html"}, html.encode())
    assert sent_on(Chain(URL), answer) == onward(html, URL)
    assert (onward(html, URL) is not None) is sends


def test_cookies_that_are_none_are_left_out_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    lines = [f"{chr(code)}=1" for code in range(256)] + ["a b=1", "", "=", "\u0100=1", "a\\=1", "a,b=1"]

    async def kept() -> set[str]:
        chain = Chain(URL)
        for each in (*lines, "[x]@y=2; Path=/", "bare"):
            chain.take(Answer(302, {"location": "/new"}, set_cookies=(each,)), (URL, "location"))
        return {pair.partition("=")[0] for pair in chain.cookie_header().split("; ")}

    names = {chr(code) for code in range(0x21, 0x7F)} - set('",;=\\')
    assert asyncio.run(kept()) == names | {"[x]@y"}
    assert not caplog.records
