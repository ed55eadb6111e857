"""What is wrong with a campaign file, said so that a person can mend it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from finder.campaign.model import Campaign
from finder.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

    from finder.campaign.positions import KeyPath

Severity = Literal["error", "warning"]

_NEAR: Final = 70


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file, on which line (from 1), at which key, and what."""

    path: str
    line: int | None
    key: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        mark = "warning: " if self.severity == "warning" else ""
        key = f"{self.key}: " if self.key else ""
        return f"{place}: {mark}{key}{self.message}"


class CampaignError(ValueError):
    """The campaign file cannot be used. ``problems`` says why; ``str()`` has one of them per line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def key_name(path: KeyPath) -> str:
    """A key as a person writes it: ``own.sites[1]``."""
    said = ""
    for part in path:
        said += f"[{part}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int | None:
    """The line of a key, or else of the nearest table around it."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def message_of(error: ErrorDetails) -> str:
    """What pydantic found, in the words of somebody who writes TOML."""
    kind = error["type"]
    if kind in _WANTED:
        limits = {name: _number(limit) for name, limit in error.get("ctx", {}).items()}
        return f"{_WANTED[kind].format(**limits)}, not {_said(error['input'])}"
    return _MESSAGES[kind](error) if kind in _MESSAGES else error["msg"]


def suggested(path: KeyPath) -> str | None:
    """The key of the same table that an unknown key was most likely meant to be."""
    return nearest(str(path[-1]), _fields(path[:-1]), _NEAR)


def _unknown(error: ErrorDetails) -> str:
    path = error["loc"]
    elsewhere = [table for table in ("", *_tables()) if path[-1] in _fields((table,) if table else ())]
    if elsewhere and not isinstance(error["input"], dict):
        places = " or ".join(f"[{table}]" if table else "the top of the file" for table in elsewhere)
        return f"unknown key; it belongs in {places}"
    meant = suggested(path)
    if meant:
        return f'unknown key; did you mean "{meant}"?'
    return f"unknown key; known here are {', '.join(_fields(path[:-1]))}"


def _no_list(error: ErrorDetails) -> str:
    given = error["input"]
    example = f" such as [{json.dumps(given, ensure_ascii=False)}]" if isinstance(given, str) else ""
    return f"must be a list{example}, not {_said(given)}"


def _no_table(error: ErrorDetails) -> str:
    names = ".".join(part for part in error["loc"] if isinstance(part, str))
    head = f"[[{names}]]" if isinstance(error["loc"][-1], int) else f"[{names}]"
    return f"must be a table ({head}), not {_said(error['input'])}"


def _tables() -> list[str]:
    return [name for name, field in Campaign.model_fields.items() if _model_in(field.annotation)]


def _fields(path: KeyPath) -> dict[str, Any]:
    """The keys that the table at ``path`` knows."""
    model: type[BaseModel] = Campaign
    named = False  # whether the next part is a name that the user gave to a table
    for part in path:
        if named or not isinstance(part, str):
            named = False
            continue
        annotation = model.model_fields[part].annotation
        model, named = _model_in(annotation) or model, get_origin(annotation) is dict
    return dict(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model_in(inner))), None)


def _said(given: Any) -> str:
    """A value of the file in an error message, with its type where that is the point."""
    if isinstance(given, dict | list):
        return "a list" if isinstance(given, list) else "a table"
    text = json.dumps(given, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}..."


def _number(limit: Any) -> Any:
    return f"{limit:g}" if isinstance(limit, float) else str(limit).replace("'", '"')


_WANTED: Final = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "string_type": "must be text in quotes",
    "finite_number": "must be a finite number",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_pattern_mismatch": "must be 1 to 64 letters, digits, - or _",
}
_MESSAGES: Final[dict[str, Callable[[ErrorDetails], str]]] = {
    "extra_forbidden": _unknown,
    "missing": lambda _: "is missing",
    "tuple_type": _no_list,
    "model_type": _no_table,
    "dict_type": _no_table,
    "string_unicode": lambda _: "is not valid text (UTF-8)",
    "string_too_short": lambda _: "must not be empty",
    "value_error": lambda error: str(error["ctx"]["error"]),
}
