"""Makes the cases of a half. The same every time: all chance comes from the case's own id."""

from __future__ import annotations

import hashlib
from random import Random
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bench.mentions.cases import Case
from bench.mentions.draft import Draft
from bench.mentions.kinds import KINDS
from bench.mentions.layouts import layouts
from bench.mentions.profiles import brands, of_group
from bench.mentions.texts import languages, read_toml, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.mentions.cases import Kind
    from bench.mentions.layouts import Layout
    from bench.mentions.profiles import Brand

_Thing = TypeVar("_Thing")
_DATA: Final = ("literal", "words")


def make(half: str, kinds: Sequence[Kind] = KINDS) -> Iterator[Case]:
    """All cases of a half, kind by kind."""
    for kind in kinds:
        entries = _entries(half, kind.data) if kind.data else []
        for index in range(max(len(entries), kind.count)):
            yield _case(half, kind, index, entries[index % len(entries)] if entries else {})


def _case(half: str, kind: Kind, index: int, entry: dict[str, Any]) -> Case:
    start = int.from_bytes(hashlib.sha256(f"{half} {kind.name}".encode()).digest()[:4], "big")
    rng = Random(f"{half} {kind.name} {index}")
    lang = entry.get("lang") or _spread(kind.langs or languages(), start + index * 7)
    layout = _spread(_fitting(half, kind), start + index)
    brand = brands(half)[entry["brand"]] if entry else _spread(_named(half, kind, lang), start // 7 + index)
    draft = Draft(half, kind.name, index, rng, texts_of(lang, half), brand, entry)
    truth = kind.build(draft)
    name = f"{half}-{kind.name.replace('_', '-')}-{index:02}"
    note = entry.get("text") or (kind.build.__doc__ or kind.name.replace("_", " ")).splitlines()[0]
    return Case(name, half, kind.name, lang, layout.name, draft.url, brand, layout.render(draft), truth, note)


def _spread(some: Sequence[_Thing], number: int) -> _Thing:
    """One after the other; steps that share a factor with the length would leave some out."""
    return some[(number + number // len(some)) % len(some)]


def _fitting(half: str, kind: Kind) -> list[Layout]:
    return [layout for layout in layouts(half) if all(layout.has(place) for place in kind.needs)]


def _named(half: str, kind: Kind, lang: str) -> list[Brand]:
    return [brand for brand in of_group(half, kind.group) if kind.group != "native" or lang in brand.native]


def _entries(half: str, data: str) -> list[dict[str, Any]]:
    return [entry for source in _DATA for entry in read_toml(f"data/{source}_{half}.toml").get(data, ())]
