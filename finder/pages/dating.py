"""On which day a page was published and last changed, and which of several days is believed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from finder.items import Placement
from finder.pages.dates import declared_day, plain_of, written_days
from finder.pages.marked import Place
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.pages.marked import Marked
    from finder.pages.outline import Block, Outline
    from finder.pages.structured import Statement

_IN_PATH: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-]?)(\d{1,2})[/_-](\d{1,2})(?!\d)|(?<!\d)(20[0-2]\d[01]\d[0-3]\d)(?!\d)"
)
_YEAR: Final = re.compile(r"(?:199|20[0-9]|25[3-9])\d|[./]\d\d(?!\d)|[^\x00-\x7f]")
_MONTH_IN_PATH: Final = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/|\Z)")
_ANYWHERE: Final = re.compile(r"(?<!\d)20\d\d([/-])(?:0[1-9]|1[0-2])\1[0-3]\d(?!\d)")
_SAYS_PUBLISHED: Final = re.compile(r"publi|upload|create|posted|issued|date")
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
_PUBLISHED: Final = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "dc.date.publication",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "published",
    "published_time",
    "published_time_telegram",
    "article_date_original",
    "article.published",
    "article.created",
    "originalpublicationdate",
    "ptime",
    "displaydate",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "date",
    "dateposted",
    "created",
    "creation_date",
    "date_published",
    "gentime",
    "firstcreate",
)
_MODIFIED: Final = (
    "article:modified_time",
    "article:modified",
    "og:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "lastmodified",
    "last_updated_date",
    "last-updated",
    "article.updated",
    "modified",
    "modified_time",
    "modificationdate",
    "revised",
    "revision_date",
    "utime",
    "updated",
    "shareaholic:article_modified_time",
)


class Days(NamedTuple):
    """When a page was published and last changed: ISO dates, empty where it does not say."""

    published: str
    modified: str


def days_of(
    outline: Outline,
    named: Mapping[str, str],
    stated: Statement,
    elements: Iterable[Marked],
    url: str,
    locale: str,
    heading: int,
    html: str,
) -> Days:
    """The days of a page.

    *Published*: what is declared for machines (JSON-LD, ``meta``, microdata) is exact and about this page;
    then ``time`` and elements marked as dates, then the line near the headline (block ``heading``), then any
    short line of the main text. A day in the address is given once, when a page is first put there, while
    systems stamp the others anew when an article is moved or edited: where it is earlier, it wins.

    *Modified*: declared, marked or printed with words that say so. A page that declares no day at all and
    prints several is as new as the newest of them.
    """
    dated = [element for element in elements if element.day]
    marked = [element for element in dated if element.place is Place.MAIN]
    declared = [element for element in marked if element.declared]
    addressed = day_in_address(url)
    printed = _near(outline, heading, locale)
    published = (
        _declared((stated.published,), named, _PUBLISHED, locale)
        or _marked(declared, "published", locale)
        or _marked(marked, "published", locale)
        or addressed
        or printed.published
        or _elsewhere(outline, "published", locale)
        or _by_name(named, _SAYS_PUBLISHED)
        or _marked(dated, "published", locale)
        or _month_in_address(url)
    )
    modified = (
        _declared((stated.modified,), named, _MODIFIED, locale)
        or _marked(declared, "modified", locale)
        or _marked(marked, "modified", locale)
        or printed.modified
        or _elsewhere(outline, "modified", locale)
    )
    if addressed and published > addressed:
        published = addressed
    if not published and not modified:
        modified = _newest(outline, dated, html, locale)
    return Days(published, modified if modified >= published else "")


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


def _by_name(named: Mapping[str, str], telling: re.Pattern[str]) -> str:
    """The day of a ``meta`` element of a vocabulary of its own whose name tells what it is."""
    found = (
        declared_day(value)
        for name, value in named.items()
        if telling.search(name) and _ISO_START.match(value)
    )
    return next((day for day in found if day), "")


def _declared(stated: Iterable[str], named: Mapping[str, str], names: Iterable[str], locale: str) -> str:
    values = (*stated, *(named[name] for name in names if name in named))
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


def _near(outline: Outline, heading: int, locale: str) -> Days:
    """The days printed near the headline in lines that say little else."""
    near = range(max(0, heading - _BEFORE), heading + _AFTER)
    days = {"published": "", "modified": ""}
    for index in sorted(near, key=lambda index: abs(index - heading - 0.5)):
        if index < len(outline.blocks) and outline.placements[outline.blocks[index].zone] not in _AROUND:
            for sort, day in _told(outline.blocks[index], locale):
                days[sort or "published"] = days[sort or "published"] or day
        if days["published"]:
            break
    return Days(days["published"], days["modified"])


def _elsewhere(outline: Outline, wanted: str, locale: str) -> str:
    """The first day anywhere on a page that is printed with words for what is ``wanted``."""
    for block in outline.blocks[:_MAX_BLOCKS]:
        if outline.placements[block.zone] is not Placement.COMMENTS:
            for sort, day in _told(block, locale):
                if sort == wanted:
                    return day
    return ""


def _told(block: Block, locale: str) -> Iterator[tuple[str, str]]:
    """The days in the lines of a block, each with what the words before it say of it.

    Without such words a day counts in a line that says little else; in a sentence it is its subject.
    """
    if block.hidden or _YEAR.search(block.text[:_MAX_BLOCK]) is None:
        return
    for line in block.text[:_MAX_BLOCK].split("\n"):
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


def _newest(outline: Outline, dated: list[Marked], html: str, locale: str) -> str:
    """The newest day that is printed or stands in the markup (in addresses of pictures and scripts)."""
    days = [declared_day(element.value, locale) or _only_day(element.text, locale) for element in dated]
    for block in outline.blocks[:_MAX_BLOCKS]:
        days += [day for _, day in _told(block, locale)]
    days += map(declared_day, {match[0] for match in islice(_ANYWHERE.finditer(html[:_MAX_HTML]), 200)})
    return max(days, default="")


@lru_cache(maxsize=1)
def _words() -> list[tuple[str, str]]:
    rows = [(plain_of(word), sort) for sort, word in load_table("date_words.tsv")]
    order = ("never", "modified", "published")
    return sorted(rows, key=lambda row: order.index(row[1]))
