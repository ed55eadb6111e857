"""What commands print: tables for people, plain lines for programs, files that are whole or not there.

Text of pages is anybody's. Nothing here lets a control character reach a terminal.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO

import click

from finder.cli.opening import Refusal
from finder.exports import cells
from finder.exports.cells import json_text

# Rich is loaded where something is shown with it: most commands write plain lines or files.
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

IN_TERMINAL: Final = 50
NARROW: Final = 110
# A column that is wider than this may be folded to it; between two columns there are so many spaces.
_FOLDED: Final = 24
_GAP: Final = 3
_FIXED: Final = "\u00a0"
STANDARD_OUTPUT: Final = "-"


def one_line(value: Any) -> str:
    """A value as one line that a terminal only shows: no control characters, no change of direction."""
    return "" if value is None else cells.one_line(str(value))


def in_terminal() -> bool:
    """Whether a person reads standard output."""
    return sys.stdout.isatty()


@contextmanager
def printing() -> Iterator[TextIO]:
    """Standard output for text of others; characters that it cannot show never stop a command.

    Raises :class:`Refusal` when it cannot be written, and ``BrokenPipeError`` when nobody reads any more.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    with _named("standard output"):
        yield sys.stdout
        sys.stdout.flush()


def make_sure(question: str) -> None:
    """Ask whoever called us whether to go on.

    Raises :class:`click.Abort` when the answer is no, and :class:`click.UsageError` when there is none and
    nobody can be asked, as in cron.
    """
    try:
        sure = click.confirm(question, err=True)
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        click.echo(err=True)
        raise click.UsageError("Without a terminal nobody can be asked; --yes does it.") from error
    if not sure:
        raise click.Abort


def console(stream: TextIO) -> Console:
    """A console for tables and bold words. Nothing in a text is taken for markup.

    Raises ``BrokenPipeError`` when nobody reads any more, where Rich itself would end as after a failure.
    """
    from rich.console import Console

    class Told(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    return Told(file=stream, markup=False, emoji=False, highlight=False)


def shown_limit(limit: int | None) -> int | None:
    """How many rows to show (``None``: all): a terminal gets few unless more are asked for."""
    if limit is None:
        return IN_TERMINAL if in_terminal() else None
    return limit or None


def tell_if_cut(shown: int, total: int, what: str) -> None:
    """Say on standard error that there is more than was shown."""
    if shown < total:
        click.echo(f"{shown} of {total:,} {what}; --limit 0 shows all.", err=True)


def print_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Print rows for programs: a header, then a line each with tabs between. Returns how many rows."""
    with printing() as stream:
        stream.write("\t".join(columns) + "\n")
        lines = ("\t".join(map(one_line, row)) + "\n" for row in rows)
        return sum(1 for _ in map(stream.write, lines))


def print_json_array(values: Iterable[Any]) -> int:
    """Print values as one JSON array, a line each. Returns how many."""
    number = 0
    with printing() as stream:
        for number, value in enumerate(values, 1):
            stream.write(("[\n" if number == 1 else ",\n") + json_text(value))
        stream.write("\n]\n" if number else "[]\n")
    return number


def print_json(value: Any) -> None:
    """Print one value as readable JSON."""
    with printing() as stream:
        stream.write(json_text(value, indent=2) + "\n")


def print_fact(out: Console, name: str, value: Any) -> None:
    """Print a heading (no value), or a name with its value if that says anything.

    Lines are never broken, addresses stay whole.
    """
    from rich.text import Text

    said = one_line(value)
    if value is None:
        out.print()
        out.print(Text(one_line(name), style="bold"), soft_wrap=True)
    elif said:
        out.print(Text.assemble((f"  {name:<13} ", "dim"), said), soft_wrap=True)


def table(*columns: str, right: Sequence[str] = ()) -> Table:
    """An empty table; the columns named in ``right`` hold numbers and keep their width."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        number = name in right
        made.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
    return made


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], right: Sequence[str] = ()) -> int:
    """Print rows as a table for people, nothing if there are none; returns how many. See :func:`table`.

    Only long cells are folded. Where the terminal has no room for the others, each row is a few lines that
    name what they say.
    """
    shown = [[one_line(value) for value in row] for row in rows]
    if not shown:
        return 0
    with printing() as stream:
        out = console(stream)
        needed = [_room(name, *cells) for name, *cells in zip(columns, *shown, strict=True)]
        if sum(needed) + _GAP * (len(needed) - 1) <= out.width:
            out.print(_tabled(columns, shown, needed, right))
        else:
            for row in shown:
                stream.write(_in_lines(columns, row, out.width) + "\n")
    return len(shown)


def _room(*cells: str) -> int:
    """The width that a column needs; one above this bound may be folded."""
    from rich.cells import cell_len

    return min(max(map(cell_len, cells)), _FOLDED)


def _tabled(
    columns: Sequence[str], rows: Iterable[Sequence[str]], needed: Sequence[int], right: Sequence[str]
) -> Table:
    made = table(*columns, right=right)
    for column, width in zip(made.columns, needed, strict=True):
        column.no_wrap = column.no_wrap or width < _FOLDED
    for row in rows:
        made.add_row(*map(cell, row))
    return made


def _in_lines(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    """What a row says in as many lines as that takes; nothing is said of empty cells."""
    # No line ends between a name and what it names.
    named = ((name.replace(" ", _FIXED) + _FIXED, value) for name, value in zip(columns, row, strict=True))
    said = ", ".join(name + value for name, value in named if value)
    lines = textwrap.wrap(said, max(width, _FOLDED), subsequent_indent="    ", break_on_hyphens=False)
    return "\n".join(lines).replace(_FIXED, " ")


def cell(*lines: Any) -> Text:
    """A cell of a table, a line for each value that is not empty."""
    from rich.text import Text

    return Text("\n".join(said for line in lines if (said := one_line(line))))


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name when all is written, and not at all when something fails.

    Raises :class:`Refusal` when it cannot be written. A device or a pipe is written to directly.
    """
    if path.is_dir():
        raise Refusal(f"{path} is a folder; name a file in it")
    with _named(str(path)):
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        path = path.resolve()
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with beside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if path.exists():
                shutil.copymode(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def file_or_standard_output(name: str) -> Iterator[BinaryIO]:
    """Where a command writes what it was asked for: a whole file, or standard output for ``-``."""
    if name != STANDARD_OUTPUT:
        with whole_file(Path(name)) as stream:
            yield stream
        return
    with _named("standard output"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


@contextmanager
def _named(output: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refusal(f"{output} cannot be written: {error.strerror}") from error
