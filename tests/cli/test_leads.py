"""`finder leads`: the right leads in the right order, and nothing that harms a terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from finder.exports.generic import COLUMNS
from finder.items import Link, Suggestion
from finder.storage import runs
from finder.storage.tables import lead
from tests.cli.crawled import ALIVE, DEAD, Crawled, finder, gone, mention

OLD = "https://dead.example/old"
TIDES = Suggestion(
    "https://acme.example/tides", "Tides today", 0.8, {"title": 0.7}, 'anchor and title share "tide tables"'
)


def found(crawled: Crawled) -> None:
    """Three leads: a broken link with a match (70), mentions without one (55, 50)."""
    link = Link(OLD, OLD, "Tide tables", "See the tide tables of 2019.", "Links", ("nofollow",))
    crawled.page("https://list.example/links", [link], title="Good links")
    crawled.look(DEAD, gone(OLD))
    crawled.leads(TIDES, 70)
    crawled.lead(mention("https://blog.example/a", "Ärzte am Meer"), score=50)
    crawled.lead(mention("https://blog.example/b", "B"), score=55)
    crawled.seen_at("2026-11-23T06:00:00Z")


def ids(crawled: Crawled, *options: str) -> list[int]:
    result = crawled.finder("leads", "--json", *options)
    assert result.exit_code == 0, result.output
    return [each["lead_id"] for each in json.loads(result.stdout)]


def test_leads_come_best_first(crawled: Crawled) -> None:
    found(crawled)
    lines = crawled.finder("leads").stdout.splitlines()
    assert lines[0].split("\t") == [
        "score",
        "id",
        "kind",
        "prospect",
        "page",
        "dead URL, brand or image",
        "our page",
        "status",
    ]
    assert lines[1].split("\t") == [
        "70",
        "1",
        "broken_link",
        "list.example",
        "Good links",
        OLD,
        "https://acme.example/tides",
        "new",
    ]
    assert [line.split("\t")[0] for line in lines[1:]] == ["70", "55", "50"]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("--kind broken_link", [1]),
        ("--kind broken_link --kind unlinked_mention", [1, 3, 2]),
        ("--status new", [1, 3, 2]),
        ("--status won", []),
        ("--min-score 55", [1, 3]),
        ("--prospect NAMED.example", [3, 2]),
        ("--prospect https://www.named.example/x", [3, 2]),
        ("--match", [1]),
        ("--no-match", [3, 2]),
        ("--since 2020-01-01", [1, 3, 2]),
        ("--since 2999-01-01T00:00", []),
        ("--text 2019", [1]),
        ("--text TIDES", [1]),
        ("--text ärzte", [2]),
        ("--text ÄRZTE", [2]),
        ("--text 100%", []),
        ("--text _", []),
        ("--limit 1", [1]),
        ("--limit 0", [1, 3, 2]),
        ("--sort prospect", [1, 3, 2]),
        ("--sort first_seen", [1, 3, 2]),
        ("--sort last_seen --min-score 55", [1, 3]),
    ],
)
def test_options_say_which_leads(crawled: Crawled, options: str, wanted: list[int]) -> None:
    found(crawled)
    assert ids(crawled, *options.split()) == wanted


def test_every_word_of_a_text_must_occur_anywhere(crawled: Crawled) -> None:
    found(crawled)
    assert ids(crawled, "--text", "good nofollow") == []
    assert ids(crawled, "--text", "good today 2019") == [1]


def test_the_newest_leads_come_first_when_sorted_by_first_seen(crawled: Crawled) -> None:
    found(crawled)
    crawled.database.write(
        lambda connection: connection.execute(
            lead.update().where(lead.c.id == 2).values(first_seen="2999-01-01T00:00:00Z")
        )
    )
    assert ids(crawled, "--sort", "first_seen") == [2, 1, 3]
    assert ids(crawled, "--since", "2998-12-31") == [2]


def test_full_objects_have_the_names_of_the_csv_columns_and_what_led_to_score_and_match(
    crawled: Crawled,
) -> None:
    found(crawled)
    first = json.loads(crawled.finder("leads", "--json").stdout)[0]
    assert tuple(first)[: len(COLUMNS)] == COLUMNS
    assert first["score_parts"] == {"confidence": 1.0, "match": 0.8}
    assert (first["match_score"], first["match_parts"]) == (0.8, {"title": 0.7})
    assert (first["anchor"], first["rel"], first["heading"]) == ("Tide tables", "nofollow", "Links")
    assert first["dead_since"] == "2026-11-23T05:11:00Z"
    assert first["sightings"] == 1


def test_leads_that_hold_no_more_are_shown_only_when_asked_for(crawled: Crawled) -> None:
    found(crawled)
    crawled.finish()
    crawled.begin()
    crawled.page("https://list.example/links", title="Good links")
    assert ids(crawled) == [3, 2]
    assert ids(crawled, "--withdrawn") == [1, 3, 2]
    assert "\twithdrawn\n" in crawled.finder("leads", "--withdrawn").stdout


def test_a_lead_whose_target_is_alive_again_is_withdrawn_with_the_reason(crawled: Crawled) -> None:
    found(crawled)
    crawled.again("https://list.example/links", [Link(OLD, OLD, "Tide tables")])
    crawled.look(ALIVE, gone(OLD))
    shown = json.loads(crawled.finder("leads", "--json", "--withdrawn").stdout)[0]
    assert shown["withdrawn_reason"] == "The target is alive again."


def test_no_leads_at_all_and_none_that_match_are_told_apart(crawled: Crawled) -> None:
    nothing = crawled.finder("leads")
    assert (nothing.exit_code, nothing.stderr) == (
        0,
        "No leads yet; `finder status` says what was crawled.\n",
    )
    found(crawled)
    none = crawled.finder("leads", "--status", "won")
    assert "None of the 3 leads" in none.stderr
    assert "statuses: new" in none.stderr
    assert crawled.finder("leads", "--json", "--status", "won").stdout == "[]\n"


def in_terminal(folder: Path, columns: int, *arguments: str) -> str:
    """What a person sees who runs the command in a terminal of so many columns."""
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "COLUMNS": str(columns),
        "TERM": "xterm",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "finder", *arguments],
        cwd=folder,
        env=environment,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    os.close(ours)
    assert process.wait() == 0, said
    return said.decode()


HOSTILE = "\x1b]0;owned\x07\x1b[31m[bold red]:smile: \u202egnp.exe\x9b2J\rline"


@pytest.mark.parametrize("columns", [60, 160])
def test_a_terminal_never_gets_control_characters_or_markup_of_a_page(crawled: Crawled, columns: int) -> None:
    crawled.lead(mention("https://blog.example/a", HOSTILE))
    said = in_terminal(crawled.folder, columns, "leads")
    shown = said.replace("\n", "").replace("\x1b[0m", "").replace("\x1b[1m", "")
    assert "[bold red]" in shown
    assert ":smile:" in shown
    assert not any(bad in shown.replace("\r", "") for bad in ("\x1b", "\x9b", "\x07", "\u202e"))
    for command in (("show", "1"), ("targets",), ("status",)):
        said = in_terminal(crawled.folder, columns, *command)
        assert "\x1b]" not in said
        assert "\x1b[31m" not in said
        assert "\x9b" not in said


def test_a_pipe_gets_no_control_characters_either(crawled: Crawled) -> None:
    crawled.lead(mention("https://blog.example/a", HOSTILE, HOSTILE))
    for command in (
        ("leads",),
        ("leads", "--json"),
        ("show", "1"),
        ("show", "1", "--json"),
        ("export", "-o", "-"),
    ):
        said = crawled.finder(*command).stdout
        assert not any(bad in said for bad in ("\x1b", "\x9b", "\x07")), command


def test_a_terminal_gets_fifty_leads_and_is_told_of_the_others(crawled: Crawled) -> None:
    several = [mention(f"https://blog.example/{number}", f"Page {number}") for number in range(51)]
    for each in several:
        crawled.page(each.page_url, opportunities=[each], title=each.page_title)
    crawled.leads()
    assert "50 of 51 leads; --limit 0 shows all." in in_terminal(crawled.folder, 120, "leads")
    assert "Page 50" in in_terminal(crawled.folder, 120, "leads", "--limit", "0")
    assert len(crawled.finder("leads").stdout.splitlines()) == 52
    assert crawled.finder("leads", "--limit", "2").stderr == "2 of 51 leads; --limit 0 shows all.\n"


def test_the_campaign_is_the_argument_then_the_variable_then_the_only_one_there_is(crawled: Crawled) -> None:
    found(crawled)
    folder = crawled.folder
    (folder / "other.toml").write_text("[tool]\nown = 1\n", encoding="utf-8")
    assert finder(folder, "leads").stdout.count("\n") == 4
    crawled.close()
    (folder / "data").mkdir()
    crawled.file.rename(folder / "data" / "acme.toml")
    (folder / "acme.sqlite3").rename(folder / "data" / "acme.sqlite3")
    assert finder(folder, "leads").stdout.count("\n") == 4
    (folder / "second.toml").write_text((folder / "data" / "acme.toml").read_text(), encoding="utf-8")
    unclear = finder(folder, "leads")
    assert unclear.returncode == 2
    assert unclear.stderr == (
        "finder: which campaign? Name one at the end or set FINDER_CAMPAIGN; "
        "there are second.toml, data/acme.toml\n"
    )
    assert finder(folder, "leads", FINDER_CAMPAIGN="data/acme.toml").stdout.count("\n") == 4


def test_without_a_campaign_file_one_line_tells_how_to_name_one(tmp_path: Path) -> None:
    result = finder(tmp_path, "leads")
    assert result.returncode == 2
    assert result.stderr.startswith("finder: no campaign file here: name one at the end (acme.toml)")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["leads", "export", "status", "targets", "show 1", "gaps"])
def test_a_campaign_that_was_never_crawled_is_told_in_one_line(crawled: Crawled, command: str) -> None:
    other = crawled.folder / "other.toml"
    other.write_text(crawled.file.read_text().replace('"acme"', '"other"'), encoding="utf-8")
    result = finder(crawled.folder, *command.split(), "other.toml")
    assert (result.returncode, result.stderr) == (
        1,
        "finder: nothing crawled yet for other (the database has acme); run `finder crawl other.toml`\n",
    )


def test_a_command_that_is_to_be_given_can_be_copied_whatever_the_file_is_called(crawled: Crawled) -> None:
    other = crawled.folder / "our campaign.toml"
    other.write_text(crawled.file.read_text().replace('"acme"', '"other"'), encoding="utf-8")
    result = finder(crawled.folder, "leads", "our campaign.toml")
    assert result.stderr.endswith("; run `finder crawl 'our campaign.toml'`\n")


def test_a_database_that_does_not_exist_is_told_in_one_line_and_not_made(crawled: Crawled) -> None:
    other = crawled.folder / "other.toml"
    other.write_text(crawled.file.read_text().replace("acme.sqlite3", "none.sqlite3"), encoding="utf-8")
    result = finder(crawled.folder, "leads", "other.toml")
    assert (result.returncode, result.stderr) == (
        1,
        "finder: nothing crawled yet; run `finder crawl other.toml`\n",
    )
    assert not (crawled.folder / "none.sqlite3").exists()


def test_a_date_that_is_none_is_wrong_usage(crawled: Crawled) -> None:
    result = crawled.finder("leads", "--since", "tomorrow")
    assert result.exit_code == 2
    assert "2026-11-23" in result.stderr


def test_leads_of_another_campaign_in_the_same_database_are_not_shown(crawled: Crawled) -> None:
    found(crawled)
    crawled.database.write(runs.begin, "other", "digest", "resource_pages")
    other = crawled.folder / "other.toml"
    other.write_text(crawled.file.read_text().replace('"acme"', '"other"'), encoding="utf-8")
    assert json.loads(finder(crawled.folder, "leads", "--json", "other.toml").stdout) == []
