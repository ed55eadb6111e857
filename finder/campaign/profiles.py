"""Export profiles of the user's own: which columns a file has, by the fields of a lead."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator

from finder.campaign.table import Table
from finder.exports import PROFILES, Profile
from finder.exports.fields import FIELDS, STORED, fixed, takes_messages
from finder.exports.profile import WORTH_WRITING
from finder.lifecycle import Status
from finder.nearest import nearest

_NEAR: Final = 60
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _known(what: str, name: str, known: Iterable[str]) -> str:
    choices = list(known)
    if name in choices:
        return name
    meant = nearest(name, choices, _NEAR)
    said = f'did you mean "{meant}"?' if meant else f"there are {', '.join(choices)}"
    raise ValueError(f'unknown {what} "{name}"; {said}')


def _source(value: Any) -> Any:
    """What a column holds, in one of the two forms: the name of a field, or ``{ text = "…" }``."""
    if isinstance(value, str):
        return _known("field", value, FIELDS)
    if isinstance(value, dict) and value.keys() == {"text"} and isinstance(value["text"], str):
        return value
    raise ValueError('must be the name of a field, or { text = "..." } for the same text in every row')


def _stored(name: str) -> str:
    if name in FIELDS and name not in STORED:
        raise ValueError(f'"{name}" is made of other fields and cannot be required; require one of those')
    return _known("field", name, STORED)


Source = Annotated[str | dict[str, str], BeforeValidator(_source)]
Stored = Annotated[str, AfterValidator(_stored)]
StatusName = Annotated[str, AfterValidator(lambda name: _known("status", name, list(Status)))]


class ExportProfile(Table):
    """The columns of an export in their order, each a field of the lead or a text, and of which leads it is.

    ``requires``: fields without which a lead is left out. ``statuses``: of which leads it is unless the
    command says otherwise; none: of all, or where an address is required, of those worth writing about.
    """

    columns: dict[str, Source]
    form: Literal["csv", "jsonl", "xlsx"] = "csv"
    requires: tuple[Stored, ...] = ()
    statuses: tuple[StatusName, ...] = ()
    row_per: Literal["lead", "prospect"] = "lead"

    def profile(self) -> Profile:
        """The profile as an export takes it."""
        columns = {
            header: FIELDS[source] if isinstance(source, str) else fixed(source["text"])
            for header, source in self.columns.items()
        }
        return Profile(
            columns,
            self.requires,
            self.statuses or (WORTH_WRITING if "contact_email" in self.requires else ()),
            row_per=self.row_per,
            form=self.form,
            messages=takes_messages(each for each in self.columns.values() if isinstance(each, str)),
        )


def faults(profiles: Mapping[str, ExportProfile]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is wrong with names of profiles and with their columns: the key below ``profiles``, and what."""
    for name, profile in profiles.items():
        if name in PROFILES:
            yield (name,), "a profile of this name comes with finder; take another"
        elif not _NAME.fullmatch(name):
            yield (name,), "the name of a profile must be 1 to 64 letters, digits, - or _"
        if not profile.columns:
            yield (name, "columns"), "must name at least one column"
        for header in profile.columns:
            if not header.strip() or not header.isprintable():
                yield (name, "columns", header), "the name of a column must be one line of text"
