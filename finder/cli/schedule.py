"""`finder schedule`: what runs when, and the small process that sees to it."""

from __future__ import annotations

import math
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from finder.cli.opening import Refusal, begin_campaign, campaign_argument, campaign_file
from finder.cli.output import in_terminal, print_json_array, print_lines, print_table
from finder.cli.running import EXIT_INCOMPLETE
from finder.cli.settings import network_settings, settings_option
from finder.schedule.tasks import Task, expression_of
from finder.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.campaign import Campaign
    from finder.cli.opening import Opened
    from finder.schedule.driver import Scheduler
    from finder.schedule.places import Place

_COLUMNS = ("task", "when", "next", "state", "begun_at", "ended_at", "detail")


class _Seconds(click.FloatRange):
    """A range of numbers that has neither infinity nor what is no number, which no clock can wait for."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if not math.isfinite(seconds):
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return seconds


_poll_option = click.option(
    "--poll",
    type=_Seconds(0.05, 3600),
    default=5.0,
    show_default=True,
    help="Seconds between two looks at what runs.",
)


@click.group("schedule")
def schedule_group() -> None:
    """Run the tasks of a CAMPAIGN when they are due: on Scrapyd nodes, or on this machine.

    What runs when is in the campaign file ([schedule]).
    """


@schedule_group.command("list")
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead.")
def list_command(campaign: str | None, *, as_json: bool) -> None:
    """See the tasks of a CAMPAIGN: when each is due next, and what it does or last did.

    \b
    Examples:
      finder schedule list acme.toml

    Exit codes: 0 done, 1 nothing is scheduled or a problem with the campaign file or the database, 2 wrong
    usage.
    """
    rows = list(_listed(_opened(campaign)))
    if as_json:
        print_json_array([dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    elif in_terminal():
        print_table(_COLUMNS, rows)
    else:
        print_lines(_COLUMNS, rows)


@schedule_group.command("run")
@campaign_argument
@settings_option
@_poll_option
def run_command(campaign: str | None, overrides: tuple[str, ...], poll: float) -> None:
    """Stay, and run the tasks of a CAMPAIGN whenever they are due, until stopped.

    What is due goes to the least busy node that is up ([schedule] nodes), else it runs on this machine. All
    that has to be remembered is in the database: stop it and start it again as you like. What runs goes on
    when this process ends, and is followed again by the next one. -s goes along with every spider.

    \b
    Examples:
      finder schedule run acme.toml
      finder schedule run acme.toml -s USER_AGENT="acme-bot (+https://acme.example/bot)"

    Exit codes: 0 stopped (Ctrl-C, SIGTERM), 1 nothing is scheduled or a problem with the campaign file or the
    database, 2 wrong usage.
    """
    opened = _opened(campaign)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = _scheduler(opened, overrides, apart=True)
    scheduler.come_back()
    for row in _listed(opened):
        click.echo(f"{row[0]}: {row[1]}, next at {row[2]}", err=True)
    while not stop.is_set():
        try:
            scheduler.tick()
        except StorageError as error:
            _say(f"the database: {error}")
        stop.wait(poll)


@schedule_group.command("now")
@click.argument("task", type=click.Choice([task.value for task in Task]))
@campaign_argument
@settings_option
@_poll_option
@click.option(
    "--wait",
    type=_Seconds(min=0),
    metavar="SECONDS",
    help="Wait so long at most for other tasks to end; without it, until they have.",
)
def now_command(
    task: str, campaign: str | None, overrides: tuple[str, ...], poll: float, wait: float | None
) -> None:
    """Run a TASK of a CAMPAIGN now, as the schedule would, and wait until it is done: for cron and timers.

    While another of the campaign's tasks or a crawl runs, it waits for that to end. It is left out when it
    runs already, or when a later call waits to run it.

    \b
    Examples:
      finder schedule now crawl acme.toml
      finder schedule now second_looks acme.toml --wait 3600

    \b
    Exit codes: 0 done, or left out because it runs already, 1 a problem with the campaign file or the
    database, 2 wrong usage, 3 it failed or crashed, or what it waited for did not end.
    """
    opened = begin_campaign(campaign)
    scheduler = _scheduler(opened, overrides)

    def pause() -> None:
        time.sleep(poll)

    if obstacle := scheduler.begin_when_free(Task(task), pause, math.inf if wait is None else wait):
        _say(f"{task} is left out: {obstacle.said}")
        if obstacle.passes:
            sys.exit(EXIT_INCOMPLETE)
        return
    scheduler.complete(Task(task), pause)
    if scheduler.state(Task(task))[0] != "finished":
        sys.exit(EXIT_INCOMPLETE)


@schedule_group.command("notify")
@campaign_argument
def notify_command(campaign: str | None) -> None:
    """Try where notices of a CAMPAIGN go ([notify]): every address gets one.

    Needs the extra notify: pip install "finder[notify]".

    \b
    Examples:
      finder schedule notify acme.toml

    Exit codes: 0 every address took it, 1 no address or a problem with the campaign file, 2 wrong usage, 3 an
    address did not take it.
    """
    from finder.campaign import load_campaign
    from finder.schedule.notify import addresses, send

    file = campaign_file(campaign)
    loaded = load_campaign(file)
    try:
        urls = addresses(loaded)
    except ValueError as error:
        raise Refusal(f"{file}: {error}") from error
    problems = send(urls, f"finder: {loaded.name}, a try", "Notices of scheduled tasks come here.")
    for problem in problems:
        click.echo(f"finder: {problem}", err=True)
    if problems:
        sys.exit(EXIT_INCOMPLETE)
    click.echo(f"{len(urls)} sent")


@schedule_group.command("cron")
@campaign_argument
@settings_option
def cron_command(campaign: str | None, overrides: tuple[str, ...]) -> None:
    """Print the schedule of a CAMPAIGN as lines of a crontab; -s goes into each of them.

    \b
    Examples:
      finder schedule cron acme.toml
      finder schedule cron acme.toml -s USER_AGENT="acme-bot (+https://acme.example/bot)"
      (crontab -l; finder schedule cron acme.toml) | crontab -

    Exit codes: 0 done, 1 nothing is scheduled or a problem with the campaign file, 2 wrong usage, 3 a task is
    left out because no crontab can say when it is due.
    """
    from finder.schedule.printed import crontab, not_in_a_crontab

    file, loaded = _loaded(campaign)
    if overrides:
        network_settings(overrides, {})
    click.echo(crontab(loaded, _program(), file, overrides), nl=False)
    _tell_left_out("crontab", not_in_a_crontab(loaded))


@schedule_group.command("systemd")
@campaign_argument
@click.option(
    "-d", "--directory", type=click.Path(file_okay=False, path_type=Path), help="Write the units there."
)
@settings_option
def systemd_command(campaign: str | None, directory: Path | None, overrides: tuple[str, ...]) -> None:
    """Print the schedule of a CAMPAIGN as units of systemd: a service and a timer for each task, with -s in
    each.

    \b
    Examples:
      finder schedule systemd acme.toml
      finder schedule systemd acme.toml -d ~/.config/systemd/user

    Exit codes: 0 done, 1 nothing is scheduled, a problem with the campaign file, or a file that cannot be
    written, 2 wrong usage, 3 a task is left out because no timer can say when it is due.
    """
    from finder.schedule.printed import not_in_timers, units

    file, loaded = _loaded(campaign)
    if overrides:
        network_settings(overrides, {})
    for name, text in units(loaded, _program(), file, overrides).items():
        if directory is None:
            click.echo(f"# {name}\n{text}")
            continue
        try:
            directory.mkdir(parents=True, exist_ok=True)
            (directory / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise Refusal(f"{directory / name} cannot be written: {error.strerror}") from error
        click.echo(str(directory / name))
    _tell_left_out("timer", not_in_timers(loaded))


def _tell_left_out(what: str, tasks: list[tuple[Task, str]]) -> None:
    """Say which tasks are not in what was printed, and end so."""
    for task, expression in tasks:
        click.echo(
            f"finder: {task} is left out: no {what} can say {expression}; use `finder schedule run`", err=True
        )
    if tasks:
        sys.exit(EXIT_INCOMPLETE)


def _opened(campaign: str | None) -> Opened:
    _loaded(campaign)
    return begin_campaign(campaign)


def _loaded(campaign: str | None) -> tuple[Path, Campaign]:
    """The campaign and its file. Raises :class:`Refusal` when it schedules nothing."""
    from finder.campaign import load_campaign

    file = Path(campaign_file(campaign)).absolute()
    loaded = load_campaign(file)
    if not any(expression_of(loaded, task) for task in Task):
        raise Refusal(
            f'{campaign_file(campaign)}: nothing is scheduled; [schedule] crawl = "0 3 * * 1" would'
        )
    return file, loaded


def _scheduler(opened: Opened, overrides: tuple[str, ...], *, apart: bool = False) -> Scheduler:
    # Only here: what is printed needs none of it.
    from finder.schedule.driver import Scheduler
    from finder.schedule.here import Here
    from finder.schedule.notify import Notices
    from finder.schedule.scrapyd import Scrapyd

    network_settings(overrides, {})
    path = str(opened.file.absolute())
    places: list[Place] = []
    try:
        places += [Scrapyd.of(node, path) for node in opened.campaign.schedule.nodes]
    except ValueError as error:
        raise Refusal(f"{opened.file}: schedule.nodes: {error}") from error
    notices = Notices(opened.campaign, opened.database, str(opened.file), _say)
    return Scheduler(
        opened.campaign, opened.database, places or [Here(path, apart=apart)], overrides, _say, notices
    )


def _listed(opened: Opened) -> Iterator[tuple[str, ...]]:
    from finder.schedule.due import next_due
    from finder.storage.scheduling import tasks

    known = opened.read(tasks)
    for task in Task:
        if expression := expression_of(opened.campaign, task):
            timezone = opened.campaign.schedule.timezone
            due = next_due(expression, timezone, datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
            row = known.get(task)
            last = (row.state, row.begun_at, row.ended_at, row.detail) if row else ("", "", "", "")
            yield (task.value, f"{expression} {timezone}", due, *last)


def _program() -> list[str]:
    """How this program is started from anywhere."""
    beside = Path(sys.executable).with_name("finder")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "finder"]


def _say(line: str) -> None:
    click.echo(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}", err=True)
