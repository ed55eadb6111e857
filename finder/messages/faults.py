"""What is wrong with a user's own templates, before a message is made from one."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateError, nodes
from jinja2.meta import find_undeclared_variables

from finder.messages import language as words_of
from finder.messages.drafting import fill
from finder.messages.facts import FACTS, FOLLOWING, Fact
from finder.messages.templates import (
    FOLLOW_UP,
    PARTS,
    TemplateFaultError,
    Templates,
    read_folder,
    shipped_kinds,
)
from finder.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NEAR: Final = 70
_NUMBERS: Final = ("lead_id", "score", "mentions", "sightings")


def faults_in(folder: Path) -> list[TemplateFaultError]:
    """All that is wrong with the templates of a folder, by file and line."""
    own, faults = read_folder(folder)
    templates = Templates(own)
    faults += _misplaced(folder)
    for language, name in own:
        faults += _of_file(templates, language, name)
    return sorted(faults, key=lambda fault: (fault.path, fault.line or 0))


def _misplaced(folder: Path) -> Iterator[TemplateFaultError]:
    """Files that nothing would ever read."""
    for path in sorted(folder.glob("*.txt")):
        example = folder / "en" / path.name
        yield TemplateFaultError(str(path), None, f"belongs in the folder of its language, such as {example}")
    for path in sorted(folder.glob("*/*.txt")):
        if len(path.parent.name) not in (2, 3) or not path.parent.name.islower():
            reason = "its folder is no language; folders are named by two or three letters, such as en"
            yield TemplateFaultError(str(path), None, reason)


def _of_file(templates: Templates, language: str, name: str) -> list[TemplateFaultError]:
    path = templates.own[language, name].path
    if name == words_of.FILE:
        return _of_language(templates, language)
    if not name.endswith(".txt"):
        return []
    kind = name.removesuffix(".txt").removesuffix(f".{FOLLOW_UP}")
    known = (*shipped_kinds(), FOLLOW_UP, *PARTS)
    found = [] if kind in known else [_nothing_reads(templates, path, language, name, known)]
    found += _of_template(templates, language, name, kind)
    return [fault for fault in found if fault]


def _nothing_reads(
    templates: Templates, path: str, language: str, name: str, known: Iterable[str]
) -> TemplateFaultError | None:
    """A file whose name is none that is looked for, and that no other includes."""
    sources = (source.text for (of, _), source in templates.own.items() if of == language)
    if any(name in text for text in sources):
        return None
    return TemplateFaultError(path, None, f"is no template's name; {_meant(name.split('.')[0], known)}")


def _of_language(templates: Templates, language: str) -> list[TemplateFaultError]:
    try:
        templates.language(language)
    except TemplateFaultError as fault:
        return [fault]
    return []


def _of_template(templates: Templates, language: str, name: str, kind: str) -> list[TemplateFaultError]:
    source = templates.own[language, name]
    environment = templates.environment
    facts = (*FACTS, *FOLLOWING) if FOLLOW_UP in name or kind in PARTS else FACTS
    try:
        tree = environment.parse(source.text, name=f"{language}/{name}", filename=source.path)
        environment.compile(tree, name=f"{language}/{name}")
        unknown = find_undeclared_variables(tree) - set(facts)
    except TemplateError as error:
        return [templates.fault(language, name, error)]
    if unknown:
        lines = {each.name: each.lineno for each in reversed(list(tree.find_all(nodes.Name)))}
        return [_unknown(source.path, lines.get(fact), fact, facts) for fact in sorted(unknown)]
    return (
        []
        if kind in PARTS or kind not in (*shipped_kinds(), FOLLOW_UP)
        else _tried(templates, language, name)
    )


def _tried(templates: Templates, language: str, name: str) -> list[TemplateFaultError]:
    """What shows only when a message is made: tried with every fact, each of them a word."""
    facts: dict[str, Fact] = {
        fact: 2 if fact in _NUMBERS else f"the {fact}" for fact in chain(FACTS, FOLLOWING)
    }
    try:
        fill(templates, language, name, facts)
    except TemplateFaultError as fault:
        return [fault]
    return []


def _unknown(path: str, line: int | None, fact: str, facts: Iterable[str]) -> TemplateFaultError:
    return TemplateFaultError(path, line, f'there is no fact "{fact}"; {_meant(fact, facts)}')


def _meant(word: str, known: Iterable[str]) -> str:
    choices = list(known)
    near = nearest(word, choices, _NEAR)
    return f'did you mean "{near}"?' if near else f"there are {', '.join(choices)}"
