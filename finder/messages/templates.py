"""The templates: those that ship with finder, and in their place the user's own of the same name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from finder.messages import language as words_of
from finder.messages.language import FALLBACK, LANGUAGES
from finder.messages.missing import MissingFactError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment, Template

    from finder.messages.language import Language

FOLLOW_UP: Final = "follow_up"
# What the others include.
PARTS: Final = ("greeting", "signature")
_LARGEST: Final = 100_000
_MOST_FILES: Final = 1000
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_FILE: Final = re.compile(r"[a-z0-9_.-]+\.(?:txt|toml)")


class TemplateFaultError(ValueError):
    """A template cannot be used: the file, the line (from 1, if known) and why."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(f"{path}{'' if line is None else f':{line}'}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file, and how the file is called in messages about it."""

    path: str
    text: str


class Templates:
    """All templates of a campaign, by language and file name.

    ``own`` are the user's, as :func:`read_folder` gives them; each stands in the place of the one that ships.
    """

    def __init__(self, own: Mapping[tuple[str, str], Source] | None = None) -> None:
        self.own = dict(own or {})
        self._languages: dict[str, Language] = {}

    def source(self, language: str, name: str) -> Source | None:
        """The file of that name in that language, the user's own first."""
        return self.own.get((language, name)) or _shipped(language, name)

    def name_of(self, language: str, kind: str, *, follow_up: bool = False) -> str:
        """The name of the template for a kind in a language, empty if there is none."""
        names = (f"{kind}.{FOLLOW_UP}.txt", f"{FOLLOW_UP}.txt") if follow_up else (f"{kind}.txt",)
        return next((name for name in names if self.source(language, name)), "")

    def template(self, language: str, name: str) -> Template:
        """A template, compiled. Raises :class:`TemplateFaultError`."""
        try:
            return self.environment.get_template(f"{language}/{name}")
        except TemplateError as error:
            raise self.fault(language, name, error) from error

    def language(self, language: str) -> Language:
        """The words of a language, none for one without. Raises :class:`TemplateFaultError`."""
        if language not in self._languages:
            source = self.source(language, words_of.FILE)
            try:
                words = words_of.read_language(source.text) if source else words_of.Language()
            except ValueError as error:
                raise TemplateFaultError(source.path if source else "", None, str(error)) from error
            self._languages[language] = words
        return self._languages[language]

    @cached_property
    def environment(self) -> Environment:
        """Where the templates live: plain text, and nothing in reach but the facts that they are given."""
        made = _Environment(
            loader=FunctionLoader(self._load), undefined=StrictUndefined, autoescape=False, auto_reload=False
        )
        made.globals.clear()
        return made

    def fault(self, language: str, name: str, error: Exception) -> TemplateFaultError:
        """What is wrong with a template, in words for who wrote it."""
        where = (language, name)
        if isinstance(error, TemplateNotFound):
            missing = str(error.name).rpartition("/")[2]
            return TemplateFaultError(self._path(*where), None, f"there is no {missing} for it to include")
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error)
        if isinstance(error, TemplateSyntaxError) and error.name:
            where = _parts(error.name)
        if isinstance(error, MissingFactError):
            return TemplateFaultError(self._path(*where), line, f"{error} can be empty: ask for it with if")
        return TemplateFaultError(self._path(*where), line, getattr(error, "message", None) or str(error))

    def _path(self, language: str, name: str) -> str:
        source = self.source(language, name)
        return source.path if source else f"{language}/{name}"

    def _load(self, place: str) -> tuple[str, str, None] | None:
        source = self.source(*_parts(place))
        return (source.text, place, None) if source else None


class _Environment(ImmutableSandboxedEnvironment):
    def join_path(self, template: str, parent: str) -> str:
        """A template includes those of its own language."""
        return f"{_parts(parent)[0]}/{template}"


def read_folder(folder: Path) -> tuple[dict[tuple[str, str], Source], list[TemplateFaultError]]:
    """The user's files in ``folder/LANGUAGE/``, and what is wrong with them as files."""
    found: dict[tuple[str, str], Source] = {}
    faults: list[TemplateFaultError] = []
    for path in sorted(folder.glob("*/*"))[:_MOST_FILES]:
        if _LANGUAGE.fullmatch(path.parent.name) and _FILE.fullmatch(path.name):
            try:
                found[path.parent.name, path.name] = Source(str(path), _read(path))
            except ValueError as error:
                faults.append(TemplateFaultError(str(path), None, str(error)))
    return found, faults


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            text = stream.read(_LARGEST + 1)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    if len(text) > _LARGEST:
        raise ValueError(f"is too large for a template (more than {_LARGEST:,} characters)")
    return text


def shipped_kinds() -> tuple[str, ...]:
    """The kinds of lead that finder has templates for."""
    names = (Path(each.name) for each in _folder().joinpath(FALLBACK).iterdir())
    others = (FOLLOW_UP, *PARTS)
    return tuple(sorted(name.stem for name in names if name.suffix == ".txt" and name.stem not in others))


def _line(error: BaseException) -> int | None:
    """The line of a template at which an error was raised while it was rendered."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".txt"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _parts(place: str) -> tuple[str, str]:
    language, _, name = place.partition("/")
    return language, name


def _folder() -> Any:
    return files("finder.messages").joinpath("templates")


@cache
def _shipped(language: str, name: str) -> Source | None:
    if language not in LANGUAGES or not _FILE.fullmatch(name):
        return None
    file = _folder().joinpath(language, name)
    return (
        Source(f"finder/messages/templates/{language}/{name}", file.read_text("utf-8"))
        if file.is_file()
        else None
    )
