"""A lead's facts put into the template of its kind and language: a draft, or which facts it lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateError

from finder.messages.facts import FOLLOWING, Fact, Sender, facts_of
from finder.messages.language import FALLBACK
from finder.messages.missing import MissingFactError, noting
from finder.messages.plain import one_line
from finder.messages.templates import TemplateFaultError, Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS: Final = ("message_language", "message_subject", "message_body", "opening", "message_missing")
_LONGEST_SUBJECT: Final = 250
_LONGEST_OPENING: Final = 600
_SUBJECT: Final = re.compile(r"subject:[ \t]*(.*)", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_AFTER_LINE: Final = re.compile(r"[ \t]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, with which templates, in which language where the page's cannot be.

    ``languages``: those that messages are written in; none named, all that there are templates for.
    """

    sender: Sender = field(default_factory=Sender)
    templates: Templates = field(default_factory=Templates)
    language: str = FALLBACK
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be read and sent by a person: plain text. ``opening`` is its first sentence."""

    lead_id: int
    kind: str
    language: str
    subject: str
    body: str
    opening: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No draft: the template shows the facts ``missing``, which the lead (or the campaign) has not."""

    lead_id: int
    kind: str
    language: str
    missing: tuple[str, ...]


def draft_of(record: Mapping[str, Any], writer: Writer, *, follow_up: bool = False) -> Draft | Refused:
    """The message about a lead record; ``follow_up``: the one that is sent when there was no answer.

    Raises :class:`TemplateFaultError` for a template that cannot be used.
    """
    language = _language(record, writer, follow_up=follow_up)
    facts = facts_of(record, writer.sender, writer.templates.language(language), language)
    first = fill(writer.templates, language, f"{facts['kind']}.txt", facts)
    if not follow_up or isinstance(first, Refused):
        return first
    name = writer.templates.name_of(language, str(facts["kind"]), follow_up=True)
    of_first = {name: getattr(first, name) for name in FOLLOWING}
    return fill(writer.templates, language, name, facts | of_first)


def with_messages(
    records: Iterable[Mapping[str, Any]], writer: Writer, *, follow_up: bool = False
) -> Iterator[dict[str, Any]]:
    """Lead records with :data:`COLUMNS`; of a refused one they are empty, but for what is missing."""
    for record in records:
        yield {**record, **_columns(draft_of(record, writer, follow_up=follow_up))}


def _columns(made: Draft | Refused) -> dict[str, str]:
    if isinstance(made, Refused):
        return dict.fromkeys(COLUMNS, "") | {"message_missing": ", ".join(made.missing)}
    return dict(zip(COLUMNS, (made.language, made.subject, made.body, made.opening, ""), strict=True))


def _language(record: Mapping[str, Any], writer: Writer, *, follow_up: bool) -> str:
    """The page's language if messages can be written in it, else the campaign's, else English."""
    kind = str(record.get("kind") or "")
    of_page = str(record.get("page_language") or "").partition("-")[0].lower()
    wanted = of_page if not writer.languages or of_page in writer.languages else ""
    for language in (wanted, writer.language, FALLBACK):
        names = [writer.templates.name_of(language, kind, follow_up=each) for each in {False, follow_up}]
        if all(names):
            return language
    raise TemplateFaultError(f"{writer.language}/{kind}.txt", None, "there is no such template")


def fill(templates: Templates, language: str, name: str, facts: Mapping[str, Fact]) -> Draft | Refused:
    """A template filled with facts, of which the empty ones are missing if it shows them.

    Raises :class:`TemplateFaultError`.
    """
    noted: list[str] = []
    given = noting(facts, noted)
    template = templates.template(language, name)
    text = opening = ""
    try:
        text = template.render(given)
        if block := template.blocks.get("opening"):
            opening = "".join(block(template.new_context(given)))
    except MissingFactError as error:
        noted.append(str(error))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise templates.fault(language, name, error) from error
    about = int(facts["lead_id"] or 0), str(facts["kind"]), language
    if noted:
        return Refused(*about, tuple(dict.fromkeys(noted)))
    subject, body = _parts(templates, language, name, text)
    return Draft(*about, subject, body, one_line(opening, _LONGEST_OPENING))


def _parts(templates: Templates, language: str, name: str, text: str) -> tuple[str, str]:
    """Subject and body. Facts hold no line breaks, so the first line is what the template says it is."""
    head, _, rest = text.lstrip().partition("\n")
    found = _SUBJECT.fullmatch(head.strip())
    subject = one_line(found[1], _LONGEST_SUBJECT) if found else ""
    body = _BLANK_LINES.sub("\n\n", _AFTER_LINE.sub("", rest)).strip()
    if not subject or not body:
        lacks = "text below the subject" if subject else "first line that says Subject: and what it is about"
        raise templates.fault(language, name, ValueError(f"has no {lacks}"))
    return subject, body
