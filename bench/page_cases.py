"""Real pages with labels: a folder with ``html.jsonl.xz``, ``pages.jsonl`` and ``mentions.jsonl``.

``html.jsonl.xz`` holds one page a line (``page``, ``html``). A case of the other two names its ``page``, its
``url`` and the ``edits`` (start, end, new text; in order) that make the case out of the page.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bench.matching_cases import BrokenDataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_HTML: Final = "html.jsonl.xz"
PAGES: Final = "pages.jsonl"
MENTIONS: Final = "mentions.jsonl"


@dataclass(frozen=True, slots=True)
class Case:
    """One page with what is known about it; ``record`` is the case as the file has it."""

    id: str
    url: str
    html: str
    record: dict[str, Any]

    @property
    def truth(self) -> dict[str, Any]:
        """What is true of the page, by name; empty where the file does not say."""
        known: dict[str, Any] = self.record.get("truth") or {}
        return known


def read_cases(folder: Path, limit: int | None = None) -> dict[str, list[Case]]:
    """The cases by file name, the first ``limit`` of each file. Raises BrokenDataError, OSError."""
    html = _html(folder / _HTML)
    found = {
        name: list(_cases(folder / name, html))[:limit]
        for name in (PAGES, MENTIONS)
        if (folder / name).exists()
    }
    if not any(found.values()):
        raise BrokenDataError(f"{folder}: neither {PAGES} nor {MENTIONS} has a case")
    return found


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line; half a surrogate pair, which a page may hold, becomes a question mark."""
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _html(path: Path) -> dict[str, str]:
    try:
        with lzma.open(path, "rt", encoding="utf-8", errors="surrogatepass") as file:
            return {page["page"]: page["html"] for page in map(json.loads, file)}
    except (lzma.LZMAError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BrokenDataError(f"{path}: {error!r}") from error


def _cases(path: Path, html: dict[str, str]) -> Iterator[Case]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                record = json.loads(line)
                text = _edited(html[record["page"]], record.get("edits") or [])
                yield Case(record["id"], record["url"], text, record)
            except (ValueError, KeyError, TypeError) as error:
                raise BrokenDataError(f"{path}: line {number}: {error!r}") from error


def _edited(html: str, edits: Iterable[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, new in edits:
        parts += [html[position:start], new]
        position = end
    return "".join([*parts, html[position:]])
