"""The plots about backlinks, each with the same numbers as a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.agreement import summary
from finder.backlink_profile.wording import SORTS, said, seen_by
from finder.report.figures import Figure, Table, bars_of, share
from finder.report.plots import Bar, bars, columns, stacked
from finder.report.text import clipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finder.backlink_profile import Period, Profile, SeenBy

_MOST_PERIODS: Final = 12
_LONGEST: Final = 80
_LONGEST_LABEL: Final = 44
_NEVER: Final = "not looked at"
# In the order in which they are shown, with the colour of each.
_STATES: Final[Mapping[str, str]] = {
    "live": "alive",
    "missing": "uncertain",
    "lost": "dead",
    "uncertain": "plain",
    "": "rest",
}


def seen_figure(profile: Profile) -> Figure:
    """Which suppliers see the same referring domains."""
    seen = profile.agreement.get("domains", ())
    rows = [
        (_seen_by(each), each.number, share(round(10_000 * each.share), 10_000))
        for each in [*summary(seen, len(profile.suppliers)), *seen]
    ]
    title = "Who sees which referring domains"
    # The number stands behind the words; those that are left out are in the table.
    shown = bars_of({_seen_by(each): each.number for each in seen})
    plot = bars("seen-by", title, [replace(bar, label=clipped(bar.label, _LONGEST_LABEL)) for bar in shown])
    return Figure("Who sees what", plot, Table(title, ("Seen by exactly", "Domains", "Share"), rows))


def state_figure(profile: Profile) -> Figure:
    """What our own looks found."""
    links: Counter[str] = Counter()
    for each in profile.states:
        links[each.state] += each.links
    parts = [Bar(said(name, _NEVER), links[name], tone) for name, tone in _STATES.items() if links[name]]
    rows = [
        (
            f"{said(each.state, _NEVER)}{f': {clipped(said(each.why), _LONGEST)}' if each.why else ''}",
            each.links,
            each.pages,
            each.domains,
        )
        for each in profile.states
    ]
    title = "Links by what our own looks found"
    table = Table(title, ("State", "Links", "Pages", "Domains"), rows)
    return Figure("Live or not", stacked("link-states", title, parts), table, parts)


def change_figures(profile: Profile) -> Iterator[Figure]:
    """Links new and lost in the last weeks or months."""
    step, periods = profile.changes.step, profile.changes.periods[-_MOST_PERIODS:]
    labels = [_label(each, step) for each in periods]
    new = [Bar(label, each.new) for label, each in zip(labels, periods, strict=True)]
    lost = [
        Bar(label, each.lost + each.said_lost, "dead") for label, each in zip(labels, periods, strict=True)
    ]
    head = f"{step.capitalize()} of"
    title = f"New links by {step}"
    rows = [(each.begins, each.new) for each in periods]
    yield Figure(title, columns("new-links", title, new), Table(title, (head, "New"), rows))
    title = f"Lost links by {step}"
    yield Figure(
        title,
        columns("lost-links", title, lost),
        Table(
            title,
            (head, "Seen lost", "Called lost"),
            [(each.begins, each.lost, each.said_lost) for each in periods],
        ),
    )


def anchor_figure(profile: Profile) -> Figure:
    """The sorts of anchors, by referring domains: one link in a footer counts once."""
    title = "Anchors by sort, in referring domains"
    rows = [
        (SORTS[each.sort], each.domains, share(round(10_000 * each.domain_share), 10_000), each.links)
        for each in profile.anchor_sorts
    ]
    plot = bars(
        "anchor-sorts", title, bars_of({SORTS[each.sort]: each.domains for each in profile.anchor_sorts})
    )
    return Figure("Anchors", plot, Table(title, ("Anchor", "Domains", "Share", "Links"), rows))


def _seen_by(seen: SeenBy) -> str:
    """Who sees it; a supplier may have any name that a user gives."""
    return clipped(seen_by(seen.suppliers), _LONGEST)


def _label(period: Period, step: str) -> str:
    """A month by its name, a week by its number: what has room below a column."""
    begins = date.fromisoformat(period.begins)
    return begins.strftime("%b") if step == "month" else str(begins.isocalendar().week)
