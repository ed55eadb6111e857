"""The line that tells a person how far a command is."""

import os
import pty
import subprocess
import sys

PROGRAM = """
import sys
from finder.cli.progress_line import progress_line
with progress_line(quiet=sys.argv[1] == "quiet") as tell:
    tell("1 row")
    tell("2 rows")
    if sys.argv[1] == "fail":
        sys.exit("a fault")
"""


def shown(how: str) -> str:
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    try:
        subprocess.run([sys.executable, "-c", PROGRAM, how], stderr=theirs, check=False)
        os.write(theirs, b".")
        seen = b""
        # A terminal gives what it has so far.
        while not seen.endswith(b"."):
            seen += os.read(ours, 10_000)
        return seen.decode()
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_line_comes_at_once_is_not_written_too_often_and_goes_whatever_ends_the_work() -> None:
    assert shown("work") == "\r\x1b[K1 row\r\x1b[K."
    assert shown("fail").startswith("\r\x1b[K1 row\r\x1b[Ka fault")


def test_there_is_none_if_none_is_wanted_and_no_line_that_changes_in_a_file() -> None:
    assert shown("quiet") == "."
    done = subprocess.run([sys.executable, "-c", PROGRAM, "work"], capture_output=True, check=True)
    assert done.stderr == b""
