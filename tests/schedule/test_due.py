"""When a cron expression comes, and what it is for crontabs and timers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from finder.campaign import examine_text
from finder.schedule.due import calendar_events, next_due
from finder.schedule.printed import crontab, units
from tests.cli.crawled import CAMPAIGN


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
        ("0 4 L * *", None),
    ],
)
def test_a_timer_says_the_same_as_cron(expression: str, events: list[str] | None) -> None:
    assert calendar_events(expression, "UTC") == events


def test_crontab_and_units_run_each_task_and_say_what_they_cannot() -> None:
    said = CAMPAIGN + '[schedule]\ntimezone = "Europe/Berlin"\ncrawl = "0 3 * * 1"\nverify = "5 0 4 * * *"\n'
    said += 'own_content = "0 3 1 JUL *"\nbacklinks = "0 3 * * 5L"\n'
    campaign, problems = examine_text(said, "/srv/100% acme/acme.toml")
    assert campaign
    assert [str(each) for each in problems if each.severity == "error" and each.key != "database"] == []
    file = Path("/srv/100% acme/acme.toml")
    assert crontab(campaign, ["/opt/my programs/finder"], file).splitlines()[1:] == [
        "CRON_TZ=Europe/Berlin",
        r"0 3 * * 1 '/opt/my programs/finder' schedule now crawl '/srv/100\% acme/acme.toml'",
        r"0 3 1 JUL * '/opt/my programs/finder' schedule now own_content '/srv/100\% acme/acme.toml'",
        "# verify (5 0 4 * * *): no crontab can say that; use `finder schedule run`.",
        "# backlinks (0 3 * * 5L): no crontab can say that; use `finder schedule run`.",
    ]
    made = units(campaign, ["/opt/my programs/finder"], file)
    assert sorted(made) == [f"finder-acme-{each}" for each in (
        "backlinks.service", "backlinks.timer", "crawl.service", "crawl.timer",
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
    ],
)
def test_what_cannot_be_scheduled_is_said_in_one_line(line: str, said: str) -> None:
    _, problems = examine_text(f"{CAMPAIGN}[schedule]\n{line}\n", "acme.toml")
    assert said in "\n".join(map(str, problems))
