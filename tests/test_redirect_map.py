"""Redirects for our own server: what the rules say once a server has read them, and what is no rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.redirect_map import Redirect, apache, judged, nginx
from finder.urls import hostname, identity, resolve

Lead = Callable[[list[str], str], str]
SITE = "https://www.acme.example"
NEW = f"{SITE}/guides/rakes"
OLD = Redirect(f"{SITE}/old-rakes.html", NEW, 0.93, "the address agrees", pages=3, domains=2)


def rules(*redirects: Redirect, min_score: float = 0.7) -> list[Redirect]:
    return judged(redirects, min_score)


# --- what nginx and Apache make of the lines, by their own rules of quoting --------------------------------


def nginx_map(lines: list[str]) -> list[tuple[str, str]]:
    """The rows of the map, as nginx reads them: tokens, quotes and backslashes as its parser has them."""
    head = 'map "$host$request_uri" $finder_redirect {'
    text = "\n".join(lines)
    assert text.count("{") >= 1
    inner = text.partition(head)[2].rpartition("}")[0]
    tokens, rows, at = [], [], 0
    while at < len(inner):
        if inner[at] in " \n":
            at += 1
        elif inner[at] == "#":
            at = inner.index("\n", at)
        elif inner[at] == ";":
            rows.append(tuple(tokens))
            tokens, at = [], at + 1
        elif inner[at] == '"':
            value, at = _quoted(
                inner, at + 1, {'"': '"', "'": "'", "\\": "\\", "t": "\t", "r": "\r", "n": "\n"}
            )
            assert inner[at] in " ;\n", "something stands behind a quoted text"
            tokens.append(value)
        else:
            word = re.match(r"[a-z]+", inner[at:])
            assert word, inner[at : at + 20]
            tokens.append(word[0])
            at += word.end()
    assert tokens == []
    assert rows[0] == ("default", "")
    return [(key, value) for key, value in rows[1:]]


def _quoted(text: str, at: int, escapes: dict[str, str]) -> tuple[str, int]:
    value = ""
    while text[at] != '"':
        assert text[at] != "\n"
        if text[at] == "\\" and text[at + 1] in escapes:
            value, at = value + escapes[text[at + 1]], at + 2
        else:
            value, at = value + text[at], at + 1
    return value, at + 1


def by_nginx(lines: list[str], url: str) -> str:
    """Where nginx leads a visitor of an address, empty: nowhere."""
    parts = urlsplit(url)
    asked = f"{hostname(url)}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    for key, value in nginx_map(lines):
        assert key.startswith("~^")
        assert "$" not in value
        if re.search(key[1:], asked):
            return value
    return ""


def by_apache(lines: list[str], url: str) -> str:
    """Where Apache leads a visitor of an address, empty: nowhere."""
    parts = urlsplit(url)
    conditions: list[bool] = []
    for line in lines:
        assert "\n" not in line
        assert not line.endswith("\\"), "it would go on in the next line"
        if line.startswith("#") or line == "RewriteEngine On":
            continue
        directive, _, rest = line.partition(" ")
        words, at = [], 0
        while at < len(rest):
            if rest[at] == '"':
                word, at = _quoted(rest, at + 1, {'"': '"', "\\": "\\"})
            else:
                word = rest[at:].partition(" ")[0]
                at += len(word)
            words.append(word)
            at += 1
        if directive == "RewriteCond":
            tested = {"%{HTTP_HOST}": hostname(url).upper(), "%{QUERY_STRING}": parts.query}[words[0]]
            flags = re.IGNORECASE if words[2:] == ["[NC]"] else 0
            conditions.append(bool(re.search(words[1], tested, flags)))
            continue
        assert directive == "RewriteRule"
        pattern, leads_to, flags_of = words
        assert flags_of == "[R=301,L,NE,QSD]"
        # A % or $ without a backslash would take in what a pattern found.
        assert not re.search(r"(?<!\\)[%$]", leads_to)
        path = unquote_to_bytes(parts.path)
        if all(conditions) and len(conditions) == 2 and re.search(pattern.encode("latin-1"), path):
            return re.sub(r"\\(.)", r"\1", leads_to)
        conditions = []
    return ""


@pytest.mark.parametrize("lead", [by_nginx, by_apache])
@pytest.mark.parametrize(
    ("dead", "asked"),
    [
        ("/old", ["/old", "/old?utm_source=x&utm_medium=y", "/old?gclid=1"]),
        ("/old.html", ["/old.html"]),
        ("/a%20b/c%2Bd", ["/a%20b/c%2Bd", "/a%20b/c%2bd"]),
        ("/%C3%A9t%C3%A9", ["/%C3%A9t%C3%A9", "/%c3%a9t%c3%a9"]),
        ("/say%22hi%22", ["/say%22hi%22"]),
        ("/it's;a=(b)*c+d!", ["/it's;a=(b)*c+d!"]),
        ("/x%0A%7D;y", ["/x%0A%7D;y"]),
        ("/$host/$1/%24", ["/$host/$1/%24"]),
        ("/a[0]|b^c", ["/a[0]|b%5Ec", "/a[0]|b%5ec"]),
        ("/100%", ["/100%"]),
        ("/page?id=5&b=%20x", ["/page?id=5&b=%20x"]),
        ("/page?q={a}.b|c", ["/page?q={a}.b|c"]),
        ("/~home//x/", ["/~home//x/"]),
    ],
)
def test_whoever_asks_for_a_dead_page_is_led_to_the_one_that_fits(
    lead: Lead, dead: str, asked: list[str]
) -> None:
    lines = list((nginx if lead is by_nginx else apache)(rules(replace(OLD, dead_url=SITE + dead))))
    for each in asked:
        assert lead(lines, SITE + each) == NEW, lines


@pytest.mark.parametrize("lead", [by_nginx, by_apache])
@pytest.mark.parametrize(
    ("dead", "other"),
    [
        ("/old.html", "/oldxhtml"),
        ("/old", "/old/more"),
        ("/old", "/older"),
        ("/old", "/very/old"),
        ("/Old", "/old"),
        ("/index.php", "/index.php?page=2"),
        ("/page?id=5", "/page?id=55"),
        ("/page?id=5", "/page"),
        ("/page?a=.", "/page?a=x"),
    ],
)
def test_nobody_else_is_led_anywhere(lead: Lead, dead: str, other: str) -> None:
    lines = list((nginx if lead is by_nginx else apache)(rules(replace(OLD, dead_url=SITE + dead))))
    assert lead(lines, SITE + dead) == NEW
    for elsewhere in (SITE + other, f"https://acme.example{dead}", f"https://wwwXacme.example{dead}"):
        assert lead(lines, elsewhere) == ""


@pytest.mark.parametrize(
    ("leads_to", "written"),
    [
        (f"{SITE}/a%20b?x=1&y=%C3%A9", f"{SITE}/a%20b?x=1&y=%C3%A9"),
        (f"{SITE}/$1{{a}}'\\", f"{SITE}/%241%7Ba%7D%27/"),
        (f'{SITE}/"; return 200 "x', f"{SITE}/%22;%20return%20200%20%22x"),
    ],
)
def test_the_address_to_lead_to_has_nothing_that_means_something_to_a_server(
    leads_to: str, written: str
) -> None:
    found = rules(replace(OLD, leads_to=leads_to))
    assert by_nginx(list(nginx(found)), OLD.dead_url) == written
    assert by_apache(list(apache(found)), OLD.dead_url) == written


hostile = st.text(
    st.sampled_from("abZ09./?&=%;#:@\"'\\ \n\r\t$^*+|(){}[]<>~`é文\u2028\x00\x85\ud800"), max_size=30
)
urls = st.builds(lambda host, rest: f"{host}/{rest}", st.sampled_from([SITE, "http://acme.example"]), hostile)
redirects = st.builds(
    Redirect,
    dead_url=urls,
    leads_to=urls | st.just("") | hostile,
    score=st.floats(0, 1),
    why=hostile,
    pages=st.integers(0, 5),
    domains=st.integers(0, 5),
    doubt=st.just("") | hostile,
)


@given(st.lists(redirects, max_size=4))
def test_whatever_addresses_say_they_stay_inside_their_lines_and_lead_where_they_should(
    given: list[Redirect],
) -> None:
    found = rules(*given)
    made_for_nginx, made_for_apache = list(nginx(found)), list(apache(found))
    ruled = [each for each in found if not each.doubt]
    assert len(nginx_map(made_for_nginx)) == len(ruled)
    assert sum(line.startswith("RewriteRule ") for line in made_for_apache) == len(ruled)
    for lines in (made_for_nginx, made_for_apache):
        assert all(len(line.splitlines()) == 1 for line in lines)
        assert sum(line.lstrip().startswith("#") for line in lines) >= len(found)
    for each in ruled:
        dead = identity(resolve(each.dead_url) or "")
        to_nginx, to_apache = by_nginx(made_for_nginx, dead), by_apache(made_for_apache, dead)
        assert to_nginx == to_apache
        assert unquote_to_bytes(to_nginx) == unquote_to_bytes(identity(resolve(each.leads_to) or ""))


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"leads_to": ""}, "no page of ours fits"),
        ({"score": 0.69}, "0.69 is less than 0.70"),
        ({"leads_to": OLD.dead_url}, "it would lead to an address that is dead or the same"),
        (
            {"leads_to": f"{OLD.dead_url}?utm_source=x"},
            "it would lead to an address that is dead or the same",
        ),
        ({"dead_url": f"{SITE}/"}, "a whole site would be led elsewhere"),
        ({"dead_url": f"{SITE}/a%2Fb"}, "servers read a slash or nothing into its escapes"),
        ({"dead_url": "mailto:us"}, "the dead address cannot be spelled"),
        ({"leads_to": "javascript:x"}, "the address to lead to cannot be spelled"),
        ({"doubt": "I do not like it"}, "I do not like it"),
    ],
)
def test_what_is_not_sure_is_a_comment_that_says_why(change: dict[str, str], doubt: str) -> None:
    (found,) = rules(replace(OLD, **change))  # type: ignore[arg-type]
    assert found.doubt == doubt
    for lines in (list(nginx([found])), list(apache([found]))):
        assert not any("RewriteRule" in line or "~^" in line for line in lines)
        assert sum(doubt in line and line.lstrip().startswith("#") for line in lines) == 1


def test_rules_never_lead_from_one_dead_page_to_another_nor_say_the_same_twice() -> None:
    second = replace(OLD, dead_url=f"{SITE}/second", leads_to=OLD.dead_url)
    by_http = replace(
        OLD, dead_url=OLD.dead_url.replace("https", "http"), leads_to=f"{SITE}/other", domains=1
    )
    found = {each.dead_url: each.doubt for each in rules(by_http, second, OLD)}
    assert found == {
        OLD.dead_url: "",
        second.dead_url: "it would lead to an address that is dead or the same",
        by_http.dead_url: "another spelling of it is a rule already",
    }


def test_what_most_domains_link_to_comes_first_and_each_says_how_many() -> None:
    many = replace(OLD, dead_url=f"{SITE}/many", domains=20, pages=1_000)
    lines = list(nginx(rules(OLD, many)))
    comments = [line.strip() for line in lines if line.startswith("    #")]
    assert comments == [
        "# linked from 1,000 pages of 20 domains; 0.93, the address agrees",
        "# linked from 3 pages of 2 domains; 0.93, the address agrees",
    ]
