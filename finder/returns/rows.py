"""Rows of a tool's table as what they say of a lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

from finder import urls
from finder.lifecycle import Rejection, Status
from finder.returns.days import day_of
from finder.returns.tools import FLAGS, GENERIC, KEYS, OWN, status_columns
from finder.returns.words import BOUNCED, NOTHING, UNSUBSCRIBED, WRONG_PERSON
from finder.suppression import address_of
from finder.tables import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finder.returns.table import Row, Table
    from finder.returns.tools import Tool
    from finder.returns.words import Words

# Not with three zeros behind the sign: "1,000" is a thousand to some.
_LEAD_ID: Final = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
_LINKS: Final = re.compile(r"https?://[^\s<>\"']{1,2000}")
_NO: Final = frozenset({"", "0", "false", "no", "n", "none", "null", "nan", "never"})
_SHOWN: Final = 40
_LONGEST_TEXT: Final = 2_000
# Of several words the one that has come farthest counts.
_FAR: Final = (
    NOTHING,
    "new",
    "snoozed",
    "accepted",
    "contacted",
    "replied",
    "fixed",
    "lost",
    "rejected",
    "won",
)
_MEANS: Final[Mapping[str, str]] = {BOUNCED: NOTHING, UNSUBSCRIBED: "lost", WRONG_PERSON: "contacted"}


@dataclass(frozen=True, slots=True)
class Returned:
    """What a row says: of which lead, and what became of it.

    ``status`` is the farthest that it says (``None``: nothing), ``effects`` what else (:data:`BOUNCED`, …),
    ``said`` the tool's own words. Addresses are identities; ``links`` are those in running text.
    ``no_dead_url``: there is room for one, and it is empty. ``contacted_at`` is a day. ``own`` has what
    people wrote in a table of ours.
    """

    line: int
    lead_id: int | None = None
    email: str = ""
    page_url: str = ""
    dead_url: str = ""
    no_dead_url: bool = False
    prospect: str = ""
    links: frozenset[str] = frozenset()
    status: Status | None = None
    effects: frozenset[str] = frozenset()
    said: str = ""
    contacted_at: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


class Faulty(NamedTuple):
    """A row that is refused, and why."""

    line: int
    why: str


def read_rows(table: Table, tool: Tool, words: Words) -> Iterator[Returned | Faulty]:
    """What each row of a table says."""
    columns = _Columns(table, tool)
    for row in table.rows:
        try:
            yield columns.read(row, words)
        except ValueError as error:
            yield Faulty(row.line, str(error))


class _Keys(TypedDict):
    lead_id: int | None
    email: str
    page_url: str
    dead_url: str
    prospect: str
    links: frozenset[str]


class _Columns:
    """Where in a table what stands."""

    def __init__(self, table: Table, tool: Tool) -> None:
        names = [plain(name) for name in table.columns]
        self._number = len(names)
        self._keys = {
            key: place for key, aliases in KEYS.items() if (place := _place(names, aliases)) is not None
        }
        if tool.name == GENERIC:
            own = {
                key: place for key, aliases in OWN.items() if (place := _place(names, aliases)) is not None
            }
        else:
            own = {}
        self._own = own
        self._statuses = status_columns(tool, table.columns)
        self._flags = {place: FLAGS[name] for place, name in enumerate(names) if name in FLAGS}

    def read(self, row: Row, words: Words) -> Returned:
        """Raises ``ValueError`` with what is wrong."""
        cells = row.cells
        if any(cells[self._number :]):
            more = f"has {len(cells)} cells, but there are {self._number} columns"
            raise ValueError(f"{more}; is a cell with a separator in it without quotation marks?")
        cells += ("",) * (self._number - len(cells))
        said = {key: cells[place] for key, place in self._keys.items()}
        meanings, told = self._meanings(cells, words)
        if BOUNCED in meanings:
            # It was sent and reached nobody.
            meanings.discard(Status.CONTACTED)
        farthest = max((_MEANS.get(each, each) for each in meanings), key=_FAR.index, default=NOTHING)
        return Returned(
            line=row.line,
            status=None if farthest == NOTHING else Status(farthest),
            effects=frozenset(meanings) & frozenset(_MEANS),
            said=told,
            contacted_at=_past(said.get("contacted_at", "")),
            own=self._written(cells),
            no_dead_url=said.get("dead_url") == "",
            **_keyed(said),
        )

    def _meanings(self, cells: tuple[str, ...], words: Words) -> tuple[set[str], str]:
        meanings, told = set(), []
        for place, vocabulary in self._statuses.items():
            word = cells[place]
            meaning = words.meaning(word, vocabulary)
            if meaning is None:
                shown = word[:_SHOWN]
                raise ValueError(
                    f'status "{shown}" is not known; --map "{shown}=contacted" says what it means'
                )
            meanings.add(meaning)
            told += [word[:_SHOWN]] if word else []
        for place, meaning in self._flags.items():
            if cells[place].lower() not in _NO:
                meanings.add(meaning)
        return meanings, ", ".join(told)

    def _written(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Blank cells say nothing."""
        own = {name: cells[place][:_LONGEST_TEXT] for name, place in self._own.items() if cells[place]}
        if "follow_up" in own:
            own["follow_up"] = str(day_of(own["follow_up"]))
        if own.get("rejected_because", Rejection.OTHER) not in list(Rejection):
            reasons = ", ".join(Rejection)
            raise ValueError(f'rejected_because "{own["rejected_because"][:_SHOWN]}" is none of {reasons}')
        return own


def _keyed(said: Mapping[str, str]) -> _Keys:
    """Which lead is meant, by every key that the row has."""
    keys: _Keys = {
        "lead_id": _lead_id(
            said.get("lead_id", ""), others=any(said.get(key) for key in ("email", "page_url"))
        ),
        "email": address_of(said["email"]) if said.get("email") else "",
        "page_url": _identity(said.get("page_url", "")),
        "dead_url": _identity(said.get("dead_url", "")),
        "prospect": _prospect(said.get("prospect", "")),
        "links": frozenset(map(_identity, _LINKS.findall(said.get("texts", "")[:_LONGEST_TEXT]))),
    }
    if not any(keys.values()):
        raise ValueError("says of no lead: neither lead_id nor an address")
    return keys


def _lead_id(text: str, *, others: bool) -> int | None:
    """The number of a lead. A tool's own ids, which are no such numbers, count where there are other keys."""
    match = _LEAD_ID.fullmatch(text)
    if match and int(match[1]):
        return int(match[1])
    if text and not others:
        raise ValueError(f'lead_id "{text[:_SHOWN]}" is no number of a lead')
    return None


def _identity(text: str) -> str:
    url = _url(text.rstrip(".,;)"))
    return urls.identity(url) if url else ""


def _prospect(text: str) -> str:
    url = _url(text)
    return urls.prospect(url) if url else ""


def _url(text: str) -> str | None:
    if not text or len(text.split()) > 1:
        return None
    url = urls.resolve(text if "://" in text else f"https://{text}")
    return url if url and "." in urls.hostname(url) else None


def _past(text: str) -> str:
    if text.lower() in _NO or text.lower() in ("yes", "true", "1", "y"):
        return ""
    day = day_of(text)
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError(f'"{text[:_SHOWN]}" lies in the future, but says when somebody was written to')
    return f"{date.isoformat(day)}T00:00:00Z"


def _place(names: list[str], aliases: tuple[str, ...]) -> int | None:
    return next((names.index(alias) for alias in aliases if alias in names), None)
