"""The word lists of error wordings: safe patterns, enough languages, and what they match and leave alone."""

from __future__ import annotations

import re
import time

import pytest

from finder.pages.needles import variants
from finder.pages.wording import Signs, about, normalised, plain_pattern, sign_count, signs_in
from finder.reference import load_lines, load_signs, load_table
from tests.sign_examples import ABOUT, ORDINARY, SAYINGS

SIGNS = load_signs()
WANTED_LANGUAGES = {
    "not_found": 35,
    "removed": 35,
    "no_results": 35,
    "for_sale": 20,
    "parked": 15,
    "expired": 15,
    "suspended": 15,
    "default_page": 15,
    "construction": 20,
    "maintenance": 20,
    "failure": 20,
    "ended": 20,
    "login": 20,
    "paywall": 10,
    "geo_block": 10,
    "age_gate": 10,
    "challenge": 12,
    "script_needed": 20,
    "bad_trade": 20,
    "about": 15,
}
DAMNING = {
    "not_found",
    "removed",
    "for_sale",
    "parked",
    "expired",
    "suspended",
    "default_page",
    "construction",
}
PATTERNS = [(sign, pattern) for sign, rows in SIGNS.items() for _, pattern in rows]
# A quantifier without an upper bound, and one right behind a closing bracket.
ENDLESS = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{\d+,\})")
HOSTILE = [
    "page " * 4000,
    "the page is not " * 1300,
    "404 - " * 3400,
    "a" * 20_000,
    "this domain name is now has been " * 600,
    " - " * 6600,
    "страница не " * 1700,
    "ページ" * 6600,
    "صفحه لم " * 2500,
]


def groups_of(pattern: str) -> list[str]:
    """The insides of groups that are repeated without bound."""
    insides = []
    opened: list[int] = []
    plain = re.sub(r"\\.", "xx", re.sub(r"\[(?:\\.|[^\]\\])*\]", lambda found: "x" * len(found[0]), pattern))
    for at, sign in enumerate(plain):
        if sign == "(":
            opened.append(at)
        elif sign == ")":
            start = opened.pop()
            if REPEATED_GROUP.match(plain, at):
                insides.append(plain[start + 1 : at])
    return insides


def test_every_sign_has_its_list_in_enough_languages():
    assert set(SIGNS) == set(WANTED_LANGUAGES)
    for sign, rows in SIGNS.items():
        languages = {language for language, _ in rows} - {"mul"}
        assert len(languages) >= WANTED_LANGUAGES[sign], sign
        assert all(re.fullmatch(r"[a-z]{2}|mul", language) for language in {*languages})


def test_patterns_compile_and_nest_no_endless_quantifier():
    for sign, pattern in PATTERNS:
        re.compile(pattern)
        for inside in groups_of(pattern):
            assert not ENDLESS.search(inside), (sign, pattern[:80])
        assert not re.search(r"(?<!\\)\.[*+]", pattern), (sign, pattern[:80])


def test_patterns_name_what_a_text_must_contain():
    for sign, pattern in PATTERNS:
        for variant, needed in variants(plain_pattern(pattern)):
            re.compile(variant)
            assert needed, (sign, variant[:80])
            assert "" not in needed[0]


def test_no_pattern_is_slow_on_a_hostile_text():
    slow = []
    for sign, pattern in PATTERNS:
        compiled = re.compile(plain_pattern(pattern))
        for text in HOSTILE:
            took = timed(compiled, text)
            # Machines differ: what takes long is slow if it grows faster than the text, four times as long.
            if took > 0.05 and quickest(compiled, text) > 8 * quickest(compiled, text, 5_000):
                slow.append((sign, round(took, 3), text[:12], pattern[:60]))
    assert not slow


def quickest(compiled: re.Pattern[str], text: str, length: int = 20_000) -> float:
    """Processor seconds of the quickest of three searches."""
    return min(timed(compiled, text, length) for _ in range(3))


def timed(compiled: re.Pattern[str], text: str, length: int = 20_000) -> float:
    """Processor seconds of one search."""
    start = time.process_time()
    compiled.search(text[:length])
    return time.process_time() - start


def test_examples_are_many_and_of_many_languages():
    assert sum(len(titles) for titles in SAYINGS.values()) >= 150
    assert len({language for _, language in SAYINGS}) >= 30
    assert sum(map(len, ORDINARY.values())) >= 60
    assert len(ORDINARY) >= 10


@pytest.mark.parametrize(
    ("sign", "title"), [(sign, title) for (sign, _), titles in SAYINGS.items() for title in titles]
)
def test_a_saying_gives_its_sign(sign: str, title: str):
    assert sign in signs_in(title)
    assert sign in signs_in(title.upper())


@pytest.mark.parametrize("title", [title for titles in ORDINARY.values() for title in titles])
def test_an_ordinary_title_gives_no_sign_of_death(title: str):
    assert not signs_in(title) & DAMNING


@pytest.mark.parametrize(
    "text",
    [
        "From outside the gate looked like the mouth of a cave.",
        "Seen from outside your own house, a lamp is a promise.",
        "You will not find it in this book.",
        "Do not forget to write it in your log.",
        "She did not come from the US but from Ghent.",
        "It is not for some, and too much for others.",
    ],
)
def test_running_text_does_not_say_that_a_page_is_closed_to_a_country(text: str):
    assert "geo_block" not in signs_in(text)


@pytest.mark.parametrize("title", ABOUT)
def test_a_title_about_errors_is_known_as_such_or_gives_no_sign(title: str):
    assert about(title) or not signs_in(title) & DAMNING


@pytest.mark.parametrize("title", [title for titles in SAYINGS.values() for title in titles])
def test_a_report_of_an_error_does_not_speak_about_errors(title: str):
    assert not about(title)


def test_only_what_can_match_is_tried_and_nothing_is_missed():
    rows = [("bare", r"x?(?:gone|lost)\b.{0,9}(?!nowhere)"), ("loose", r"\d+ x?yz"), ("free", r"^\w+!$")]
    signs = Signs(rows)
    assert [needed for _, needed in variants(rows[0][1])] == [[{"gone"}], [{"lost"}]]
    assert [needed for _, needed in variants(r"(?:a|b)?[cd]e+(?:fg|hi){2,3}")] == [[{"fg", "hi"}, {"e"}]]
    assert variants(r"(?:a(?:bcde|fghi)|jklm)\.n") == [
        (r"abcde\.n", [{"bcde"}, {".n"}, {"a"}]),
        (r"afghi\.n", [{"fghi"}, {".n"}, {"a"}]),
        (r"jklm\.n", [{"jklm"}, {".n"}]),
    ]
    assert signs.found("Lost in sea") == {"bare"}
    assert signs.found("12 YZ") == {"loose"}
    assert signs.found("ahoy!") == {"free"}
    assert signs.found("") == frozenset()


def test_the_index_finds_what_a_plain_search_finds():
    titles = [title for titles in [*SAYINGS.values(), *ORDINARY.values()] for title in titles]
    plain = [(sign, re.compile(plain_pattern(pattern))) for sign, pattern in PATTERNS if sign != "about"]
    for title in titles[::5]:
        expected = {sign for sign, pattern in plain if pattern.search(normalised(title))}
        assert signs_in(title) == expected


def test_one_form_for_letters_quotes_dashes_and_spaces():
    assert normalised("  Page\u00a0isn’t\n— “HERE” ") == 'page isn\'t - "here"'
    assert normalised("Página não ENCONTRADA") == "pagina nao encontrada"
    assert normalised("SAYFA BULUNAMADI") == normalised("sayfa bulunamadı") == "sayfa bulunamadi"
    assert normalised("Ｎｏｔ　Ｆｏｕｎｄ") == "not found"
    assert normalised("ページ") == "ページ"
    assert normalised("페이지") == "페이지"
    assert normalised("صفحة") == normalised("صفحه")


def test_trades_are_counted():
    assert sign_count("Casino online: slots, poker and more casinos", "bad_trade") >= 4
    assert sign_count("Our bakery opens on Monday", "bad_trade") == 0
    assert sign_count("казино онлайн, игровые автоматы, фриспины", "bad_trade") >= 3


def test_tables_hold_what_they_say():
    hosts = load_lines("parking_hosts.txt")
    assert len(hosts) == len(set(hosts)) >= 60
    assert all(re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", host) for host in hosts)
    errors = [re.compile(line) for line in load_lines("error_paths.txt")]
    for segment in ("404", "404.html", "error", "not-found", "pagenotfound", "introuvable", "nicht-gefunden"):
        assert any(pattern.fullmatch(segment) for pattern in errors), segment
    for segment in ("about", "news", "errors-in-statistics", "lost", "page-2", "terror", "4040"):
        assert not any(pattern.fullmatch(segment) for pattern in errors), segment
    search = [(kind, re.compile(pattern)) for kind, pattern in load_table("search_paths.txt")]
    assert {kind for kind, _ in search} == {"segment", "query"}
    for segment in ("search", "search.php", "suche", "recherche", "zoeken", "поиск", "検索"):
        assert any(kind == "segment" and pattern.fullmatch(segment) for kind, pattern in search), segment
    for name in ("q", "query", "s", "suchbegriff", "keywords"):
        assert any(kind == "query" and pattern.fullmatch(name) for kind, pattern in search), name
    logins = [re.compile(line) for line in load_lines("login_paths.txt")]
    for path in ("login", "signin", "sso", "oauth", "account/login", "anmelden", "connexion", "wp-login.php"):
        assert any(pattern.fullmatch(path) for pattern in logins), path
    assert not any(pattern.fullmatch("blog") for pattern in logins)


def test_no_wording_stands_twice():
    for sign, rows in SIGNS.items():
        assert len(rows) == len(set(rows)), sign
