"""What is found to be wrong with a campaign that is well formed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from finder.campaign.problems import Problem, key_name, line_of

if TYPE_CHECKING:
    from finder.campaign.model import Campaign
    from finder.campaign.positions import KeyPath
    from finder.campaign.problems import Severity

Found = tuple["KeyPath", Problem]

BAD_LINES_SHOWN: Final = 5


class Judgement:
    """The problems of a campaign, each with the key it is about, as they are found."""

    def __init__(self, campaign: Campaign, path: str, lines: dict[KeyPath, int]) -> None:
        self.campaign = campaign
        self.found: list[Found] = []
        self._path = path
        self._lines = lines

    def error(self, key: KeyPath, message: str) -> None:
        """Something that keeps the campaign from being used."""
        self._add(key, message, "error")

    def warning(self, key: KeyPath, message: str) -> None:
        """Something that is likely not meant so."""
        self._add(key, message, "warning")

    def in_list(self, key: KeyPath, file: str, line: int, message: str) -> None:
        """Something about one line of a list file, which is passed over."""
        file = str(Path(self._path).parent / Path(file).expanduser())
        self.found.append((key, Problem(file, line, key_name(key), message, "warning")))

    def in_template(self, file: str, line: int | None, message: str) -> None:
        """Something about a line of a template of the user's."""
        self.found.append((("messages", "folder"), Problem(file, line, "", message)))

    def _add(self, key: KeyPath, message: str, severity: Severity) -> None:
        self.found.append(
            (key, Problem(self._path, line_of(key, self._lines), key_name(key), message, severity))
        )


def unreadable(error: OSError | ValueError) -> str:
    """Why a file cannot be read, or not as what it is meant to be, in words."""
    if isinstance(error, OSError):
        known = {FileNotFoundError: "file not found", IsADirectoryError: "is a folder"}
        return known.get(type(error), f"cannot be read ({error.strerror})")
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 text (byte {error.start})"
    return str(error)
