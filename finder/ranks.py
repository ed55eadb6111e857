"""Lists of domains by rank that a user brings, read line by line; packed ones (gz, zip) as they are.

Three forms, told by their first lines: *Tranco* (``rank,domain``, no header), the *domain ranks of the Common
Crawl web graph* (tabs, a header that begins with ``#harmonicc_pos``, host names backwards as in
``org.wikipedia``), and any table (commas, semicolons or tabs) whose header names a column ``domain`` and one
``rank``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final
from zlib import error as ZlibError  # noqa: N812 - a class in lower case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_MAX_LINE: Final = 10_000
_WEB_GRAPH: Final = "#harmonicc_pos"
_WEB_GRAPH_HOST: Final = "#host_rev"
_DOMAINS: Final = ("domain", "host", "site", "root domain", "target")
_RANKS: Final = ("rank", "globalrank", "global rank", "position", "domain rank")
_DIGEST_BYTES: Final = 4
_MAX_DIGITS: Final = 9


class RankFileError(ValueError):
    """A file that is no list of ranks, in words."""


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of a domain (1: the first) and the name of the list that says so."""

    place: int
    source: str


@dataclass(frozen=True, slots=True)
class _Form:
    """Where in a line domain and rank stand."""

    separator: str
    domain: int
    rank: int
    backwards: bool = False
    header: bool = True


def ranks_of(wanted: Collection[str], files: Sequence[Path]) -> dict[str, Rank]:
    """The ranks of the domains that are wanted; of several files the first that has a domain counts.

    Of a domain that is in a file twice the better place counts. Files are read as streams, whatever their
    size. Raises :class:`RankFileError`, ``OSError``.
    """
    found: dict[str, Rank] = {}
    for path in files:
        best: dict[str, int] = {}
        for domain, place in _rows(path):
            if domain in wanted and place < best.get(domain, place + 1):
                best[domain] = place
        found = {domain: Rank(place, path.name) for domain, place in best.items()} | found
    return found


def examine(path: Path) -> None:
    """Read the first line of a list. Raises :class:`RankFileError`, ``OSError``."""
    if next(_rows(path), None) is None:
        raise RankFileError("holds no domain with a rank")


def state_of(files: Sequence[Path]) -> str:
    """Eight digits that change when one of the files does. Raises ``OSError``."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for path in files:
        said = path.stat()
        digest.update(f"{path} {said.st_size} {said.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[tuple[str, int]]:
    """Domain and place of each line that has both."""
    try:
        with _lines(path) as lines:
            first = lines.readline(_MAX_LINE)
            form = _form_of(first)
            if not form.header:
                lines.seek(0)
            while line := lines.readline(_MAX_LINE):
                fields = line.rstrip("\r\n").split(form.separator)
                if len(fields) > max(form.domain, form.rank):
                    place = fields[form.rank].strip(' "')
                    if place.isascii() and place.isdigit() and len(place) <= _MAX_DIGITS and int(place):
                        yield _domain(fields[form.domain], backwards=form.backwards), int(place)
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, ZlibError) as error:
        raise RankFileError(f"cannot be unpacked ({error})") from error
    except UnicodeDecodeError as error:
        raise RankFileError("is not text in UTF-8") from error


@contextmanager
def _lines(path: Path) -> Iterator[IO[str]]:
    """The text of a list, unpacked."""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(_GZIP):
            with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as text:
                yield text
        elif start == _ZIP:
            with zipfile.ZipFile(file) as packed:
                names = [
                    name for name in packed.namelist() if name.lower().endswith((".csv", ".txt", ".tsv"))
                ]
                if len(names) != 1:
                    raise RankFileError(f"holds {len(names)} text files; there must be one")
                with packed.open(names[0]) as member:
                    # Going back to the start unpacks it anew.
                    yield io.TextIOWrapper(member, encoding="utf-8-sig", newline="")
        else:
            yield io.TextIOWrapper(file, encoding="utf-8-sig", newline="")


def _form_of(first: str) -> _Form:
    """The form of a list by its first line. Raises :class:`RankFileError`."""
    separator = max(",;\t", key=first.count)
    names = [name.strip().lower() for name in next(csv.reader([first.strip()], delimiter=separator), [])]
    if names[:1] == [_WEB_GRAPH] and _WEB_GRAPH_HOST in names:
        return _Form("\t", names.index(_WEB_GRAPH_HOST), 0, backwards=True)
    if len(names) >= 2 and names[0].isdigit() and "." in names[1]:
        return _Form(separator, 1, 0, header=False)
    domain = next((names.index(name) for name in _DOMAINS if name in names), None)
    rank = next((names.index(name) for name in _RANKS if name in names), None)
    if domain is None or rank is None:
        raise RankFileError(
            "is no list of ranks: its first line must be a rank and a domain (1,example.org), "
            'or name the columns "domain" and "rank"'
        )
    return _Form(separator, domain, rank)


def _domain(text: str, *, backwards: bool) -> str:
    name = text.strip(' "').lower().rstrip(".")
    return ".".join(reversed(name.split("."))) if backwards else name
