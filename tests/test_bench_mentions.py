"""The benchmark of mentions: its pages are the same every time, its truths are right, its arithmetic too."""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from contextlib import suppress
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import ada_url
import pytest
from selectolax.lexbor import LexborHTMLParser

from bench.mentions import __main__ as command
from bench.mentions.baselines import substring
from bench.mentions.cases import Case, Truth, as_row
from bench.mentions.kinds import KINDS
from bench.mentions.layouts import layouts
from bench.mentions.making import make
from bench.mentions.profiles import brands
from bench.mentions.scoring import Share, score
from bench.mentions.texts import HALVES, languages, read_toml
from bench.mentions.writing import write

if TYPE_CHECKING:
    from pathlib import Path

PLAIN_KINDS: Final = (
    "plain",
    "several",
    "heading",
    "list_item",
    "table_cell",
    "quotation",
    "citations",
    "caption",
)
WITH_SPELLINGS: Final = (
    "inline_tags",
    "soft_hyphen",
    "zero_width",
    "entities",
    "no_break_space",
    "line_break",
)
UNSEEN: Final = re.compile(r"(?is)<!--.*?-->|<(script|style|template|noscript|title)\b.*?</\1>")
INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]")


@cache
def cases(half: str) -> tuple[Case, ...]:
    return tuple(make(half))


def stripped(html: str) -> str:
    """What a page says, by the simplest means: no tags, no scripts, no hidden characters."""
    text = unescape(
        re.sub(r"</?(?:p|li|td|th|tr|h\d|div|br)\b[^>]*>", " ", UNSEEN.sub("", html), flags=re.IGNORECASE)
    )
    return " ".join(INVISIBLE.sub("", unescape(re.sub(r"<[^<>]*>", "", text))).split())


@pytest.mark.parametrize("half", HALVES)
def test_cases_are_the_same_every_time(half: str) -> None:
    some = [kind for kind in KINDS if kind.name in ("plain", "word_mixed", "linked_spelled", "broken_markup")]
    assert list(make(half, some)) == [
        case for case in cases(half) if case.kind in {kind.name for kind in some}
    ]


def test_there_are_enough_cases_languages_and_layouts() -> None:
    assert sum(len(cases(half)) for half in HALVES) >= 1000
    for half in HALVES:
        counts = Counter(case.kind for case in cases(half))
        assert set(counts) == {kind.name for kind in KINDS}
        assert min(counts.values()) >= 6
        languages_used = Counter(case.lang for case in cases(half))
        assert set(languages_used) == set(languages())
        assert min(languages_used.values()) >= 10
        assert {case.layout for case in cases(half)} == {layout.name for layout in layouts(half)}
        assert (
            len({case.id for case in cases(half)})
            == len({case.html for case in cases(half)})
            == len(cases(half))
        )


def test_a_kind_is_spread_over_languages_and_layouts() -> None:
    for half in HALVES:
        for kind in KINDS:
            some = [case for case in cases(half) if case.kind == kind.name]
            assert len({case.layout for case in some}) >= 2, kind.name
            if not kind.langs and not kind.data:
                assert len({case.lang for case in some}) >= 5, kind.name


def test_the_halves_share_no_brand_layout_or_sentence() -> None:
    assert not set(brands("dev")) & set(brands("held"))
    domains = [{domain for brand in brands(half).values() for domain in brand.domains} for half in HALVES]
    assert not domains[0] & domains[1]
    assert not {layout.name for layout in layouts("dev")} & {layout.name for layout in layouts("held")}
    assert not {entry["text"] for entry in _entries("dev")} & {entry["text"] for entry in _entries("held")}
    for lang in languages():
        read = read_toml(f"texts/{lang}.toml")
        dev, held = ({text for some in read[half].values() for text in some} for half in HALVES)
        assert not dev & held


def _entries(half: str) -> list[dict[str, str]]:
    files = (f"data/literal_{half}.toml", f"data/words_{half}.toml")
    return [one for name in files for key, some in read_toml(name).items() if key != "brand" for one in some]


@pytest.mark.parametrize("half", HALVES)
def test_pages_weigh_what_real_pages_weigh(half: str) -> None:
    for case in cases(half):
        assert 20_000 <= len(case.html.encode()) <= (600_000 if case.kind == "long_page" else 110_000), (
            case.id
        )
        assert "{{" not in re.sub(r"(?s)<script.*?</script>", "", case.html), case.id
        assert "{brand}" not in case.html


@pytest.mark.parametrize("half", HALVES)
def test_the_name_is_on_the_page_as_often_as_told(half: str) -> None:
    for case in cases(half):
        name = case.brand.name
        if case.kind in (*PLAIN_KINDS, *WITH_SPELLINGS) or case.kind.startswith("linked_"):
            assert case.truth.mentions == (stripped(case.html).count(name),) * 2, case.id
        elif case.kind == "beside_template":
            assert case.truth.mentions[0] < stripped(case.html).count(name), case.id
        elif case.kind.startswith("template_"):
            assert name in stripped(case.html), case.id
        elif case.kind in ("absent", "hidden_by_element", "hidden_alternative_text", "hidden_metadata"):
            assert name not in stripped(case.html), case.id
        elif case.kind == "hidden_by_style":
            assert name in stripped(case.html), case.id


def leads_to_brand(case: Case) -> bool:
    """Whether some link leads to a domain of the brand, by the rules of browsers and without finder."""
    page = LexborHTMLParser(case.html)
    base = page.css_first("base[href]")
    start = ada_url.URL(base.attributes["href"] or "", case.url).href if base else case.url
    for link in page.css("a[href], area[href]"):
        with suppress(ValueError):
            host = ada_url.URL(link.attributes["href"] or "", start).hostname.rstrip(".")
            if any(host == domain or host.endswith(f".{domain}") for domain in case.brand.domains):
                return True
    return False


@pytest.mark.parametrize("half", HALVES)
def test_links_lead_where_told(half: str) -> None:
    for case in cases(half):
        through_another = case.kind == "linked_redirector"
        assert leads_to_brand(case) == (case.truth.links_to_brand and not through_another), case.id
        if through_another:
            assert any(f"https://{domain}" in unquote(case.html) for domain in case.brand.domains), case.id


@pytest.mark.parametrize("half", HALVES)
def test_invented_names_stand_on_no_page_but_by_a_case(half: str) -> None:
    invented = [brand.name for brand in brands(half).values() if not brand.common_word]
    for case in cases(half):
        others = [name for name in invented if name != case.brand.name and name in case.html]
        assert not others, case.id


@pytest.mark.parametrize("half", HALVES)
def test_truths_do_not_contradict_themselves(half: str) -> None:
    for case in cases(half):
        truth = case.truth
        assert truth.verdict in truth.accept
        assert truth.links_to_brand == (truth.verdict == "linked"), case.id
        assert truth.mentions[0] <= truth.mentions[1]
        if truth.verdict in ("none", "not_brand", "template_only"):
            assert truth.mentions == (0, 0), case.id
        elif case.kind != "image_credit":
            assert truth.mentions[0] >= 1, case.id
        if truth.linked_elsewhere:
            assert truth.verdict == "unlinked"


UNLINKED = Truth("unlinked", ("unlinked",), (1, 2), links_to_brand=False, linked_elsewhere=False)
EITHER = Truth("unlinked", ("unlinked", "template_only"), (0, 1), links_to_brand=False, linked_elsewhere=None)
ELSEWHERE = Truth("unlinked", ("unlinked",), (1, 1), links_to_brand=False, linked_elsewhere=True)
LINKED = Truth("linked", ("linked",), (1, 1), links_to_brand=True, linked_elsewhere=False)
ANOTHER = Truth("not_brand", ("not_brand", "none"), (0, 0), links_to_brand=False, linked_elsewhere=False)
TEMPLATE = Truth("template_only", ("template_only",), (0, 0), links_to_brand=False, linked_elsewhere=False)


def said(
    verdict: str, mentions: int = 0, *, linked: bool = False, elsewhere: bool = False
) -> dict[str, object]:
    return {
        "verdict": verdict,
        "mentions": mentions,
        "links_to_brand": linked,
        "linked_elsewhere": elsewhere,
    }


def test_the_arithmetic_of_the_scores() -> None:
    found = score(
        [
            (UNLINKED, said("unlinked", 2)),
            (UNLINKED, said("none")),
            (EITHER, said("template_only")),
            (EITHER, said("unlinked", 1)),
            (ELSEWHERE, said("unlinked", 1, elsewhere=True)),
            (LINKED, said("unlinked", 1, elsewhere=True)),
            (LINKED, said("linked", 1, linked=True)),
            (ANOTHER, said("ambiguous")),
            (ANOTHER, said("unlinked", 1)),
            (TEMPLATE, said("not_brand")),
        ]
    )
    assert found.cases == 10
    assert found.verdict == Share(6, 10)
    assert found.precision == Share(2, 4)
    assert found.recall == Share(2, 3)
    assert found.false_alarms == Share(1, 3)
    assert found.mentions == Share(8, 10)
    assert found.linked == Share(9, 10)
    assert found.linked_elsewhere == Share(7, 8)
    assert found.elsewhere_found == Share(1, 1)
    assert score([]).verdict.value is None


def test_a_simple_way_is_fooled_by_most_traps() -> None:
    some = cases("dev")
    assert (score((case.truth, substring(case)) for case in some).verdict.value or 1) < 0.7


def test_written_cases_can_be_read_again(tmp_path: Path) -> None:
    some = cases("dev")[:3]
    write(tmp_path, some)
    rows = [
        json.loads(line) for line in (tmp_path / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert rows == [as_row(case) for case in some]
    with lzma.open(tmp_path / "html.jsonl.xz", "rt", encoding="utf-8") as packed:
        pages = {page["page"]: page["html"] for page in map(json.loads, packed)}
    assert pages == {f"{case.id}.html": case.html for case in some}
    assert all((tmp_path / "html" / row["page"]).exists() for row in rows)


def test_the_held_back_half_is_used_only_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for more, half in (([], "dev"), (["--held"], "held")):
        words = [
            "bench-mentions",
            "--kind",
            "plain",
            "--kind",
            "typing_error",
            "--no-baselines",
            "--json",
            *more,
        ]
        monkeypatch.setattr(sys, "argv", words)
        assert command.main() == 0
        figures = json.loads(capsys.readouterr().out)
        assert figures["half"] == half
        assert figures["ways"]["finder"]["all"]["cases"] == 18
        assert set(figures["ways"]["finder"]["kind"]) == {"plain", "typing_error"}


def test_a_folder_that_cannot_be_written_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(
        sys, "argv", ["bench-mentions", "--kind", "absent", "--write", str(tmp_path / "file" / "x")]
    )
    assert command.main() == 1
    assert capsys.readouterr().err.startswith("bench-mentions: ")
