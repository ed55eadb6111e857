"""What a robots.txt says to us is the same without what it says to all others, and costs no time to keep."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from finder.checker.robots_groups import said_to

AGENTS = ("finder", "acme-bot")
NAMES = [
    "*",
    "finder",
    "Finder",
    "find",
    "other",
    "f*inder",
    "**",
    "",
    "finder-bot",
    "bot",
    "acme-bot",
    "acme",
]
NAMES += ["me-bot", "a b", "inder", "FINDER/1.0", "*finder*", "finder # x", "a:b", "a: b"]
BEGINNINGS = ["User-agent: ", "user-agent:", "User agent ", "useragent: ", "user-agent ", "USER  AGENT: "]
BEGINNINGS += [
    "user-agent : ",
    "user-agentx: ",
    "user-agent",
    "user \tagent\t",
    "user  agent ",
    "#user-agent: ",
]
PATHS = ["/", "/a", "/a/b", "/*b", "/$", "", "5", "/index.html"]
LINE = st.one_of(
    st.builds(str.__add__, st.sampled_from(BEGINNINGS), st.sampled_from(NAMES)),
    st.builds(
        str.__add__,
        st.sampled_from(["Allow: ", "Disallow: ", "disallow ", "Disalow:", "crawl-delay: "]),
        st.sampled_from(PATHS),
    ),
    st.sampled_from(
        ["Sitemap: http://a.example/s", "Host: x", "foo: bar", "nonsense", "", "# c", "\f", "  "]
    ),
)


@given(st.lists(LINE, max_size=15), st.sampled_from(["\n", "\r\n", "\r", "\u2028"]))
def test_it_says_the_same_to_us_as_the_whole_file(lines: list[str], end: str) -> None:
    text = end.join(lines)
    whole, ours = Protego.parse(text), Protego.parse(said_to(text, AGENTS))
    for agent in AGENTS:
        assert ours.crawl_delay(agent) == whole.crawl_delay(agent)
        for path in ("/", "/a", "/a/b", "/c", "/xb", "/index.html"):
            url = f"http://host.example{path}"
            assert ours.can_fetch(url, agent) == whole.can_fetch(url, agent)
    assert list(ours.sitemaps) == list(whole.sitemaps)


def names(number: int, form: str = "a{}") -> str:
    return "".join(f"user-agent: {form.format(each)}\n" for each in range(number))


@pytest.mark.parametrize(
    "text",
    [
        names(12_000) + "allow:/\n" * 40_000,
        "".join(f"user-agent:*{'*' * each}finder\n" for each in range(500)) + "allow:/a\n" * 30_000,
        names(30_000, "finder{}"),
        "user " * 100_000,
    ],
    ids=["names and rules", "stars in our name", "names", "spaces"],
)
def test_half_a_megabyte_is_kept_at_once(text: str) -> None:
    started = time.process_time()
    Protego.parse(said_to(text[: 500 * 1024], AGENTS))
    # Some took half an hour, and as many gigabytes.
    assert time.process_time() - started < 5
