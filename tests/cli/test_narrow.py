"""Tables for people in terminals of any width: nothing is squeezed until it says nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from finder.items import Fetch, Link
from tests.cli.crawled import ALIVE
from tests.cli.test_leads import in_terminal

if TYPE_CHECKING:
    from tests.cli.crawled import Crawled

# What each command must show in one piece, however narrow the terminal.
WORDS = {
    "runs": ("resource_pages", "finished", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "targets": ("alive", "answered", r"https://fine\.example/"),
}


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("command", WORDS)
def test_no_word_is_cut_or_gone(crawled: Crawled, command: str, columns: int) -> None:
    crawled.page("https://blog.example/a", [Link("https://fine.example/", "x", "Fine")])
    crawled.look(ALIVE, Fetch("https://fine.example/", status=200, final_url="https://fine.example/"))
    crawled.finish()
    said = re.sub(r"\x1b\[[0-9;]*m", "", in_terminal(crawled.folder, columns, command))
    for word in WORDS[command]:
        assert re.search(word, said), said
    assert max(map(len, said.splitlines())) <= columns


def test_an_address_longer_than_the_terminal_is_there_to_its_last_letter(crawled: Crawled) -> None:
    url = f"https://fine.example/{'long-' * 30}end"
    crawled.page("https://blog.example/a", [Link(url, "x", "Long")])
    crawled.finish()
    said = re.sub(r"\x1b\[[0-9;]*m|\s", "", in_terminal(crawled.folder, 40, "targets"))
    assert url in said
