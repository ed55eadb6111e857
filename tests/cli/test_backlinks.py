"""`finder backlinks`: the profile, the merged list, and one page with its history."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from finder.cli.backlinks_list import COLUMNS
from tests.cli.crawled import finder
from tests.storage.backlinks import HOME, OLD, TIDES, put, put_counts, put_six

if TYPE_CHECKING:
    from click.testing import Result

    from tests.cli.crawled import Crawled


def lists(crawled: Crawled, *options: str) -> Result:
    return crawled.finder("backlinks", "list", *options)


def test_the_profile_is_told_in_tables_and_as_json(crawled: Crawled) -> None:
    put_six(crawled.database, crawled.run.campaign_id)
    put_counts(crawled.database, crawled.run.campaign_id)
    result = finder(crawled.folder, "backlinks")
    assert (result.returncode, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "4 links on 4 pages of 4 domains (6, 6 and 5 with those that are lost)"
    for line in (
        "lost link removed 1 1 1",
        "Ahrefs + Search Console 1 25%",
        "All 3 1 25%",
        "our own looks alone 1 25%",
        "image without text 2 50% 2 50%",
        f"{OLD} 1 1 not found 404",
        "Ahrefs 1 1 1 0 33% 0 0",
    ):
        assert line in lines
    assert "Ahrefs Domain rating" in " ".join(lines)
    said = json.loads(crawled.finder("backlinks", "--json").stdout)
    assert said["campaign"] == "acme"
    assert said["current"] == {"links": 4, "pages": 4, "domains": 4}
    assert said["agreement"]["links"][0] == {
        "suppliers": ["ahrefs", "search_console"],
        "number": 1,
        "share": 0.2,
    }
    assert said["counts_only"][0]["known"] == 1


def test_without_backlinks_it_says_what_to_do(crawled: Crawled) -> None:
    for command in ((), ("list",)):
        result = crawled.finder("backlinks", *command)
        assert result.exit_code == 0
        assert result.stderr.startswith("No backlinks yet; `finder import ")
    assert json.loads(crawled.finder("backlinks", "--json").stdout)["known"]["links"] == 0
    refused = crawled.finder("backlinks", "show", "https://a.example/1")
    assert (refused.exit_code, "nobody reports a link" in refused.stderr) == (1, True)


def test_the_list_has_columns_for_each_supplier_and_no_formulas(crawled: Crawled) -> None:
    campaign = crawled.run.campaign_id
    put_six(crawled.database, campaign)
    put(crawled.database, campaign, "https://z.example/", HOME, {"ahrefs": {"anchor": "=1+1"}})
    path = crawled.folder / "links.csv"
    assert lists(crawled, "--csv", str(path)).stdout == f"7 backlinks written to {path}\n"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True))
    assert tuple(rows[0])[: len(COLUMNS)] == COLUMNS
    assert rows[0]["source_url"] == "https://a.example/1"
    assert rows[0]["seen_by"] == "ahrefs, semrush, search_console (page), finder"
    assert (rows[0]["semrush_first_seen"], rows[0]["search_console_last_seen"]) == (
        "2026-09-15",
        "2026-11-09",
    )
    assert rows[-1]["anchor"] == "'=1+1"


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("--state never", ["c", "d"]),
        ("--state lost --why link_removed", ["a"]),
        ("--supplier ahrefs --missing-from semrush", ["a", "b"]),
        ("--domain https://www.A.example/anything", ["a", "a"]),
        (f"--target {TIDES}?utm_source=x#y", ["a", "e"]),
        ("--limit 2 --sort target", ["a", "c"]),
    ],
)
def test_options_say_which_links(crawled: Crawled, options: str, wanted: list[str]) -> None:
    put_six(crawled.database, crawled.run.campaign_id)
    said = json.loads(lists(crawled, "--json", *options.split()).stdout)
    assert sorted(link["source_domain"][0] for link in said) == wanted


def test_a_pipe_gets_lines_and_one_page_is_told_with_what_each_says(crawled: Crawled) -> None:
    put_six(crawled.database, crawled.run.campaign_id)
    lines = lists(crawled).stdout.splitlines()
    assert len(lines) == 7
    assert lines[0].split("\t")[:4] == ["source_url", "source_domain", "target_url", "seen_by"]
    shown = crawled.finder("backlinks", "show", "https://a.example/1").stdout
    assert f"https://a.example/1 to {TIDES}" in shown
    assert "first seen 2026-09-15, last seen 2026-11-05" in shown
    assert lists(crawled, "--target", "nothing").exit_code == 2
    assert lists(crawled, "--csv", "-", "--json").exit_code == 2


def test_which_rows_of_a_file_are_refused_can_be_asked_again(crawled: Crawled) -> None:
    table = (
        "source_url,target_url\nhttps://a.example/1,https://acme.example/\nnonsense,https://acme.example/\n"
    )
    (crawled.folder / "links.csv").write_text(table, encoding="utf-8")
    first = finder(crawled.folder, "import", "acme.toml", "links.csv")
    assert (first.returncode, first.stderr.partition(": ")[0]) == (3, "links.csv:3")
    again = finder(crawled.folder, "import", "acme.toml", "links.csv")
    assert "1 row was refused; --refused FILE has them" in again.stderr
    finder(crawled.folder, "import", "acme.toml", "links.csv", "--refused", "refused.csv")
    with (crawled.folder / "refused.csv").open(encoding="utf-8", newline="") as stream:
        assert [(row["file"], row["line"]) for row in csv.DictReader(stream)] == [("links.csv", "3")]
