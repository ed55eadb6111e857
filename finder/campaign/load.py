"""Campaign file in, campaign or problems out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from finder.campaign.model import Campaign
from finder.campaign.positions import KeyPath, key_lines
from finder.campaign.problems import CampaignError, Problem, key_name, line_of, message_of, suggested
from finder.campaign.sense import judge

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# What the parser's words come from as a rule, for people who do not know TOML.
_HINTS: Final = {
    "Illegal character '\\n'": "a text has no closing quote",
    "Invalid value": 'text stands in straight quotes ("..."), true and false are small',
    "Cannot overwrite a value": "this key is there already",
    "Cannot declare": "this table is there already; join the two",
    "Unclosed array": "a comma or the closing ] is missing",
    "Expected newline": "one key a line; a list stands in [ ], a decimal number has a point",
    "Invalid hex value": "a backslash needs single quotes: 'C:\\data'",
    "Unescaped '\\'": "a backslash needs single quotes: 'C:\\data'",
}
_LARGEST: Final = 50_000_000


def load_campaign(path: str | Path) -> Campaign:
    """The campaign of a file. Raises :class:`CampaignError` with everything that is wrong."""
    campaign, problems = examine(path)
    errors = [problem for problem in problems if problem.severity == "error"]
    if campaign is None or errors:
        raise CampaignError(errors)
    return campaign


def check_campaign(path: str | Path) -> list[Problem]:
    """All that is wrong with a campaign file, errors and warnings, in the order of its lines."""
    return examine(path)[1]


def examine(path: str | Path) -> tuple[Campaign | None, list[Problem]]:
    """The campaign of a file (``None`` where it makes none) and all that is wrong with it."""
    try:
        text = _read(Path(path))
    except ValueError as error:
        return None, [Problem(str(path), None, "", str(error))]
    return examine_text(text, path)


def examine_text(text: str, path: str | Path) -> tuple[Campaign | None, list[Problem]]:
    """As :func:`examine`, for a text that is (or will be) at ``path``."""
    try:
        data, lines = tomllib.loads(text), key_lines(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_broken_toml(str(path), text, error)]
    except RecursionError:
        return None, [Problem(str(path), None, "", "not valid TOML: nested too deeply")]
    campaign, faults, doubtful = _validate(data, Path(path).absolute().parent)
    problems = [Problem(str(path), line_of(key, lines), key_name(key), said) for key, said in faults.items()]
    if campaign is not None:
        found = judge(campaign, str(path), lines)
        problems += [problem for key, problem in found if not any(_overlap(key, other) for other in doubtful)]
    problems.sort(key=lambda problem: (problem.path != str(path), problem.line or 0))
    return (None if faults else campaign), problems


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise ValueError("is a folder, not a campaign file")
        if path.stat().st_size > _LARGEST:
            raise ValueError(
                "is too large for a campaign file (more than 50 MB); put addresses in a list file"
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ValueError('not found; "finder init" writes one') from None
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def _broken_toml(path: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    place = _TOML_PLACE.search(str(error))
    what = _TOML_PLACE.sub("", str(error))
    if place is None or place[1] is None:
        return Problem(path, text.rstrip().count("\n") + 1, "", f"not valid TOML: {what} (at the end)")
    hint = next((f"; {hint}" for words, hint in _HINTS.items() if what.startswith(words)), "")
    return Problem(path, int(place[1]), "", f"not valid TOML: {what} (column {place[2]}){hint}")


def _validate(data: dict[str, Any], folder: Path) -> tuple[Campaign | None, dict[KeyPath, str], set[KeyPath]]:
    """The campaign, what its keys say wrong, and the keys about which nothing more can be said.

    Wrong values are taken out of ``data`` and the rest is tried again, so that one wrong key does not hide
    others. The campaign is ``None`` when too much is missing.
    """
    faults: dict[KeyPath, str] = {}
    meant: set[KeyPath] = set()
    while True:
        try:
            return Campaign.model_validate(data, context={"folder": folder}), faults, meant | set(faults)
        except ValidationError as error:
            details = error.errors()
        wrong = [detail for detail in details if detail["type"] != "missing"]
        meant |= {path for detail in wrong if (path := _meant(detail))}
        for detail in details:
            if detail["loc"] not in meant:
                faults.setdefault(detail["loc"], message_of(detail))
        if not wrong:
            return None, faults, meant
        for detail in reversed(wrong):
            _leave_out(data, detail["loc"])


def _meant(detail: ErrorDetails) -> KeyPath | None:
    """The key that an unknown one stands for: that it is missing need not be said as well."""
    nearest = suggested(detail["loc"]) if detail["type"] == "extra_forbidden" else None
    return (*detail["loc"][:-1], nearest) if nearest else None


def _leave_out(data: Any, path: KeyPath) -> None:
    *parents, last = path
    for part in parents:
        data = data[part]
    del data[last]


def _overlap(key: KeyPath, other: KeyPath) -> bool:
    return all(part == other_part for part, other_part in zip(key, other, strict=False))
