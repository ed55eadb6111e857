"""When a cron expression comes, and what it is for crontabs and timers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cronsim import CronSim

from finder.campaign import examine_text
from finder.schedule.due import calendar_events, crontab_expression, next_due
from finder.schedule.printed import crontab, units
from tests.cli.crawled import CAMPAIGN
from tests.forked import finder

SECRET = "tell-nobody"


@pytest.mark.parametrize(
    ("expression", "timezone", "after", "due"),
    [
        ("0 3 * * 1", "UTC", "2026-11-30T03:00:00", "2026-12-07T03:00:00"),
        ("0 3 * * 1", "Europe/Berlin", "2026-11-30T01:59:59", "2026-11-30T02:00:00"),
        # The clock goes from 2 to 3: what falls into the hour that is not there comes right after it.
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T01:00:00"),
        # The clock goes back from 3 to 2: once, not twice.
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
        ("0 4 1 * 0", "UTC", "2026-11-02T00:00:00", "2026-11-08T04:00:00"),
        ("*/10 * * * * *", "UTC", "2026-11-30T03:00:01", "2026-11-30T03:00:10"),
    ],
)
def test_an_expression_comes_when_cron_would_have_it_come(
    expression: str, timezone: str, after: str, due: str
) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_due(expression, timezone, moment).strftime("%Y-%m-%dT%H:%M:%S") == due


@pytest.mark.parametrize(
    ("expression", "events"),
    [
        ("0 3 * * 1", ["Mon *-*-* 03:00:00 UTC"]),
        ("*/20 0-2 * * *", ["*-*-* 00,01,02:00,20,40:00 UTC"]),
        ("0 4 1 6 *", ["*-06-01 04:00:00 UTC"]),
        ("0 4 1 * 7", ["*-*-01 04:00:00 UTC", "Sun *-*-* 04:00:00 UTC"]),
        ("0 4 L * *", ["*-*~01 04:00:00 UTC"]),
        (
            "0 4 LW 2 *",
            ["Mon..Fri *-02~01 04:00:00 UTC", "Fri *-02~02 04:00:00 UTC", "Fri *-02~03 04:00:00 UTC"],
        ),
        ("0 4 * * 5L", ["Fri *-*~07/1 04:00:00 UTC"]),
        ("0 4 * * 1#1,7#5", ["Mon *-*-01..07 04:00:00 UTC", "Sun *-*-29..31 04:00:00 UTC"]),
        (
            "0 4 15,L * 2,3L",
            [
                "*-*-15 04:00:00 UTC",
                "*-*~01 04:00:00 UTC",
                "Tue *-*-* 04:00:00 UTC",
                "Wed *-*~07/1 04:00:00 UTC",
            ],
        ),
        ("0 4 */16 * 1-5", ["Mon,Tue,Wed,Thu,Fri *-*-01,17 04:00:00 UTC"]),
        # The Mondays of which both are so.
        ("0 4 */2 * 1#1", None),
    ],
)
def test_a_timer_says_the_same_as_cron(expression: str, events: list[str] | None) -> None:
    assert calendar_events(expression, "UTC") == events
    # What systemd itself makes of it, where it is.
    analyze = shutil.which("systemd-analyze")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    cron = CronSim(expression, start)
    expected = [f"{next(cron):%Y-%m-%d %H:%M:%S}" for _ in range(12)]
    if analyze and events:
        words = [
            analyze,
            "calendar",
            "--iterations=12",
            f"--base-time={start:%Y-%m-%d %H:%M:%S UTC}",
            *events,
        ]
        said = subprocess.run(words, capture_output=True, text=True, check=True, env={"TZ": "UTC"}).stdout
        comes = re.findall(r"(?:elapse|Iter. #\d+): \w+ (\S+ \S+) UTC", said)
        assert sorted(set(comes))[:12] == expected


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("0 3 * * 1", "0 3 * * 1"),
        ("*/20 0-6/2 1,15 JUL sun", "*/20 0-6/2 1,15 JUL sun"),
        # Debian's cron knows neither steps of a number nor several names.
        ("5/20 3 * * *", "5,25,45 3 * * *"),
        ("0 3 * JAN,MAR MON-FRI", "0 3 * 1,3 1,2,3,4,5"),
        ("0 3 * * 6-7", "0 3 * * 6-7"),
        ("0 0 3 * * *", None),
        ("0 3 L * *", None),
        ("0 3 * * 1#2", None),
    ],
)
def test_a_crontab_says_the_same_in_words_that_every_cron_knows(expression: str, said: str | None) -> None:
    assert crontab_expression(expression) == said
    if said:
        moments = [CronSim(each, datetime(2026, 1, 1, tzinfo=UTC)) for each in (expression, said)]
        assert all(next(moments[0]) == next(moments[1]) for _ in range(20))


def test_crontab_and_units_run_each_task_and_leave_out_what_they_cannot_say() -> None:
    said = CAMPAIGN + '[schedule]\ntimezone = "Europe/Berlin"\ncrawl = "0 3 * * 1"\nverify = "5 0 4 * * *"\n'
    said += 'own_content = "0 3 1 JUL *"\nbacklinks = "0 3 */2 * 5L"\n'
    campaign, problems = examine_text(said, "/srv/100% acme/acme.toml")
    assert campaign
    assert [str(each) for each in problems if each.severity == "error" and each.key != "database"] == []
    file = Path("/srv/100% acme/acme.toml")
    assert crontab(campaign, ["/opt/my programs/finder"], file).splitlines()[1:] == [
        "CRON_TZ=Europe/Berlin",
        r"0 3 * * 1 '/opt/my programs/finder' schedule now crawl '/srv/100\% acme/acme.toml'",
        r"0 3 1 JUL * '/opt/my programs/finder' schedule now own_content '/srv/100\% acme/acme.toml'",
    ]
    made = units(campaign, ["/opt/my programs/finder"], file)
    assert sorted(made) == [f"finder-acme-{each}" for each in (
        "crawl.service", "crawl.timer",
        "own_content.service", "own_content.timer", "verify.service", "verify.timer",
    )]  # fmt: skip
    assert (
        'ExecStart="/opt/my programs/finder" schedule now crawl "/srv/100%% acme/acme.toml"\n'
        in made["finder-acme-crawl.service"]
    )
    assert "OnCalendar=Mon *-*-* 03:00:00 Europe/Berlin\nPersistent=true\n" in made["finder-acme-crawl.timer"]
    assert "OnCalendar=*-*-* 04:00:05 Europe/Berlin\n" in made["finder-acme-verify.timer"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('crawl = "0 25 * * *"', 'schedule.crawl: not a cron expression: bad hour in "0 25 * * *"'),
        ('crawl = "daily"', "wrong number of fields"),
        ('crawl = "0 0 31 2 *"', 'bad day-of-month in "0 0 31 2 *"'),
        (
            'timezone = "Berlin"',
            'schedule.timezone: unknown time zone "Berlin"; write it like "Europe/Berlin"',
        ),
        ('crwal = "0 3 * * 1"', 'schedule.crwal: unknown key; did you mean "crawl"?'),
        ('missed = "no"', "schedule.missed: must be"),
        ('nodes = [{ url = "scrapyd" }]', "schedule.nodes[0].url: not a web address"),
        (
            f'nodes = [{{ url = "http://jane:{SECRET}@scrapyd.example:6800/" }}]',
            "schedule.nodes[0].url: a user and password do not belong into the address; name environment",
        ),
    ],
)
def test_what_cannot_be_scheduled_is_said_in_one_line(line: str, said: str) -> None:
    _, problems = examine_text(f"{CAMPAIGN}[schedule]\n{line}\n", "acme.toml")
    assert said in "\n".join(map(str, problems))
    assert SECRET not in "\n".join(map(str, problems))


def test_a_task_that_cannot_be_said_is_told_and_counts_as_left_out(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    tasks = '[schedule]\ncrawl = "0 3 * * 1#1"\nverify = "0 4 */2 * 1#1"\n'
    file.write_text(CAMPAIGN + tasks, encoding="utf-8")
    cron = finder(["schedule", "cron", str(file)])
    assert (cron.returncode, len(cron.stdout.splitlines())) == (3, 2)
    assert cron.stderr.splitlines() == [
        "finder: crawl is left out: no crontab can say 0 3 * * 1#1; use `finder schedule run`",
        "finder: verify is left out: no crontab can say 0 4 */2 * 1#1; use `finder schedule run`",
    ]
    timers = finder(["schedule", "systemd", str(file), "-d", str(tmp_path / "units")])
    assert timers.returncode == 3
    assert timers.stderr == (
        "finder: verify is left out: no timer can say 0 4 */2 * 1#1; use `finder schedule run`\n"
    )
    made = sorted((tmp_path / "units").iterdir())
    assert [each.name for each in made] == ["finder-acme-crawl.service", "finder-acme-crawl.timer"]
    if analyze := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [analyze, "verify", "--man=no", "--user", *map(str, made)],
            capture_output=True,
            text=True,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_settings_go_into_every_line_and_unit_as_they_were_given() -> None:
    campaign, _ = examine_text(CAMPAIGN + '[schedule]\ncrawl = "0 3 * * 1"\n', "/srv/acme.toml")
    assert campaign
    given = ("USER_AGENT=acme-bot/100% (+https://acme.example/bot)", "FINDER_HOST_DELAY=3")
    words = ["finder", "schedule", "now", "crawl", "/srv/acme.toml", "-s", given[0], "-s", given[1]]
    file = Path("/srv/acme.toml")
    line = crontab(campaign, ["finder"], file, given).splitlines()[-1]
    assert shlex.split(line.removeprefix("0 3 * * 1 ").replace(r"\%", "%")) == words
    service = units(campaign, ["finder"], file, given)["finder-acme-crawl.service"]
    (started,) = (each for each in service.splitlines() if each.startswith("ExecStart="))
    assert shlex.split(started.removeprefix("ExecStart=").replace("%%", "%")) == words
