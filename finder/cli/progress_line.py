"""How far a command is that takes a while, on standard error: one line that changes, and goes at the end."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LIVE_SECONDS: Final = 0.2
_PLAIN_SECONDS: Final = 10.0
_ERASE: Final = "\r\x1b[K"


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Something to call with the line as it is now, however often; it is written a few times a second.

    Where no person looks at a terminal a new line is written now and then. The last line is taken away
    whatever ends the block.
    """
    live = sys.stderr.isatty()
    last = -_LIVE_SECONDS if live else time.monotonic()

    def tell(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= (_LIVE_SECONDS if live else _PLAIN_SECONDS):
            last = time.monotonic()
            click.echo(f"{_ERASE}{line}" if live else line, nl=not live, err=True)

    try:
        yield (lambda _: None) if quiet else tell
    finally:
        if live and not quiet:
            click.echo(_ERASE, nl=False, err=True)
