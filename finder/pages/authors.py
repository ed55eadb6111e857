"""Who wrote a page, by what it declares, marks or prints."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.names import leading_names, letters_of, names_in, without_lead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.pages.marked import Marked
    from finder.pages.outline import Outline

MAX_AUTHORS: Final = 10
_MAX_LINE: Final = 160
_MAX_REST: Final = 60
_BEFORE: Final = 6
_AFTER: Final = 14
_MAX_BLOCKS: Final = 400
# In the order in which they are believed; most are those of content systems and of publishers' statistics.
_META: Final = (
    "author",
    "byl",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dc.creator.personalname",
    "dcterms.creator",
    "dcsext.author",
    "authors",
    "article.author",
    "og:article:author",
    "article:author",
    "book:author",
    "cxenseparse:author",
    "shareaholic:article_author_name",
    "rbauthors",
    "twitter:data1",
    "autor",
)


def authors_of(
    outline: Outline,
    named: Mapping[str, str],
    stated: Iterable[str],
    elements: Iterable[Marked],
    site_names: frozenset[str],
    heading: int,
) -> tuple[str, ...]:
    """The authors of a page, at most 10, as they are written.

    The first source that has a name is believed alone: JSON-LD (``stated``), ``meta`` elements, microdata,
    elements marked as the author's, a byline near the headline (block ``heading``), a line elsewhere that
    says *written by*. What is made for machines comes first, because it names nobody else; what is printed
    names people of all sorts. The name of the site and companies are no authors, unless no other name is
    found and it could be a person's, after whom a blog is called.
    """
    marked = [element for element in elements if element.author]
    declared = [element for element in marked if element.declared]
    for names in (site_names or frozenset(("",)), frozenset[str]()):
        found = (
            _all_names(stated, names)
            or _of_meta(named, names)
            or _of_marked(declared, names)
            or _of_marked(marked, names)
            or _all_names(_bylines(outline, heading), names)
        )
        if found and (names or _may_name_a_blog(found)):
            return tuple(found[:MAX_AUTHORS])
    return ()


def _may_name_a_blog(names: list[str]) -> bool:
    """Whether the name of a site could be that of a person: two or three words, not in capitals."""
    words = names[0].split()
    return 2 <= len(words) <= 3 and not names[0].isupper() and "." not in names[0]


def _all_names(texts: Iterable[str], site_names: frozenset[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in texts:
        for name in names_in(text, site_names):
            found.setdefault(letters_of(name), name)
    return list(found.values())


def _of_meta(named: Mapping[str, str], site_names: frozenset[str]) -> list[str]:
    for key in _META:
        value = named.get(key, "")
        if not value or (key == "twitter:data1" and not _tells_author(named.get("twitter:label1", ""))):
            continue
        if value.startswith(("http:", "https:", "/", "@")):
            continue
        found = _all_names((value,), site_names)
        if found:
            return found
    return []


def _tells_author(label: str) -> bool:
    return bool(without_lead(f"{label} -")[1])


def _of_marked(marked: list[Marked], site_names: frozenset[str]) -> list[str]:
    """The names of the first marked element that has one, and of its neighbours: lists of other articles that
    follow name their authors as well."""
    marked = sorted(marked, key=lambda element: (element.place, not element.after_heading))
    for index, element in enumerate(marked):
        found = _all_names((element.value or element.text,), site_names)
        if found:
            group = [other for other in marked[index:] if other.group == element.group]
            return _all_names((other.value or other.text for other in group), site_names)
    return []


def _bylines(outline: Outline, heading: int) -> Iterator[str]:
    """The names after the lead words of a byline: the first near the headline, else the first anywhere."""
    near = range(max(0, heading - _BEFORE), heading + _AFTER)
    order = [*range(heading, heading + _AFTER), *reversed(range(near.start, heading))]
    elsewhere = (index for index in range(len(outline.blocks)) if index not in near)
    for index in (*order, *islice(elsewhere, _MAX_BLOCKS)):
        if index >= len(outline.blocks):
            continue
        block = outline.blocks[index]
        if block.hidden or outline.placements[block.zone] in (Placement.COMMENTS, Placement.NAVIGATION):
            continue
        for line in block.text[: 4 * _MAX_LINE].split("\n")[:4]:
            names = _names_of_line(line, is_near=index in near)
            if names:
                yield "; ".join(names)
                return


def _names_of_line(line: str, *, is_near: bool) -> list[str]:
    if len(line) > _MAX_LINE:
        return []
    rest, sort = without_lead(line)
    if sort != "anywhere" and not (sort == "near" and is_near):
        return []
    names, after = leading_names(rest)
    finished = len(after) <= _MAX_REST and (
        not after or not after[0].isalpha() or any(map(str.isdigit, after))
    )
    return names if finished and any(" " in name or not name.isascii() for name in names) else []
