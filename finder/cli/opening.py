"""Which campaign a command is about, and its database, opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import IO, TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

import click

from finder.campaign import load_campaign
from finder.storage import Database, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finder.campaign import Campaign
    from finder.storage.queries.leads import Record

P = ParamSpec("P")
T = TypeVar("T")

CAMPAIGN_VARIABLE: Final = "FINDER_CAMPAIGN"
_OWN_TABLE: Final = re.compile(r"^\s*(\[\s*own\s*\]|own\s*(\.|=\s*\{))", re.MULTILINE)

campaign_argument = click.argument("campaign", required=False, envvar=CAMPAIGN_VARIABLE, type=click.Path())


class Refusal(click.ClickException):
    """Why a command cannot do what it was asked for: one line, exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"finder: {self.format_message()}", err=file is None, file=file)


class NoSayingWhich(Refusal):
    """No campaign was named, and there is not exactly one: one line, exit code 2 as for wrong usage."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign that was crawled, its file as it was named, and its database."""

    file: Path
    campaign: Campaign
    database: Database
    campaign_id: int

    def read(self, query: Callable[Concatenate[Any, int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``query(connection, campaign_id, ...)`` answers. Raises :class:`StorageError`."""
        return self.database.read(query, self.campaign_id, *args, **kwargs)

    def write(self, work: Callable[Concatenate[Any, int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work(connection, campaign_id, ...)`` answers, in one transaction; see :meth:`read`."""
        return self.database.write(work, self.campaign_id, *args, **kwargs)

    def stream(
        self,
        use: Callable[[Iterator[Record]], T],
        query: Callable[Concatenate[Any, int, P], Iterator[Record]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What ``use`` makes of the records of a query while they are read; it may print or write a file.

        Raises :class:`finder.storage.StorageError` for the database; what an output raises (``OSError``: the
        disk is full, nobody reads any more) comes through as it is and is not taken for the database's.
        """

        def run(connection: Any) -> tuple[T] | OSError:
            records = query(connection, self.campaign_id, *args, **kwargs)
            try:
                return (use(records),)
            except OSError as error:
                return error

        result = self.database.read(run)
        if isinstance(result, OSError):
            raise result
        return result[0]


def open_campaign(path: str | None) -> Opened:
    """The campaign of a file (or the only one there is) with its database.

    Raises :class:`NoSayingWhich`, :class:`Refusal` when nothing was crawled yet, and what
    loading and opening raise.
    """
    file = campaign_file(path)
    campaign = load_campaign(file)
    database = Database(campaign.database_url)
    click.get_current_context().call_on_close(database.close)
    number, there = None, ""
    if database.exists():
        database.check_version()
        number = database.read(runs.campaign_id, campaign.name)
        # One whose name was changed in its file would else look as if all were lost.
        others = ", ".join(database.read(runs.some_names)) if number is None else ""
        there = f" for {campaign.name} (the database has {others})" if others else ""
    if number is None:
        raise Refusal(f"nothing crawled yet{there}; run `finder crawl {quote(str(file))}`")
    return Opened(Path(file), campaign, database, number)


def begin_campaign(path: str | None) -> Opened:
    """As :func:`open_campaign`; a campaign that nothing is known of yet gets its place in the database."""
    file = campaign_file(path)
    campaign = load_campaign(file)
    database = Database(campaign.database_url)
    click.get_current_context().call_on_close(database.close)
    database.migrate()
    return Opened(Path(file), campaign, database, database.write(runs.enrol, campaign.name))


def campaign_file(path: str | None) -> str:
    """The campaign file as it was named, or the only one there is. Raises :class:`NoSayingWhich`."""
    return path or str(_only_campaign())


def _only_campaign() -> Path:
    found = [
        file for folder in (Path(), Path("data")) for file in sorted(folder.glob("*.toml")) if _is_one(file)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSayingWhich(
            f"no campaign file here: name one at the end (acme.toml) or set {CAMPAIGN_VARIABLE}; "
            "`finder init` writes one"
        )
    names = ", ".join(str(file) for file in found)
    raise NoSayingWhich(f"which campaign? Name one at the end or set {CAMPAIGN_VARIABLE}; there are {names}")


def _is_one(file: Path) -> bool:
    """Whether a TOML file is meant as a campaign; its faults are told when it is loaded."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            return _OWN_TABLE.search(stream.read(1_000_000)) is not None
    except OSError:
        return False
