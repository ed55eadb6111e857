"""Whom nobody may write to, whom nobody may write to again so soon, and how long contacts are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from finder.campaign.lists import decoded
from finder.campaign.table import Table
from finder.campaign.values import Duration, Text  # noqa: TC001 - pydantic reads them
from finder.suppression import Rule, read_rules

if TYPE_CHECKING:
    from pathlib import Path

    from finder.suppression import FileLine

_LARGEST: Final = 50_000_000


class Outreach(Table):
    """What is to be heeded when people are written to.

    ``suppress`` names files of rules (:func:`finder.suppression.read_rules`). A prospect that was written to
    within ``contacted_within`` is not one to write to; a contact that was not seen for ``keep_contacts_for``
    is deleted.
    """

    suppress: tuple[Text, ...] = ()
    contacted_within: Duration = timedelta(days=90)
    keep_contacts_for: Duration = timedelta(days=365)


def suppression_lines(path: Path) -> list[FileLine]:
    """The lines of a file of rules. Raises ``OSError``, and ``ValueError`` for what is no text."""
    if path.is_file() and path.stat().st_size > _LARGEST:
        raise ValueError("is larger than 50 MB")
    text = decoded(path.read_bytes())
    if "\0" in text:
        raise ValueError("is no text file")
    return list(read_rules(text, path.name))


def rules_in(paths: list[Path]) -> list[Rule]:
    """The rules of files that were looked at when the campaign was loaded. Raises as above."""
    return [line.rule for path in paths for line in suppression_lines(path) if line.rule]
