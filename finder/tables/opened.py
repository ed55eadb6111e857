"""The tables in a file, whatever it is packed in: told by its first bytes, never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from finder.tables.encoding import encoding_of
from finder.tables.failure import NoTableError, UnreadableError
from finder.tables.packed import GZIP, ZIP, members, opened, opened_archive, opened_member, unzipped
from finder.tables.text import TextRows
from finder.tables.workbook import WORKBOOK, open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO
    from zipfile import ZipInfo

    from finder.tables.text import Source

_SIGN: Final = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file as it came: its name (empty if it is the file itself), and where its rows are.

    ``warning`` is what a person should know of the file, to follow its name.
    """

    name: str
    source: Source
    warning: str = ""


def open_sheets(path: Path) -> list[Sheet]:
    """The tables in a file: text, ``.gz``, ``.zip`` or ``.xlsx``. Raises :class:`UnreadableError`."""
    with opened(path) as stream:
        sign = stream.read(_SIGN)
    if sign.startswith(GZIP):
        return [_text("", partial(unzipped, path))]
    if sign not in ZIP:
        return [_text("", partial(opened, path))]
    with opened_archive(path) as archive:
        if WORKBOOK in archive.namelist():
            return [Sheet(name, source) for name, source in open_workbook(path, archive)]
        found = members(archive)
    return _of_archive(path, found)


def _of_archive(path: Path, found: list[ZipInfo]) -> list[Sheet]:
    """The tables of an archive. What is whole but no table is passed over, if there are others."""
    sheets, others = [], []
    for each in found:
        try:
            sheets.append(_text(each.filename, partial(opened_member, path, each)))
        except NoTableError as error:
            others.append(f"{error} (in {each.filename})")
        except UnreadableError as error:
            raise UnreadableError(f"{error} (in {each.filename})") from error
    if not sheets:
        raise UnreadableError(others[0])
    return sheets


def _text(name: str, opener: Callable[[], IO[bytes]]) -> Sheet:
    encoding = encoding_of(opener)
    return Sheet(name, TextRows(opener, encoding), encoding.warning)
