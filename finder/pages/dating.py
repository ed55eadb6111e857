"""On which day a page was published and last changed, and which of several days is believed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from finder.items import Placement
from finder.pages.dates import DIGITS, declared_day, plain_of, written_days
from finder.pages.marked import Place
from finder.pages.metadata import meta_names
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finder.pages.marked import Marked, Marks
    from finder.pages.outline import Outline
    from finder.pages.structured import Statement

_IN_PATH: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-]?)(\d{1,2})[/_-](\d{1,2})(?!\d)|(?<!\d)(20[0-2]\d[01]\d[0-3]\d)(?!\d)"
)
_YEAR: Final = re.compile(rf"20[0-9]\d|199\d|25[3-9]\d|[./]\d\d(?!\d)|[{DIGITS}]")
_MONTH_IN_PATH: Final = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|\Z)")
_ANYWHERE: Final = re.compile(r"20\d\d([/-])(?:0[1-9]|1[0-2])\1[0-3]\d(?!\d)")
_SAYS_PUBLISHED: Final = re.compile(r"publi|upload|create|posted|issued|(?<!up)date")
_NAME_BEFORE: Final = re.compile(
    r"(?:publi|upload|creat|posted|issued)\w{0,20}[\"'\s:=\\]{1,9}\Z", re.IGNORECASE
)
_SAYS_OTHER: Final = re.compile(r"modif|expir|valid|event|birth|start|end|until")
_ISO_START: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_AROUND: Final = (Placement.NAVIGATION, Placement.COMMENTS, Placement.FOOTER)
_MAX_BLOCK: Final = 1_000
_MAX_LINE: Final = 300
_MAX_BEFORE: Final = 120
_MAX_SHORT_LINE: Final = 120
_MAX_SENTENCE: Final = 40
_MAX_HTML: Final = 500_000
_LEAD: Final = 60
_BEFORE: Final = 6
_AFTER: Final = 12
_MAX_BLOCKS: Final = 1_500


class Days(NamedTuple):
    """When a page was published and last changed: ISO dates, empty where it does not say."""

    published: str
    modified: str


def days_of(
    outline: Outline,
    named: Mapping[str, str],
    stated: Statement,
    marks: Marks,
    url: str,
    locale: str,
    heading: int,
    html: str,
) -> Days:
    """The days of a page.

    *Published*: what is declared for machines (JSON-LD, ``meta``, microdata) is exact and about this page;
    then ``time`` and elements marked as dates, the address, the line near the headline (block ``heading``),
    a line elsewhere that says so. A day in the address is given once, when a page is first put there, while
    systems stamp the others anew when an article is moved or edited: where it is earlier, it wins.

    *Modified*: declared or, on pages that do not declare when they were published (those that do would
    declare this as well), marked or printed with words that say so. A page that says neither is as new as
    the newest day that it names. Copyright years say nothing.
    """
    days = Days(
        _declared(stated.published, named, "published", locale)
        or _marked(marks.declared, "published", locale),
        _declared(stated.modified, named, "modified", locale) or _marked(marks.declared, "modified", locale),
    )
    addressed = day_in_address(url)
    if not days.published:
        in_print = _in_print(outline, heading, locale)
        shown = _shown(in_print, marks, locale, addressed)
        published = shown.published or _by_name(named) or _in_scripts(html) or _month_in_address(url)
        modified = days.modified or shown.modified
        if not published and not modified:
            modified = _newest(in_print, marks.named, html, locale)
        days = Days(published, modified)
    if addressed and days.published > addressed:
        days = Days(addressed, days.modified)
    return days if days.modified >= days.published else Days(days.published, "")


def _shown(in_print: list[_Print], marks: Marks, locale: str, addressed: str) -> Days:
    """The days that markup tells of, that stand in the address (``addressed``) or in print."""
    in_main = [element for element in marks.named if element.place is Place.MAIN]
    return Days(
        _marked(in_main, "published", locale)
        or addressed
        or _near(in_print)
        or _first(in_print, "published")
        or _marked(marks.named, "published", locale),
        _marked(in_main, "modified", locale) or _first(in_print, "modified"),
    )


def day_in_address(url: str) -> str:
    """The day in the path of an address such as ``/2024/03/01/title``; empty if there is none."""
    for match in islice(_IN_PATH.finditer(_path(url)), 3):
        found = declared_day(match[5] or f"{match[1]}-{match[3]}-{match[4]}")
        if found:
            return found
    return ""


def _month_in_address(url: str) -> str:
    """The first day of the month in an address such as ``/2024/03/title``: all that some blogs tell."""
    match = _MONTH_IN_PATH.search(_path(url))
    return declared_day(f"{match[1]}-{match[2]}-01") if match is not None else ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path[:500]
    except ValueError:
        return ""


def _by_name(named: Mapping[str, str]) -> str:
    """The day of a ``meta`` element of a vocabulary of its own whose name tells what it is."""
    found = (
        declared_day(value)
        for name, value in named.items()
        if _SAYS_PUBLISHED.search(name) and not _SAYS_OTHER.search(name) and _ISO_START.match(value)
    )
    return next((day for day in found if day), "")


def _declared(stated: str, named: Mapping[str, str], wanted: str, locale: str) -> str:
    values = (stated, *(named[name] for name in meta_names(wanted) if name in named))
    return next((day for day in (declared_day(value, locale) for value in values if value) if day), "")


def _marked(dated: list[Marked], wanted: str, locale: str) -> str:
    """The day of the first fitting element, those after the headline before those above it.

    An element that only says that it is a date tells when the page was published.
    """
    fitting = [element for element in dated if (element.says or "published") == wanted]
    fitting.sort(key=lambda element: (element.place, not element.after_heading, not element.says))
    for element in fitting:
        day = declared_day(element.value, locale) or _only_day(element.text, locale)
        if day:
            return day
    return ""


def _only_day(text: str, locale: str) -> str:
    if len(text) > _MAX_LINE or _YEAR.search(text) is None:
        return ""
    return next((written.day for written in written_days(plain_of(text), locale, short_years=True)), "")


class _Print(NamedTuple):
    """A day in print: how far from the headline, what the words before it say, whether near the headline."""

    distance: float
    says: str
    day: str
    near: bool


def _in_print(outline: Outline, heading: int, locale: str) -> list[_Print]:
    """The days in the text of a page in document order, without comments."""
    found: list[_Print] = []
    for index, block in enumerate(outline.blocks[:_MAX_BLOCKS]):
        near = -_BEFORE <= index - heading < _AFTER
        text = block.text if near else block.text[:_MAX_LINE]
        if not ("20" in text or "199" in text or (near and _YEAR.search(text, 0, _MAX_LINE))):
            continue
        placement = outline.placements[block.zone]
        if block.hidden or placement is Placement.COMMENTS:
            continue
        near = near and placement not in _AROUND
        found += (_Print(abs(index - heading - 0.5), says, day, near) for says, day in _told(text, locale))
    return found


def _near(in_print: list[_Print]) -> str:
    """The day nearest to the headline that is not said to be that of a change."""
    near = sorted((one for one in in_print if one.near), key=lambda one: one.distance)
    return next((one.day for one in near if one.says != "modified"), "")


def _first(in_print: list[_Print], wanted: str) -> str:
    return next((one.day for one in in_print if one.says == wanted), "")


def _told(text: str, locale: str) -> Iterator[tuple[str, str]]:
    """The days in the lines of a text, each with what the words before it say of it.

    Without such words a day counts in a line that says little else; in a sentence it is its subject.
    """
    for line in text[:_MAX_BLOCK].split("\n"):
        plain = plain_of(line[:_MAX_LINE])
        start = 0
        for written in written_days(plain, locale, short_years=True):
            lead = plain[max(start, written.start - _LEAD) : written.start]
            sort = _sort_of(lead) if written.start <= _MAX_BEFORE else ""
            start = written.end
            if sort in ("published", "modified") or (not sort and _says_little_else(line)):
                yield sort, written.day


def _says_little_else(line: str) -> bool:
    return len(line) <= _MAX_SENTENCE or (len(line) <= _MAX_SHORT_LINE and line[-1] not in ".!?。")


def _sort_of(lead: str) -> str:
    return next((sort for word, sort in _words() if word in lead), "")


def _in_scripts(html: str) -> str:
    """The first day in the markup after a name such as ``publishDate``, as scripts have it."""
    for match in islice(_ANYWHERE.finditer(html, 0, _MAX_HTML), 200):
        if _NAME_BEFORE.search(html, max(0, match.start() - _LEAD), match.start()):
            return declared_day(match[0])
    return ""


def _newest(in_print: list[_Print], marked: list[Marked], html: str, locale: str) -> str:
    """The newest day that is printed or stands in the markup (in addresses of pictures and scripts)."""
    days = [one.day for one in in_print]
    days += [declared_day(one.value, locale) or _only_day(one.text, locale) for one in marked if one.day]
    days += map(declared_day, {match[0] for match in islice(_ANYWHERE.finditer(html, 0, _MAX_HTML), 200)})
    return max(days, default="")


@lru_cache(maxsize=1)
def _words() -> list[tuple[str, str]]:
    rows = [(plain_of(word), sort) for sort, word in load_table("date_words.tsv")]
    order = ("never", "modified", "published")
    return sorted(rows, key=lambda row: order.index(row[1]))
