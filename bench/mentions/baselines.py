"""Two simple ways to answer, which show how hard the cases are."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.mentions.cases import Case

PEERS: Final = Path(__file__).parents[2] / ".venv-peers"
# Runs in the peers' environment: pages in, a JSON line each; their main texts out.
_EXTRACT: Final = """
import json, sys
from trafilatura import extract
for line in sys.stdin:
    print(json.dumps(extract(json.loads(line), include_comments=False, include_tables=True) or ""))
"""


def substring(case: Case) -> dict[str, Any]:
    """The name or an alias anywhere in the HTML, in this case of letters; linked if a domain is there too."""
    names = [case.brand.name, *case.brand.native.values()]
    count = sum(case.html.count(name) for name in names)
    linked = any(domain in case.html for domain in case.brand.domains)
    return _answer(count, linked=linked)


def whole_words(cases: Sequence[Case], venv: Path = PEERS) -> list[dict[str, Any]] | None:
    """Whole words in trafilatura's text, any case of letters; linked if an ``href`` holds a domain.

    None where trafilatura is not installed.
    """
    python = venv / "bin/python"
    if not python.exists():
        return None
    pages = "".join(json.dumps(case.html) + "\n" for case in cases)
    done = subprocess.run(
        [python, "-c", _EXTRACT], input=pages, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    texts = [json.loads(line) for line in done.stdout.splitlines()]
    return [_words(case, text) for case, text in zip(cases, texts, strict=True)]


def _words(case: Case, text: str) -> dict[str, Any]:
    names = "|".join(map(re.escape, [case.brand.name, *case.brand.native.values()]))
    count = len(re.findall(rf"\b(?:{names})\b", text, re.IGNORECASE))
    domains = "|".join(map(re.escape, case.brand.domains))
    linked = re.search(rf"href=[\"'][^\"'>]*(?:{domains})", case.html, re.IGNORECASE) is not None
    return _answer(count, linked=linked)


def _answer(count: int, *, linked: bool) -> dict[str, Any]:
    verdict = "none" if not count else "linked" if linked else "unlinked"
    return {"verdict": verdict, "mentions": count, "links_to_brand": linked, "linked_elsewhere": False}
