"""How the program starts: the list of commands, and that a command loads only what it needs."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finder.cli import COMMANDS, EXIT_NOBODY_READS, SUMMARIES, cli
from tests.cli.crawled import mention

if TYPE_CHECKING:
    from tests.cli.crawled import Crawled

# Two calls in one process that nothing has loaded anything into yet, and what is loaded after each.
PROGRAM = """
import contextlib, io, json, sys
from finder.cli import cli

for call in (["--help"], ["leads", sys.argv[1]]):
    with contextlib.redirect_stdout(io.StringIO()):
        cli.main(call, standalone_mode=False)
    print(json.dumps(list(sys.modules)))
"""


def test_the_list_of_commands_has_the_first_sentence_of_each_in_their_order() -> None:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name, _, _ in COMMANDS}
    said = {name: command.get_short_help_str(1_000) for name, command in commands.items() if command}
    assert list(SUMMARIES.items()) == list(said.items())
    shown = " ".join(cli.get_help(context).split())
    assert all(f"{name} {sentence}" in shown for name, sentence in said.items())


def test_a_command_loads_only_what_it_needs(crawled: Crawled) -> None:
    words = [sys.executable, "-c", PROGRAM, str(crawled.file)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    for_help, for_leads = (set(json.loads(line)) for line in done.stdout.splitlines())
    assert "finder.cli.leads" not in for_help
    assert not {"sqlalchemy", "pydantic"} & for_help
    assert {"finder.cli.leads", "sqlalchemy", "pydantic"} <= for_leads
    slow = {"alembic", "numpy", "rapidfuzz", "rich", "scrapy", "selectolax", "twisted"}
    assert not slow & for_leads


def test_a_reader_who_has_seen_enough_is_no_problem_of_ours(crawled: Crawled) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    file = str(crawled.file)
    calls = (["leads", file], ["targets", "--json", file], ["export", "-o", "-", file])
    try:
        # Through click, by rows, by bytes, through Rich, and before a command is there.
        for words in (*calls, ["status", file], ["check", file], ["--version"], ["leads", "--help"]):
            assert _printing_to(ours, words) == (EXIT_NOBODY_READS, "")
    finally:
        os.close(ours)


def test_where_no_line_can_be_printed_that_is_said_in_one(crawled: Crawled) -> None:
    file, said = str(crawled.file), "cannot be written: No space left on device\n"
    with Path("/dev/full").open("wb") as full:
        for words in (["status", file], ["check", file], ["check", "--json", file], ["--version"], ["-h"]):
            code, told = _printing_to(full.fileno(), words)
            assert (code, told.partition("output ")[2]) == (1, said), told


def test_a_standard_stream_that_is_closed_leads_nowhere(crawled: Crawled) -> None:
    for closed in ("<&-", ">&-", "2>&-"):
        for words in ("leads", "status", "export -o -"):
            line = (
                f"{shlex.quote(sys.executable)} -m finder {words} {shlex.quote(str(crawled.file))} {closed}"
            )
            done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60, check=False)
            assert (done.returncode, "Traceback" in done.stderr) == (0, False), (line, done.stderr)


def test_words_that_are_no_text_are_wrong_usage(crawled: Crawled) -> None:
    crawled.lead(mention("https://blog.example/a", "A"))
    for words in (("leads", "--text"), ("export", "-o", "-", "--text")):
        call = [sys.executable, "-m", "finder", *words, b"m\xfcll", str(crawled.file)]
        done = subprocess.run(call, capture_output=True, timeout=60, check=False)
        said = b"is not text in UTF-8; write it so, or set LC_ALL=C.UTF-8\n"
        assert (done.returncode, done.stderr.endswith(said), done.stderr.count(b"\n")) == (2, True, 1)


def _printing_to(output: int, words: list[str]) -> tuple[int, str]:
    """Exit code and standard error of a command with this standard output."""
    call = [sys.executable, "-m", "finder", *words]
    done = subprocess.run(call, stdout=output, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    return done.returncode, done.stderr
