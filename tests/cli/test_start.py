"""How the program starts: the list of commands, and that a command loads only what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click

from finder.cli import COMMANDS, EXIT_NOBODY_READS, SUMMARIES, cli

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
    try:
        for words in (["leads"], ["targets", "--json"], ["export", "-o", "-"]):
            call = [sys.executable, "-m", "finder", *words, str(crawled.file)]
            done = subprocess.run(
                call, stdout=ours, stderr=subprocess.PIPE, text=True, timeout=60, check=False
            )
            assert (done.returncode, done.stderr) == (EXIT_NOBODY_READS, "")
    finally:
        os.close(ours)
