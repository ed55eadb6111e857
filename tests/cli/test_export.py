"""`finder export`: a whole file with every lead, or none."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from finder.exports.generic import COLUMNS
from finder.items import Link, Suggestion
from tests.cli.crawled import DEAD, finder, gone, mention

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.crawled import Crawled

OLD = "https://dead.example/old"
TIDES = Suggestion("https://acme.example/tides", "Tides today", 0.8, {"title": 0.7}, 'both say "tides"')
HOSTILE = '=HYPERLINK("https://evil.example/")\r\n"quoted", \u2028 and more'


def found(crawled: Crawled) -> None:
    link = Link(OLD, OLD, "Tide tables", 'See "the, tables".', "Links", ("nofollow",))
    crawled.page("https://list.example/links", [link], title="Good links")
    crawled.look(DEAD, gone(OLD))
    crawled.leads(TIDES, 70)
    crawled.lead(mention("https://blog.example/a", HOSTILE), score=50)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_a_file_named_after_the_campaign_holds_every_lead_best_first(crawled: Crawled) -> None:
    found(crawled)
    result = finder(crawled.folder, "export")
    assert (result.returncode, result.stdout, result.stderr) == (0, "2 leads written to acme-leads.csv\n", "")
    broken, named = rows(crawled.folder / "acme-leads.csv")
    assert broken["first_seen"] == broken["last_seen"]
    assert broken == dict.fromkeys(COLUMNS, "") | {
        "lead_id": "1",
        "kind": "broken_link",
        "status": "new",
        "score": "70",
        "page_url": "https://list.example/links",
        "page_title": "Good links",
        "prospect": "list.example",
        "dead_url": OLD,
        "dead_since": "2026-11-23T05:11:00Z",
        "reason": "not_found",
        "anchor": "Tide tables",
        "context": 'See "the, tables".',
        "placement": "main",
        "rel": "nofollow",
        "replacement_url": "https://acme.example/tides",
        "replacement_title": "Tides today",
        "why_match": 'both say "tides"',
        "evidence": "It answers 404 Not Found. Seen on 2026-11-23.",
        "first_seen": broken["first_seen"],
        "last_seen": broken["first_seen"],
        "sightings": "1",
        "score_parts": "confidence 1.00, match 0.80",
    }
    assert named["page_title"] == f"'{HOSTILE}"
    assert named["why_match"] == "no good match among our pages"


def test_the_file_is_rfc_4180_with_a_byte_order_mark_only_when_asked_for(crawled: Crawled) -> None:
    found(crawled)
    plain, marked = crawled.folder / "plain.csv", crawled.folder / "marked.csv"
    crawled.finder("export", "-o", str(plain))
    crawled.finder("export", "--bom", "-o", str(marked))
    assert plain.read_bytes().startswith(b"lead_id,kind,status,score,page_url,")
    assert plain.read_bytes().endswith(b",1,,,,,,Acme" + b"," * 28 + b'"confidence 1.00, match 0.00",\r\n')
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_standard_output_gets_the_file_and_standard_error_the_count(crawled: Crawled) -> None:
    found(crawled)
    result = crawled.finder("export", "-o", "-", "--kind", "broken_link")
    assert result.stderr == "1 lead written to standard output\n"
    assert [row["lead_id"] for row in csv.DictReader(result.stdout.splitlines())] == ["1"]


@pytest.mark.parametrize("options", [("--format", "jsonl"), ("-o", "leads.jsonl")])
def test_jsonl_by_option_or_by_the_name_of_the_file(crawled: Crawled, options: tuple[str, ...]) -> None:
    found(crawled)
    result = finder(crawled.folder, "export", *options)
    name = options[1] if options[0] == "-o" else "acme-leads.jsonl"
    assert result.stdout == f"2 leads written to {name}\n"
    leads = [json.loads(line) for line in (crawled.folder / name).read_text(encoding="utf-8").splitlines()]
    assert [lead["score"] for lead in leads] == [70, 50]
    assert leads[1]["page_title"] == HOSTILE


def test_the_same_filters_as_of_leads_apply(crawled: Crawled) -> None:
    found(crawled)
    path = crawled.folder / "some.csv"
    for options, wanted in (
        (("--no-match",), ["2"]),
        (("--limit", "1"), ["1"]),
        (("--sort", "prospect", "--min-score", "50"), ["1", "2"]),
        (("--text", "hyperlink"), ["2"]),
    ):
        crawled.finder("export", "-o", str(path), *options)
        assert [row["lead_id"] for row in rows(path)] == wanted


def test_without_leads_the_file_has_its_header(crawled: Crawled) -> None:
    path = crawled.folder / "none.csv"
    assert "0 leads written" in crawled.finder("export", "-o", str(path)).stdout
    assert path.read_bytes().decode() == ",".join(COLUMNS) + "\r\n"


def test_a_file_that_is_there_is_replaced_and_keeps_its_rights(crawled: Crawled) -> None:
    found(crawled)
    path = crawled.folder / "leads.csv"
    path.write_text("old")
    path.chmod(0o640)
    link = crawled.folder / "link.csv"
    link.symlink_to(path)
    crawled.finder("export", "-o", str(link))
    assert link.is_symlink()
    assert len(rows(path)) == 2
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failed_export_leaves_the_old_file_and_no_half_one(crawled: Crawled) -> None:
    found(crawled)
    path = crawled.folder / "leads.csv"
    path.write_text("old")
    with crawled.broken_table("sighting"):
        result = finder(crawled.folder, "export", "-o", "leads.csv")
    assert result.returncode == 1
    assert result.stderr.startswith("finder: sqlite:")
    assert result.stderr.count("\n") == 1
    assert path.read_text() == "old"
    assert not list(crawled.folder.glob(".*.part"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/dev/full", "finder: /dev/full cannot be written: No space left on device\n"),
        ("none/leads.csv", "finder: none/leads.csv cannot be written: No such file or directory\n"),
        (".", "is a folder; name a file in it\n"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_in_one_line(crawled: Crawled, name: str, said: str) -> None:
    found(crawled)
    result = finder(crawled.folder, "export", "-o", name)
    assert result.returncode == 1
    assert result.stderr.endswith(said)
    assert result.stderr.count("\n") == 1


def test_a_pipe_that_has_a_name_is_written_to_directly(crawled: Crawled) -> None:
    found(crawled)
    result = finder(crawled.folder, "export", "-o", "/dev/stdout")
    assert result.returncode == 0
    assert result.stdout.startswith("lead_id,")


def test_a_byte_order_mark_in_jsonl_is_wrong_usage(crawled: Crawled) -> None:
    assert crawled.finder("export", "--bom", "--format", "jsonl").exit_code == 2
