"""A fact that a lead has not: false in a condition, and noted by its name when a template shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Undefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.messages.facts import Fact


class MissingFactError(Exception):
    """A template does more with a fact than show it, and the lead has it not. The text is its name."""


class Missing(Undefined):
    """The place of a fact that is empty. ``noted`` gets its name when it is shown."""

    __slots__ = ("_noted",)

    def __init__(self, name: str, noted: list[str]) -> None:
        super().__init__(hint=name, name=name, exc=MissingFactError)  # type: ignore[arg-type]
        self._noted = noted

    def __str__(self) -> str:
        self._noted.append(str(self._undefined_hint))
        return ""


def noting(facts: Mapping[str, Fact], noted: list[str]) -> dict[str, object]:
    """``facts`` for a template: those that are empty note their names in ``noted`` when shown."""
    return {**facts, **{name: Missing(name, noted) for name, fact in facts.items() if fact == ""}}
