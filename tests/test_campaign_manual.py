"""The manual of the campaign file, the example that `finder init` writes and the model say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from finder.campaign import Campaign, examine_text
from finder.campaign.example import Answers, example
from finder.campaign.lists import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

MANUAL = (Path(__file__).parent.parent / "docs" / "campaign.md").read_text(encoding="utf-8")
EXAMPLE = example(Answers("acme", ("acme.example",), "Acme"))


def tables_in(annotation: Any) -> list[type[BaseModel]]:
    """The models of a field: itself, or what its list holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in tables_in(inner)]


def fields(model: type[BaseModel] = Campaign, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of the model with its default."""
    for name, field in model.model_fields.items():
        below = tables_in(field.annotation)
        if not below or get_args(field.annotation):
            yield prefix + name, field.default
        for table in below:
            yield from fields(table, f"{prefix}{name}.")


MODEL = dict(fields())


def written(default: Any) -> Any:
    """A default as the parsed text says it, for a time span as the model reads it."""
    return list(default) if isinstance(default, tuple) else default


def test_the_manual_has_one_row_for_every_key_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \|", MANUAL, re.MULTILINE)
    assert sorted(rows) == sorted(name for name in MODEL if name not in ("brands", "quirks", "profiles"))


@pytest.mark.parametrize(
    ("name", "said"), re.findall(r"^\| `([a-z_.]+)` \| `(.+?)` \|", MANUAL, re.MULTILINE), ids=str
)
def test_the_manual_names_the_default(name: str, said: str) -> None:
    *_, table, key = ["", *name.split(".")]
    value = tomllib.loads(f"value = {said}")["value"]
    if table and not name.startswith(
        ("brands.", "sources.sites.", "mentions.sites.", "quirks.", "profiles.", "schedule.nodes.")
    ):
        model = Campaign.model_fields[table].annotation
        assert isinstance(model, type)
        assert issubclass(model, BaseModel)
        least = {"sites": ["acme.example"]} if table == "own" else {}
        assert getattr(model.model_validate({**least, key: value}), key) == MODEL[name]
    else:
        assert value == written(MODEL[name])


def test_a_key_without_a_default_in_the_manual_has_none() -> None:
    for name in re.findall(r"^\| `([a-z_.]+)` \| \|", MANUAL, re.MULTILINE):
        assert MODEL[name] in (PydanticUndefined, None)


def test_the_example_in_the_manual_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    campaign, problems = examine_text(text, tmp_path / "acme.toml")
    assert problems == []
    assert campaign is not None


def test_the_manual_names_every_column_of_a_list_file_in_order() -> None:
    columns = ", ".join(f"`{name}`" for name in COLUMNS)
    assert columns.replace(f", `{COLUMNS[-1]}`", f" or `{COLUMNS[-1]}`") in " ".join(MANUAL.split())


def test_the_written_example_shows_every_key_with_its_default() -> None:
    shown = re.sub(r"^# ([a-z_]+ = |\[\[|\[)", r"\1", EXAMPLE, flags=re.MULTILINE)
    said: dict[str, Any] = {}
    for table, keys in tomllib.loads(shown).items():
        said |= {f"{table}.{key}": value for key, value in keys.items()} if isinstance(keys, dict) else {}
    top = tomllib.loads(shown)
    said |= {key: value for key, value in top.items() if not isinstance(value, dict)}
    said |= {f"brands.{key}": value for key, value in said["brands"][0].items()}
    said |= {f"quirks.{key}": value for key, value in said["quirks"][0].items()}
    said |= {f"profiles.{key}": value for key, value in said.pop("profiles.crm").items()}
    for sites in ("sources.sites", "mentions.sites", "schedule.nodes"):
        said |= {f"{sites}.{key}": value for key, value in said[sites][0].items()}
    assert sorted(said.keys() - {"quirks"}) == sorted(MODEL.keys() - {"quirks", "profiles"})


def test_the_defaults_of_the_written_example_are_those_of_the_model(tmp_path: Path) -> None:
    given = example(Answers("acme", ("acme.example",), "Acme", pages=("links.example",)))
    plain, _ = examine_text(given, tmp_path / "acme.toml")
    shown = re.sub(
        r"^# ([a-z_]+ = .*(\d|[smhdw]\"|auto\"|\"unlinked_mention\"\])$)", r"\1", given, flags=re.MULTILINE
    )
    shown = re.sub(r"^(max_pages|depth) = (200|2)$", "", shown, flags=re.MULTILINE)
    uncommented, problems = examine_text(shown, tmp_path / "acme.toml")
    assert shown.count("\n# ") < given.count("\n# ") - 15
    assert problems == []
    assert uncommented == plain
