"""`finder report`: one whole file, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from finder.items import Link, Suggestion
from tests.cli.crawled import DEAD, UNCERTAIN, finder, gone, mention, silent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.crawled import Crawled

OLD, QUIET = "https://dead.example/old", "https://quiet.example/"
TIDES = Suggestion("https://acme.example/tides", "Tides today", 0.8, {"title": 0.7}, 'both say "tides"')


def found(crawled: Crawled) -> None:
    links = [
        Link(OLD, OLD, "Tide tables", "See the Tide tables.", "Links", ("nofollow",)),
        Link(QUIET, QUIET, "Quiet", "A quiet one."),
    ]
    crawled.page("https://list.example/links", links, title="Good links")
    crawled.look(DEAD, gone(OLD))
    crawled.look(UNCERTAIN, silent(QUIET))
    crawled.leads(TIDES, 70)
    crawled.lead(mention("https://blog.example/a", "<b>Bold</b>", "We like [[Acme]]."), score=50)
    crawled.failed_page("https://slow.example/", "503 Service Unavailable")


def page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def test_a_file_named_after_the_campaign_tells_how_it_stands(crawled: Crawled) -> None:
    found(crawled)
    result = finder(crawled.folder, "report")
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "Report written to acme-report.html\n",
        "",
    )
    read = page(crawled.folder / "acme-report.html")
    assert read.css_first("h1").text() == "acme"
    assert [node.text().strip() for node in read.css("article h3")] == ["Good links", "<b>Bold</b>"]
    assert [node.text() for node in read.css("mark")] == ["Tide tables", "Acme"]
    text = " ".join(read.css_first("main").text().split())
    assert "2 targets looked at" in text
    assert "503 Service Unavailable" in text
    assert "This is the first crawl" in text


def test_the_options_say_how_many_since_when_and_whom(crawled: Crawled) -> None:
    found(crawled)
    path = crawled.folder / "some.html"
    result = crawled.finder(
        "report", "-o", str(path), "--best", "1", "--since", "2020-01-01", "--with-contacts"
    )
    assert result.exit_code == 0, result.output
    read = page(path)
    assert len(read.css("article")) == 1
    text = " ".join(read.css_first("body").text().split())
    assert "Since 2020-01-01." in text
    assert "It names people" in text


def test_standard_output_gets_the_file_and_standard_error_the_word(crawled: Crawled) -> None:
    found(crawled)
    result = crawled.finder("report", "-o", "-")
    assert result.stdout.startswith("<!doctype html>")
    assert result.stderr == "Report written to standard output\n"


def test_without_leads_there_is_a_report_too(crawled: Crawled) -> None:
    path = crawled.folder / "none.html"
    assert crawled.finder("report", "-o", str(path)).exit_code == 0
    assert "No lead holds yet." in path.read_text(encoding="utf-8")


def test_a_failed_report_leaves_the_old_file_and_no_half_one(crawled: Crawled) -> None:
    found(crawled)
    path = crawled.folder / "report.html"
    path.write_text("old")
    with crawled.broken_table("sighting"):
        result = finder(crawled.folder, "report", "-o", "report.html")
    assert result.returncode == 1
    assert result.stderr.startswith("finder: sqlite:")
    assert path.read_text() == "old"
    assert not list(crawled.folder.glob(".*.part"))


@pytest.mark.parametrize("output", [".", "none/report.html", "/dev/full"])
def test_a_file_that_cannot_be_written_is_told_in_one_line(crawled: Crawled, output: str) -> None:
    result = finder(crawled.folder, "report", "-o", output)
    assert result.returncode == 1
    assert result.stderr.startswith("finder: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("options", [("--best", "501"), ("--best", "many"), ("--since", "monday")])
def test_what_is_no_number_or_no_day_is_wrong_usage(crawled: Crawled, options: tuple[str, ...]) -> None:
    assert crawled.finder("report", *options).exit_code == 2
