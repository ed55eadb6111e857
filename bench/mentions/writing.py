"""Cases as files that a person can look at and another scorer can read."""

from __future__ import annotations

import json
import lzma
from typing import TYPE_CHECKING

from bench.mentions.cases import as_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.mentions.cases import Case


def write(folder: Path, cases: Sequence[Case]) -> None:
    """``html/<id>.html`` for browsers, ``html.jsonl.xz`` and ``mentions.jsonl`` for programs."""
    (folder / "html").mkdir(parents=True, exist_ok=True)
    for case in cases:
        (folder / "html" / f"{case.id}.html").write_text(case.html, encoding="utf-8", newline="")
    pages = ({"page": f"{case.id}.html", "html": case.html} for case in cases)
    with lzma.open(folder / "html.jsonl.xz", "wt", encoding="utf-8", preset=1) as packed:
        packed.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in pages)
    rows = (json.dumps(as_row(case), ensure_ascii=False) + "\n" for case in cases)
    (folder / "mentions.jsonl").write_text("".join(rows), encoding="utf-8")
