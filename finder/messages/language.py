"""How a language says days, places on a page, and what became of a link: its ``language.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Those that ship with finder.
LANGUAGES: Final = ("en", "de", "tr", "es", "fr")
FALLBACK: Final = "en"
FILE: Final = "language.toml"
PLACES: Final = ("heading", "navigation", "header", "footer", "sidebar", "related", "comments")
# What the reasons of dead links come to for the person who reads the message.
FINDINGS: Final[Mapping[str, frozenset[str]]] = {
    "missing": frozenset({"not_found", "gone", "client_error", "soft_404", "removed", "same_as_missing"}),
    "away": frozenset(
        {
            "redirect_to_error",
            "redirect_to_home",
            "redirect_to_section",
            "redirect_to_search",
            "redirect_to_other_site",
            "redirect_to_other_page",
        }
    ),
    "loop": frozenset({"redirect_loop", "too_many_redirects"}),
    "no_host": frozenset({"no_such_host"}),
    "offered": frozenset({"parked", "for_sale", "expired"}),
    "off": frozenset({"suspended", "default_page"}),
    "taken_over": frozenset({"taken_over"}),
    "silent": frozenset(
        {"connection_refused", "timeout", "connection_reset", "not_http", "server_error", "dns_failed"}
    ),
}

_DAY: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_DATE_PARTS: Final = frozenset({"day", "month", "year"})
_HOLDER: Final = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; without them days stay as ISO 8601 has them, and the rest is not said.

    ``date`` holds ``{day}``, ``{month}`` (from ``months``) and ``{year}``; ``first_day`` is how the first of
    a month is written. ``where`` has a phrase by :data:`PLACES`, that of ``heading`` with ``{heading}``;
    ``finding`` a sentence by :data:`FINDINGS`.
    """

    date: str = ""
    months: tuple[str, ...] = ()
    first_day: str = "1"
    where: Mapping[str, str] = field(default_factory=dict)
    finding: Mapping[str, str] = field(default_factory=dict)

    def day(self, moment: str) -> str:
        """The day of an ISO 8601 moment as the language writes it; empty for what is no such moment."""
        found = _DAY.match(moment)
        if not found:
            return ""
        year, month, day = (int(part) for part in found.groups())
        if not self.date:
            return found[0]
        said = self.first_day if day == 1 else str(day)
        return self.date.format(day=said, month=self.months[month - 1], year=year)

    def place(self, placement: str, heading: str) -> str:
        """Where on a page something stands: beside the main text, or under which heading; else empty."""
        if placement in self.where and placement != "heading":
            return self.where[placement]
        return self.where["heading"].replace("{heading}", heading) if heading and self.where else ""

    def found(self, reason: str) -> str:
        """What became of a link that is dead for ``reason``, as a sentence; empty for other reasons."""
        said = next((finding for finding, reasons in FINDINGS.items() if reason in reasons), "")
        return self.finding.get(said, "")


def read_language(text: str) -> Language:
    """The words of a ``language.toml``. Raises ``ValueError`` with what is wrong with it."""
    said = tomllib.loads(text)
    _only(said, ("date", "months", "first_day", "where", "finding"))
    months, date = said.get("months", []), said.get("date", "")
    if not isinstance(months, list) or len(months) != 12 or not all(isinstance(name, str) for name in months):
        raise ValueError("months must be a list of twelve names")
    if not isinstance(date, str) or set(_HOLDER.findall(date)) != _DATE_PARTS or _holders_left(date):
        raise ValueError("date must be a text with {day}, {month} and {year}")
    where, finding = (_texts(said, *part) for part in (("where", PLACES), ("finding", tuple(FINDINGS))))
    if "{heading}" not in where["heading"]:
        raise ValueError("where.heading must be a text with {heading}")
    return Language(date, tuple(months), str(said.get("first_day", "1")), where, finding)


def _only(table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    unknown = next((key for key in table if key not in known), "")
    if unknown:
        raise ValueError(f'unknown key "{unknown}"; known are {", ".join(known)}')


def _holders_left(date: str) -> bool:
    return bool(set("{}") & set(_HOLDER.sub("", date)))


def _texts(said: Mapping[str, Any], name: str, keys: tuple[str, ...]) -> dict[str, str]:
    table = said.get(name)
    if not isinstance(table, dict):
        raise ValueError(f"[{name}] is missing")  # noqa: TRY004 - a text that is wrong, not a program
    _only(table, keys)
    wrong = next((key for key in keys if not isinstance(table.get(key), str)), "")
    if wrong:
        raise ValueError(f"{name}.{wrong} must be a text in quotes")
    return table
