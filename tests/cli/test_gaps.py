"""`finder gaps`: what to write next, as a table, as files, and topic by topic."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from finder.cli.gap_rows import TARGET_COLUMNS, TOPIC_COLUMNS
from finder.items import ArchivedCopy, Lead, Link
from finder.storage import copies, finds
from finder.storage.batches import Batch
from finder.storage.tables import lead
from tests.cli.crawled import DEAD, gone
from tests.cli.test_leads import HOSTILE, TIDES, in_terminal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.cli.crawled import Crawled

FLAGS, SIGNALS = "https://flags.example/signal-flags.pdf", "https://other.example/signal-flags"
KNOTS = "https://knots.example/p/12345"


def crawl(crawled: Crawled, anchor: str = "Signal flags") -> None:
    """Three prospects link to two dead targets about flags, the last of them to a third about knots."""
    pages = {
        "one": [Link(FLAGS, FLAGS, anchor)],
        "two": [Link(SIGNALS, SIGNALS, anchor), Link(FLAGS, FLAGS, "here", "Flags are here.")],
        "three": [Link(SIGNALS, SIGNALS, f"The {anchor}"), Link(KNOTS, KNOTS, "Bowline knots")],
    }
    for name, links in pages.items():
        crawled.page(f"https://{name}.example/links", links, title=f"Page {name}")
    crawled.look(DEAD, gone(FLAGS), gone(SIGNALS), gone(KNOTS))
    _leads(crawled)
    copy = ArchivedCopy(FLAGS, "good", snapshot_url="https://archive.example/flags", title="Signal flags")
    crawled.database.write(copies.keep, copy)


def _leads(crawled: Crawled) -> None:
    """Each page is another prospect's."""
    found = crawled.database.write(finds.claim_finds, crawled.run.campaign_id, crawled.worker, 1_000)
    for find in found:
        find.lead = Lead(find.opportunity, find.opportunity.page_url.split("/")[2], 60, {})
    crawled.store(Batch(leads=found))


def objects(crawled: Crawled, *options: str) -> list[dict[str, Any]]:
    result = crawled.finder("gaps", "--json", *options)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_topics_come_with_who_would_get_a_fix_the_most_wanted_first(crawled: Crawled) -> None:
    crawl(crawled)
    flags, knots = objects(crawled)
    assert tuple(flags) == TOPIC_COLUMNS
    assert flags == {
        "topic": 1,
        "label": "Signal flags",
        "words": ["signal", "flags"],
        "language": "en",
        "asset": "page",
        "prospects": 3,
        "source_pages": 3,
        "leads": 4,
        "targets": 2,
        "score": 60,
        "anchors": ["Signal flags", "The Signal flags"],
        "dead_urls": [FLAGS, SIGNALS],
        "archive_urls": ["https://archive.example/flags"],
    }
    assert (knots["topic"], knots["label"], knots["prospects"]) == (2, "Bowline knots", 1)


def test_a_file_has_a_row_for_each_topic_or_for_each_dead_target(crawled: Crawled) -> None:
    crawl(crawled)
    path = crawled.folder / "gaps.csv"
    result = crawled.finder("gaps", "-o", str(path))
    assert (result.stdout, result.exit_code) == (f"2 topics written to {path}\n", 0)
    flags = rows(path)[0]
    assert tuple(flags) == TOPIC_COLUMNS
    assert (flags["anchors"], flags["dead_urls"]) == ("Signal flags | The Signal flags", f"{FLAGS} {SIGNALS}")
    result = crawled.finder("gaps", "--targets", "--bom", "-o", str(path))
    assert result.stdout == f"3 targets written to {path}\n"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    first, second, third = rows(path)
    assert tuple(first) == TARGET_COLUMNS
    assert (first["dead_url"], first["asset"], first["archived_title"]) == (FLAGS, "pdf", "Signal flags")
    assert (first["likeness"], first["shared"], first["label"]) == ("1.0", "", "Signal flags")
    assert (second["dead_url"], second["topic"]) == (SIGNALS, "1")
    assert set(second["shared"].split()) == {"signal", "flags"}
    assert (third["dead_url"], third["topic"], third["prospects"]) == (KNOTS, "2", "1")


def test_standard_output_gets_the_file_and_nothing_else(crawled: Crawled) -> None:
    crawl(crawled)
    result = crawled.finder("gaps", "-o", "-", "--limit", "1")
    assert result.stdout.startswith(",".join(TOPIC_COLUMNS) + "\n1,Signal flags,")
    assert result.stderr == "1 topic written to standard output\n"


def test_a_pipe_gets_lines_with_tabs_and_a_limit_is_told(crawled: Crawled) -> None:
    crawl(crawled)
    result = crawled.finder("gaps", "--limit", "1")
    header, first = result.stdout.splitlines()
    assert header.split("\t") == list(TOPIC_COLUMNS)
    assert first.split("\t")[:3] == ["1", "Signal flags", "signal flags"]
    assert result.stderr == "1 of 2 topics; --limit 0 shows all.\n"
    assert len(crawled.finder("gaps", "--targets").stdout.splitlines()) == 4


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ("--min-prospects 2", ["Signal flags"]),
        ("--min-prospects 4", []),
        ("--language EN", ["Signal flags", "Bowline knots"]),
        ("--language de", []),
        ("--status new", ["Signal flags", "Bowline knots"]),
        ("--status won", []),
        ("--limit 1", ["Signal flags"]),
        ("--limit 0", ["Signal flags", "Bowline knots"]),
    ],
)
def test_options_say_which_topics(crawled: Crawled, options: str, labels: list[str]) -> None:
    crawl(crawled)
    assert [topic["label"] for topic in objects(crawled, *options.split())] == labels


def test_leads_with_another_status_do_not_count(crawled: Crawled) -> None:
    crawl(crawled)
    statement = (
        lead.update().where(lead.c.page_url == "https://three.example/links").values(status="rejected")
    )
    crawled.database.write(lambda connection: connection.execute(statement))
    (flags,) = objects(crawled, "--status", "new")
    assert (flags["prospects"], flags["leads"]) == (2, 3)


def test_a_target_that_one_of_our_pages_fits_is_no_gap(crawled: Crawled) -> None:
    crawled.page("https://one.example/links", [Link(FLAGS, FLAGS, "Signal flags")])
    crawled.look(DEAD, gone(FLAGS))
    crawled.leads(TIDES)
    result = crawled.finder("gaps")
    assert result.exit_code == 0
    assert result.stderr.startswith("No gap: one of your pages fits every dead target")


def test_why_there_is_nothing_to_show_is_told(crawled: Crawled) -> None:
    nothing = crawled.finder("gaps")
    assert (nothing.exit_code, nothing.stderr) == (
        0,
        "No broken links yet; `finder status` says what was crawled.\n",
    )
    crawl(crawled)
    assert (
        crawled.finder("gaps", "--min-prospects", "9").stderr
        == "None of the 2 topics has so many prospects.\n"
    )
    assert crawled.finder("gaps", "--json", "--min-prospects", "9").stdout == "[]\n"


def test_one_topic_is_shown_with_its_targets_and_who_links_to_them(crawled: Crawled) -> None:
    crawl(crawled)
    said = crawled.finder("gaps", "--topic", "1").stdout
    assert said.startswith("\nTopic 1: Signal flags\n")
    for line in (
        "  prospects     3, on 3 pages",
        "  leads         4, mean score 60",
        f"  dead URL      {FLAGS} (linked by 2 pages)",
        "  archive       https://archive.example/flags Signal flags",
        "Prospects that would get a fix (3)",
    ):
        assert line in said.splitlines()
    assert "one.example (score 60): https://one.example/links" in said
    assert "likeness" in said
    assert KNOTS not in said


def test_one_topic_as_json_has_its_targets_and_leads(crawled: Crawled) -> None:
    crawl(crawled)
    topic = json.loads(crawled.finder("gaps", "--topic", "1", "--json").stdout)
    assert [target["dead_url"] for target in topic["dead_targets"]] == [FLAGS, SIGNALS]
    assert [each["prospect"] for each in topic["all_leads"]] == [
        "one.example",
        "three.example",
        "two.example",
        "two.example",
    ]
    targets = crawled.finder("gaps", "--topic", "2", "--targets", "-o", "-").stdout
    assert KNOTS in targets
    assert FLAGS not in targets


def test_a_topic_that_is_not_there_is_told_in_one_line(crawled: Crawled) -> None:
    none = crawled.finder("gaps", "--topic", "1")
    assert (none.exit_code, none.stderr) == (
        1,
        "finder: no topic 1; there is none, `finder gaps` shows them\n",
    )
    crawl(crawled)
    assert "no topic 3; there are 2" in crawled.finder("gaps", "--topic", "3").stderr


@pytest.mark.parametrize("options", ["-o - --json", "--bom", "--min-prospects 0", "--topic 0", "--topic x"])
def test_wrong_usage_is_exit_code_2(crawled: Crawled, options: str) -> None:
    assert crawled.finder("gaps", *options.split()).exit_code == 2


def test_a_file_that_cannot_be_written_is_told_in_one_line(crawled: Crawled) -> None:
    crawl(crawled)
    result = crawled.finder("gaps", "-o", str(crawled.folder / "none" / "gaps.csv"))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("columns", [80, 140])
def test_a_terminal_gets_whole_words_in_its_width(crawled: Crawled, columns: int) -> None:
    crawl(crawled)
    said = in_terminal(crawled.folder, columns, "gaps")
    lines = said.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert max(map(len, lines)) <= columns
    assert any("Signal flags (en)" in line for line in lines)
    assert any("copy: https://archive.example/flags" in line for line in lines)
    assert any(
        SIGNALS in line for line in in_terminal(crawled.folder, columns, "gaps", "--targets").splitlines()
    )


def test_text_of_pages_harms_neither_terminal_nor_spreadsheet(crawled: Crawled) -> None:
    crawl(crawled, f"=HYPERLINK(1) {HOSTILE}")
    label = objects(crawled)[0]["label"]
    assert label.startswith("=HYPERLINK(1)")
    path = crawled.folder / "gaps.csv"
    crawled.finder("gaps", "-o", str(path))
    (first, _) = rows(path)
    assert first["label"].startswith("'=HYPERLINK(1)")
    assert first["anchors"].startswith("'=HYPERLINK(1)")
    outputs = [
        crawled.finder("gaps", *more).stdout for more in ((), ("--targets",), ("--topic", "1"), ("--json",))
    ]
    outputs.append(path.read_text(encoding="utf-8"))
    for options in ((), ("--targets",), ("--topic", "1")):
        said = in_terminal(crawled.folder, 140, "gaps", *options)
        outputs.append(said.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", ""))
    for said in outputs:
        assert "HYPERLINK" in said
        assert not any(bad in said for bad in ("\x1b", "\x9b", "\x07"))
    assert not any("\u202e" in said for said in (*outputs[:3], *outputs[5:]))
