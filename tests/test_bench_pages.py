"""The benchmark of real pages: the reader of its folder, the scores and the command."""

from __future__ import annotations

import json
import lzma
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bench.matching_cases import BrokenDataError
from bench.page_cases import MENTIONS, PAGES, read_cases
from bench.placement_scores import main_scores
from bench.process import measured

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Springs follow the full and the new moon by a day or two, says the Harbour Guide. " * 20
HTML = (
    f"<html lang=en><title>Tides</title><body><nav><a href=https://nav.example/>Nav</a></nav><h1>Tides</h1>"
    f"<p>{TEXT} <a href='https://Main.example/a#part'>main</a> and Acme Tools.</p>"
    "<footer><a href=https://foot.example/>foot</a></footer>"
)
LINKS = [
    {"href": "https://main.example/a/#part", "text": "Main", "outbound": True, "truth": "main"},
    {"href": "https://nav.example", "text": "Nav", "outbound": True, "truth": "template"},
    {"href": "https://foot.example/", "text": "", "outbound": True, "truth": "template_inside"},
    {"href": "https://gone.example/", "text": "gone", "outbound": True, "truth": "main"},
    {"href": "https://main.example/a#part", "text": "main", "outbound": True, "truth": "grey"},
    {"href": "https://pages.example/b", "text": "b", "outbound": False, "truth": "main"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One page, a case of it for links and two, one of them edited, for mentions."""
    with lzma.open(tmp_path / "html.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"page": "one", "html": HTML}) + "\n")
    case = {"page": "one", "url": "https://pages.example/a", "edits": []}
    brand = {"name": "Acme Tools", "aliases": [], "domains": ["acme.example"]}
    start = HTML.index("https://nav.example/")
    edit = [start, start + len("https://nav.example/"), "https://www.acme.example/x"]
    truth = {"links": LINKS, "links_tier": "body"}
    write(tmp_path / PAGES, {**case, "id": "p", "truth": truth})
    write(
        tmp_path / MENTIONS,
        {**case, "id": "m", "brand": brand},
        {**case, "id": "n", "brand": brand, "edits": [edit]},
    )
    return tmp_path


def write(path: Path, *records: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def test_the_command_leaves_predictions_for_both_files_and_figures(folder: Path) -> None:
    out, figures = folder / "out", folder / "figures.json"
    command = ("-m", "bench.real_pages", "--data", str(folder), "--out", str(out), "--json", str(figures))
    shown = measured(sys.executable, *command, "--no-peers", "--rounds", "1", "--names", "0,20").output
    assert "links of the main text" in shown
    [page] = [json.loads(line) for line in (out / PAGES).read_text(encoding="utf-8").splitlines()]
    assert [(link["href"], link["placement"]) for link in page["links"]] == [
        ("https://nav.example/", "template"),
        ("https://main.example/a#part", "main"),
        ("https://foot.example/", "template"),
    ]
    assert (page["title"], page["language"], page["noindex"]) == ("Tides", "en", False)
    mentions = [json.loads(line) for line in (out / MENTIONS).read_text(encoding="utf-8").splitlines()]
    assert [(each["verdict"], each["mentions"], each["links_to_brand"]) for each in mentions] == [
        ("unlinked", 1, False),
        ("linked", 1, True),
    ]
    known = json.loads(figures.read_text(encoding="utf-8"))
    assert known["main_f1"]["finder"]["body"] == pytest.approx(2 / 3)
    assert set(known["ms_per_page_by_names"]) == {"0", "20"}


def test_a_link_counts_as_main_when_one_of_its_kind_is_and_not_when_it_is_missing(folder: Path) -> None:
    cases = read_cases(folder)[PAGES]
    said = [
        {"href": "http://www.main.example/a#part", "text": "other words", "placement": "template"},
        {"href": "http://www.main.example/a#part", "text": "again", "placement": "main"},
        {"href": "https://nav.example/", "text": "nav", "placement": "main"},
    ]
    score = main_scores(cases, {"p": said})["body"]
    assert (score.right, score.wrong, score.missed) == (1, 1, 1)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)


def test_a_folder_that_is_no_folder_of_cases_is_told_in_one_line(folder: Path) -> None:
    (folder / MENTIONS).write_text('{"id": "m", "page": "another", "url": "u"}\n', encoding="utf-8")
    with pytest.raises(BrokenDataError, match=r"mentions\.jsonl: line 1: KeyError\('another'\)"):
        read_cases(folder)
    (folder / "html.jsonl.xz").write_text("no archive", encoding="utf-8")
    with pytest.raises(BrokenDataError, match=r"html\.jsonl\.xz"):
        read_cases(folder)
    for name in (PAGES, MENTIONS):
        (folder / name).unlink()
    command = ("-m", "bench.real_pages", "--data", str(folder / "nowhere"))
    cost = measured(sys.executable, *command, accepted=(1,))
    assert cost.errors.count("\n") == 1
    assert "No such file" in cost.errors
