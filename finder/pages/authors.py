"""Who wrote a page, by what it declares, marks or prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.metadata import meta_names
from finder.pages.names import leading_names, letters_of, names_in, without_lead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.pages.marked import Marked, Marks
    from finder.pages.outline import Block, Outline

MAX_AUTHORS: Final = 10
_MAX_LINE: Final = 160
_MAX_REST: Final = 60
_BEFORE: Final = 6
_AFTER: Final = 14
_MAX_BLOCKS: Final = 400


def authors_of(
    outline: Outline,
    named: Mapping[str, str],
    stated: Iterable[str],
    marks: Marks,
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
    found = _declared_or_marked(stated, named, marks, site_names or frozenset(("",)))
    found = found or _all_names(_bylines(outline, heading), site_names)
    if not found:
        found = _declared_or_marked(stated, named, marks, frozenset())
        found = found if found and _may_name_a_blog(found[0]) else []
    return tuple(found[:MAX_AUTHORS])


def _declared_or_marked(
    stated: Iterable[str], named: Mapping[str, str], marks: Marks, site_names: frozenset[str]
) -> list[str]:
    return (
        _all_names(stated, site_names)
        or _of_meta(named, site_names)
        or _of_marked(marks.declared, site_names)
        or _of_marked(marks.named, site_names)
    )


def _may_name_a_blog(name: str) -> bool:
    """Whether the name of a site could be that of a person: two or three words, not in capitals."""
    return 2 <= len(name.split()) <= 3 and not name.isupper() and "." not in name


def _all_names(texts: Iterable[str], site_names: frozenset[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in texts:
        for name in names_in(text, site_names):
            found.setdefault(letters_of(name), name)
    return list(found.values())


def _of_meta(named: Mapping[str, str], site_names: frozenset[str]) -> list[str]:
    for key in meta_names("author"):
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
    marked = [element for element in marked if element.author]
    marked.sort(key=lambda element: (element.place, not element.after_heading))
    for index, element in enumerate(marked):
        found = _all_names((element.value or element.text,), site_names)
        if found:
            group = [other for other in marked[index:] if other.group == element.group]
            return _all_names((other.value or other.text for other in group), site_names)
    return []


def _bylines(outline: Outline, heading: int) -> Iterator[str]:
    """The names after the lead words of a byline: the first near the headline, else the first anywhere."""
    last = len(outline.blocks)
    near = [
        *range(heading, min(heading + _AFTER, last)),
        *reversed(range(max(0, heading - _BEFORE), heading)),
    ]
    for index in near:
        block = outline.blocks[index]
        for line in block.text[: 4 * _MAX_LINE].split("\n")[:4]:
            names = _names_of_line(line, is_near=True) if _is_article(block, outline) else []
            if names:
                yield "; ".join(names)
                return
    for block in outline.blocks[:_MAX_BLOCKS]:
        if len(block.text) <= _MAX_LINE and without_lead(block.text)[1] and _is_article(block, outline):
            names = _names_of_line(block.text, is_near=False)
            if names:
                yield "; ".join(names)
                return


def _is_article(block: Block, outline: Outline) -> bool:
    return not block.hidden and outline.placements[block.zone] not in (
        Placement.COMMENTS,
        Placement.NAVIGATION,
    )


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
