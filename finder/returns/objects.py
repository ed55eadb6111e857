"""A table as JSON: an object on each line, or an array of them, as our own exports and lists have it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTS: Final = ("{", "[")
_MOST_COLUMNS: Final = 2_000


def read_objects(text: str) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    """The names of all that the objects have, and of each object its line (in an array its number, from 1)
    and its values in that order, as text; what it has not is empty.

    Raises ``ValueError`` with what is wrong, to follow the file's name.
    """
    columns: dict[str, None] = {}
    found = []
    for line, each in _objects(text):
        columns.update(dict.fromkeys(each))
        if len(columns) > _MOST_COLUMNS:
            raise ValueError(f"has more than {_MOST_COLUMNS:,} names of values")
        found.append((line, each))
    return tuple(columns), [(line, tuple(_cell(each.get(name)) for name in columns)) for line, each in found]


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line, or its number in an array."""
    for line, where, found in _of_array(text) if text.lstrip().startswith("[") else _of_lines(text):
        if not isinstance(found, dict):
            raise ValueError(f"{where}is JSON without an object for each row")  # noqa: TRY004 - of the file, not of a caller
        yield line, found


def _of_array(text: str) -> Iterator[tuple[int, str, Any]]:
    for number, found in enumerate(_parsed(text, ""), 1):
        yield number, "", found


def _of_lines(text: str) -> Iterator[tuple[int, str, Any]]:
    for line, piece in enumerate(text.split("\n"), 1):
        if piece.strip():
            where = f"line {line}: "
            yield line, where, _parsed(piece, where)


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(f"{where}is nested too deep") from error
    except ValueError as error:
        raise ValueError(f"{where}is broken JSON: {error}") from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(filter(None, map(_cell, value)))
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
