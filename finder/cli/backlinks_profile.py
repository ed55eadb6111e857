"""The profile of backlinks as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from finder.backlink_profile.agreement import summary
from finder.backlink_profile.wording import SORTS, named, said, seen_by
from finder.cli.output import cell, console, one_line, printing, table
from finder.report.figures import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from finder.backlink_profile import LinkedPage, Part, Profile

_MOST: Final = 15
_PERIODS: Final = 24
_LONGEST: Final = 80

_LEVELS: Final = {
    "domains": "Who sees which referring domains",
    "pages": "Who sees which linking pages",
    "links": "Who sees which links",
}

Rows = list[tuple[Any, ...]]
_Table = tuple[str, tuple[str, ...], Rows]


def print_profile(profile: Profile) -> None:
    """Print all parts of a profile in which there is something; long lists are cut."""
    with printing() as stream:
        out = console(stream)
        for line in _totals(profile):
            out.print(Text(line), soft_wrap=True)
        for title, columns, rows in _tables(profile):
            if rows:
                _print_table(out, title, columns, rows)
        if profile.notes:
            _print_title(out, "Worth a look")
        for note in profile.notes:
            out.print(Text(one_line(note)), soft_wrap=True)


def _print_title(out: Console, title: str) -> None:
    out.print()
    out.print(Text(title, style="bold"))


def _print_table(out: Console, title: str, columns: Sequence[str], rows: Rows) -> None:
    _print_title(out, title)
    numbers = [
        name for place, name in enumerate(columns) if place and isinstance(rows[0][place], (int, _Number))
    ]
    made = table(*columns, right=numbers)
    for row in rows:
        made.add_row(*(cell(f"{value:,}" if isinstance(value, int) else value) for value in row))
    out.print(made)


class _Number(str):
    """A text that stands to the right, as numbers do."""


def _share(part: float) -> _Number:
    return _Number(share(round(10_000 * part), 10_000))


def _totals(profile: Profile) -> Iterator[str]:
    known, current = profile.known, profile.current
    yield (
        f"{current.links:,} links on {current.pages:,} pages of {current.domains:,} domains "
        f"({known.links:,}, {known.pages:,} and {known.domains:,} with those that are lost)"
    )
    without = current.pages - current.links
    if without > 0 and not current.links:
        yield "No supplier says which of your pages they link to: only pages and domains are counted."


def _tables(profile: Profile) -> Iterator[_Table]:
    counted = ("links", "pages", "domains")
    yield (
        "What our own looks found",
        ("state", "why", *counted),
        [
            (said(each.state, "never looked at"), said(each.why), each.links, each.pages, each.domains)
            for each in profile.states
        ],
    )
    yield from _suppliers(profile)
    yield from _agreement(profile)
    yield _changes(profile)
    yield from _likes(profile)
    yield from _anchors(profile)
    yield from _pages(profile)
    yield from _domains(profile)
    yield (
        "Counted by suppliers, without naming links (in none of the numbers above)",
        ("supplier", "report", "counts", "number", "known from links"),
        [
            (
                named(each.supplier),
                said(each.report),
                f"{each.sort}s",
                each.number,
                "" if each.known is None else f"{each.known:,}",
            )
            for each in profile.counts_only
        ],
    )


def _suppliers(profile: Profile) -> Iterator[_Table]:
    found = profile.suppliers
    yield (
        "What each supplier reports",
        ("supplier", "links", "pages", "domains", "first seen", "last seen"),
        [
            (named(n.supplier), n.links, n.pages, n.domains, n.first_seen[:10], n.last_seen[:10])
            for n in found
        ],
    )
    yield (
        "What our own looks say of it",
        ("supplier", "live", "missing", "lost", "unclear", "live %", "said lost", "yet live"),
        [
            (
                named(n.supplier),
                *(n.live, n.missing, n.lost, n.uncertain),
                _Number("") if n.live_share is None else _share(n.live_share),
                *(n.said_lost, n.said_lost_live),
            )
            for n in found
            if n.live + n.missing + n.lost + n.uncertain + n.said_lost
        ],
    )
    yield (
        "Imported files",
        ("file", "report", "imported", "rows", "taken", "known", "refused"),
        [
            (
                file.name,
                f"{named(file.supplier)}, {said(file.report)}",
                file.imported_at[:10],
                *(file.rows, file.accepted, file.duplicate, file.refused),
            )
            for file in profile.files[:_MOST]
        ],
    )


def _agreement(profile: Profile) -> Iterator[_Table]:
    for level, seen in profile.agreement.items():
        rows: Rows = [
            (seen_by(each.suppliers), each.number, _share(each.share))
            for each in [*summary(seen, len(profile.suppliers)), *seen[:_MOST]]
        ]
        yield _LEVELS[level], ("seen by exactly", level, "share"), rows


def _changes(profile: Profile) -> _Table:
    changes = profile.changes
    columns = (f"{changes.step} of", "new", "lost", "said lost")
    # Months without anything are most of them: they say no more than that they are missing.
    shown = [each for each in changes.periods[-_PERIODS:] if each.new or each.lost or each.said_lost]
    rows: Rows = [(each.begins, each.new, each.lost, each.said_lost) for each in shown]
    if len(changes.periods) > _PERIODS:
        before = changes.periods[:-_PERIODS]
        rows.insert(
            0,
            (
                "before",
                *(sum(getattr(each, name) for each in before) for name in ("new", "lost", "said_lost")),
            ),
        )
    if changes.undated:
        rows.append(("no day known", changes.undated, 0, 0))
    return "New and lost links", columns, rows


def _likes(profile: Profile) -> Iterator[_Table]:
    for title, parts in (
        ("What links ask of search engines", profile.rel),
        ("Sorts of links", profile.link_types),
        ("Where on the page", profile.placements),
        ("On all pages of a site, as suppliers say", profile.sitewide),
    ):
        yield title, ("", "links", "seen by us", "domains"), _parts(parts)
    yield (
        "Languages of the pages",
        ("language", "pages", "domains"),
        [(each.language or "not known", each.pages, each.domains) for each in profile.languages[:_MOST]],
    )


def _parts(parts: Iterable[Part]) -> Rows:
    return [(said(part.value, "not known"), part.links, part.looked, part.domains) for part in parts]


def _anchors(profile: Profile) -> Iterator[_Table]:
    yield (
        "Anchors by sort",
        ("anchor", "links", "share", "domains", "share"),
        [
            (SORTS[each.sort], each.links, _share(each.link_share), each.domains, _share(each.domain_share))
            for each in profile.anchor_sorts
        ],
    )
    yield (
        "The most used anchors",
        ("anchor", "sort", "links", "domains", "share"),
        [
            (_short(each.text), SORTS[each.sort], each.links, each.domains, _share(each.domain_share))
            for each in profile.anchors[:_MOST]
        ],
    )


def _pages(profile: Profile) -> Iterator[_Table]:
    columns = ("page of yours", "links", "domains", "live links", "the page is")
    yield "The most linked pages", columns, [_page(each) for each in profile.targets[:_MOST]]
    dead = profile.dead
    title = f"Dead pages of yours (domains that link to them: {dead.domains:,}; see `finder redirects`)"
    yield (
        title,
        ("page of yours", "links", "domains", "why dead"),
        [(each.url, each.links, each.domains, _why_dead(each)) for each in profile.dead_targets[:_MOST]],
    )


def _page(page: LinkedPage) -> tuple[Any, ...]:
    state = f"dead: {_why_dead(page)}" if page.outcome == "dead" else page.outcome or "not looked at"
    return page.url, page.links, page.domains, page.live, state


def _why_dead(page: LinkedPage) -> str:
    return " ".join(filter(None, (said(page.reason), str(page.status or ""))))


def _domains(profile: Profile) -> Iterator[_Table]:
    yield (
        "Domains with most linking pages",
        ("domain", "pages", "links", "live", "seen by", "what they say of it"),
        [
            (
                each.domain,
                each.pages,
                each.links,
                each.live,
                seen_by(each.suppliers),
                _authority(each.authority),
            )
            for each in profile.domains[:_MOST]
        ],
    )


def _authority(numbers: Sequence[Any]) -> str:
    return ", ".join(f"{named(each.supplier)} {each.name} {each.value:g}" for each in numbers)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
