"""The benchmark of suggestions: the reader, the rankers, the command and the made-up site."""

from __future__ import annotations

import gzip
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bench.matching_cases import (
    BrokenDataError,
    Case,
    Prediction,
    read_cases,
    read_corpus,
    read_predictions,
    write_predictions,
)
from bench.matching_rankers import RANKERS
from bench.matching_scores import answers, by_track
from bench.matching_speed import MadeSite, speed
from bench.process import Cost, measured

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]


ENGLISH = (
    ("Tide tables for sailors", "tide-tables", "High and low water at every harbour of the coast, by day."),
    ("Anchoring in strong wind", "anchoring-wind", "How much chain a boat needs when a gale is coming."),
    ("Sail repair at home", "sail-repair", "Needles, thread and patches: mend a torn sail yourself."),
    ("Contact", "contact", "Write to us."),
)
GERMAN = (
    ("Brot mit Sauerteig backen", "brot-sauerteig", "Roggenmehl, Wasser und Geduld: ein Brot ohne Hefe."),
    ("Apfelkuchen vom Blech", "apfelkuchen-blech", "Säuerliche Äpfel, Streusel und ein dünner Boden."),
    ("Gemüsebrühe kochen", "gemuesebruehe", "Aus Möhren, Sellerie und Lauch wird eine kräftige Brühe."),
    ("Impressum", "impressum", "Wer hier schreibt."),
)


def written(folder: Path) -> Path:
    """Two sites in two languages, with a case of every track."""
    folder.mkdir()
    for name, pages in (("sea", ENGLISH), ("kueche", GERMAN)):
        rows = [
            {
                "id": f"{name}/{number}",
                "url": f"https://{name}.example/{address}",
                "title": title,
                "h1": title,
            }
            | {"headings": [], "summary": "", "text": text}
            for number, (title, address, text) in enumerate(pages)
        ]
        with gzip.open(folder / f"{name}.pages.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    languages = [{"corpus": "sea", "language": "en"}, {"corpus": "kueche", "language": "de"}]
    (folder / "corpora.json").write_text(json.dumps(languages), encoding="utf-8")
    write_cases(folder, rows_of_cases())
    return folder


def rows_of_cases() -> list[Row]:
    opaque = "https://old-site.example/p/123"
    archived = {"archived_title": "Mending sails", "archived_text": "A torn sail wants needles and thread."}
    return [
        row("sea-a", "a", "sea/0", "https://gone.example/tide-tables.html", "tide tables", easy=True),
        row("sea-c", "c", "sea/2", opaque, "this page", **archived),
        row("sea-d", "d", "", opaque, "Steuererklärung", shape="b", none_kind="far"),
        row("kueche-b", "b", "kueche/1", opaque, "Apfelkuchen vom Blech"),
        row("kueche-a", "a", "kueche/0", "https://weg.example/sauerteig-brot", "Brot mit Sauerteig"),
        row("kueche-d", "d", "", opaque, "quarterly earnings call", shape="b", none_kind="removed"),
    ]


def row(name: str, track: str, relevant: str, url: str, anchor: str, **more: Any) -> Row:
    said = {"anchor": anchor, "context": f"See {anchor}.", "source_title": "Links", "source_heading": ""}
    known = {"id": name, "track": track, "shape": track, "corpus": name.split("-")[0], "dead_url": url}
    return {**known, **said, "relevant": [relevant] if relevant else [], "origin": "same-site", **more}


def write_cases(folder: Path, rows: list[Row]) -> None:
    (folder / "cases.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")


def run(*arguments: str | Path, status: int = 0) -> Cost:
    return measured(sys.executable, "-m", "bench.matching", *map(str, arguments), accepted=(status,))


def test_a_folder_is_read_as_it_is_written(tmp_path: Path) -> None:
    folder = written(tmp_path / "data")
    assert [one.id for one in read_cases(folder)] == [one["id"] for one in rows_of_cases()]
    assert [one.id for one in read_cases(folder, ["kueche"], limit=1)] == ["kueche-b"]
    corpus = read_corpus(folder, "kueche")
    assert corpus.ids[1] == "kueche/1"
    assert (corpus.pages[1].title, corpus.pages[1].language) == ("Apfelkuchen vom Blech", "de")
    query = read_cases(folder, ["sea"])[1].query
    assert (query.anchor, query.target_title, query.page_title) == ("this page", "Mending sails", "Links")


def test_predictions_survive_the_way_through_a_file(tmp_path: Path) -> None:
    known = (Prediction("one", ("ä/1", "b"), 0.5), Prediction("two", (), None), Prediction("three"))
    write_predictions(tmp_path / "p.jsonl", known)
    assert tuple(read_predictions(tmp_path / "p.jsonl").values()) == known


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"track": "e"}, "track 'e' is none of a, b, c, d"),
        ({"relevant": "sea/0"}, "relevant is not a list of texts"),
        ({"anchor": 3}, "anchor is not a text"),
        ({"corpus": None}, "corpus is missing"),
        ({"id": "sea-c"}, "two cases have one id"),
    ],
)
def test_a_broken_case_is_named_by_its_line(change: Row, said: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "data")
    rows = rows_of_cases()
    rows[0] |= change
    write_cases(folder, rows)
    with pytest.raises(BrokenDataError, match=said) as told:
        read_cases(folder)
    assert str(folder / "cases.jsonl") in str(told.value)


# Without the time of day, which would make other tests of them in each process.
_COMPRESSED = [gzip.compress(content, mtime=0) for content in (b"[1]\n", b"{}")]


@pytest.mark.parametrize("content", [b"", b"not compressed", *_COMPRESSED])
def test_broken_own_pages_are_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sea.pages.jsonl.gz"
    path.write_bytes(content)
    if content:
        with pytest.raises(BrokenDataError, match=r"sea\.pages\.jsonl\.gz"):
            read_corpus(tmp_path, "sea")
    else:
        assert read_corpus(tmp_path, "sea").pages == ()


def test_a_cut_off_file_of_own_pages_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "data") / "sea.pages.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(BrokenDataError, match=r"sea\.pages\.jsonl\.gz"):
        read_corpus(path.parent, "sea")


@pytest.mark.parametrize("name", RANKERS)
def test_every_ranker_finds_what_is_called_the_same(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "data")
    for site, wanted in (("sea", "sea-a"), ("kueche", "kueche-b")):
        ranker = RANKERS[name](read_corpus(folder, site))
        chosen = next(one for one in read_cases(folder) if one.id == wanted)
        said = ranker.rank(chosen)
        assert said.id == wanted
        assert said.ranked[0] in chosen.relevant
        assert 0 < (said.score or 0) <= 1
        assert len(set(said.ranked)) == len(said.ranked) <= 10


@pytest.mark.parametrize("name", RANKERS)
def test_a_ranker_that_is_told_nothing_ranks_nothing(name: str, tmp_path: Path) -> None:
    ranker = RANKERS[name](read_corpus(written(tmp_path / "data"), "sea"))
    assert ranker.rank(Case("empty", "b", "b", "sea", frozenset())) == Prediction("empty", (), 0.0)


def test_the_command_shows_figures_and_leaves_predictions(tmp_path: Path) -> None:
    folder, out = written(tmp_path / "data"), tmp_path / "new" / "out"
    shown = run("--data", folder, "--out", out, "--misses", "3", "--json", tmp_path / "figures.json").output
    for words in ("rapidfuzz", "bm25", "a: address, anchor, context", "kueche", "same-site", "peak MB"):
        assert words in shown
    lines = [json.loads(line) for line in (out / "predictions.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == [one["id"] for one in rows_of_cases()]
    assert all(set(line) == {"id", "ranked", "score"} for line in lines)
    assert {file.name for file in out.iterdir()} == {
        "predictions.jsonl",
        "predictions-rapidfuzz.jsonl",
        "predictions-bm25.jsonl",
    }
    figures = json.loads((tmp_path / "figures.json").read_text())
    read_again = answers(read_cases(folder), read_predictions(out / "predictions.jsonl"))
    hit = by_track(read_again)["a"]["all"]
    assert hit is not None
    assert figures["rankers"]["finder"]["tracks"]["a"]["all"]["hit_at_1"] == hit.hit_at_1
    assert set(figures["rankers"]) == set(RANKERS)
    assert [one["corpus"] for one in figures["runs"] if one["ranker"] == "finder"] == ["sea", "kueche"]


def test_finder_is_set_against_other_predictions_and_mistakes_are_shown(tmp_path: Path) -> None:
    folder = written(tmp_path / "data")
    rows = rows_of_cases()
    # Beside the truth: what every ranker takes for the right page is not.
    rows[0] |= {"relevant": ["sea/3"], "context": "[bold]See\x1b[2J tide tables."}
    write_cases(folder, rows)
    write_predictions(tmp_path / "old.jsonl", [Prediction("sea-a", ("sea/3",), 0.5)])
    given = ("--data", folder, "--corpus", "sea", "--rankers", "finder", "--compare", tmp_path / "old.jsonl")
    found = json.loads(run(*given, "--json").output)
    assert found["changes"]["a sea"] == {"n": 1, "gained": [], "lost": ["sea-a"]}
    shown = run(*given, "--misses", "5").output
    assert "1 right before, and not now" in shown
    assert "https://sea.example/contact" in shown
    assert "[bold]See" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "say where the cases are"),
        (("--data", "nowhere"), 1, "nowhere: no such folder"),
        (("--data", "DATA", "--corpus", "moon"), 1, "no corpus 'moon'; there are sea, kueche"),
        (("--data", "DATA", "--compare", "none.jsonl"), 1, "none.jsonl: No such file or directory"),
        (("--data", "DATA", "--weights", "DATA/cases.jsonl"), 1, "not a file of weights"),
        (("--data", "DATA", "--out", "DATA/cases.jsonl/x"), 1, "Not a directory"),
        (("--data", "DATA", "--rankers", "guess"), 2, "no ranker guess"),
        (("--data", "DATA", "--limit", "0"), 2, "'0' is no number from 1 on"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    arguments: tuple[str, ...], status: int, said: str, tmp_path: Path
) -> None:
    folder = str(written(tmp_path / "data"))
    cost = run(*(part.replace("DATA", folder) for part in arguments), status=status)
    assert said in cost.errors.splitlines()[-1]
    assert "Traceback" not in cost.errors


def test_a_corpus_whose_pages_are_missing_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "data")
    (folder / "kueche.pages.jsonl.gz").unlink()
    errors = run("--data", folder, "--rankers", "rapidfuzz", status=1).errors
    assert errors.splitlines()[-1].endswith("kueche.pages.jsonl.gz: No such file or directory")
    assert "Traceback" not in errors


def test_made_up_pages_are_the_same_for_the_same_seed() -> None:
    one, same, other = (MadeSite(3, seed) for seed in (1, 1, 2))
    assert one.pages == same.pages != other.pages
    assert list(one.links(5)) == list(same.links(5))
    assert all(1_000 < len(page.text) < 2_500 for page in one.pages)


def test_speed_is_measured_on_made_up_links() -> None:
    figures = speed(30, 40, seed=1)
    assert (figures["pages"], figures["links"]) == (30, 40)
    assert 0 < figures["offered"] <= 40
    assert 0 < figures["ms_median"] <= figures["ms_95_percent"] <= figures["ms_most"]
    assert figures["peak_mb"] > 10
