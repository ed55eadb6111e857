"""trafilatura as a process of its own that goes through the pages whenever it is told to."""

from __future__ import annotations

import json
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.page_cases import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.page_cases import Case
    from bench.placement_scores import Links

_SCRIPT: Final = Path(__file__).with_name("peer_pages.py")


class Peer:
    """A running trafilatura. ``links`` are those of its text by case."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.links: dict[str, Links] = json.loads(self._answer())

    def round(self) -> float:
        """CPU seconds for all pages once."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"trafilatura ended with {self._process.wait()}")
        return line


@contextmanager
def trafilatura(venv: Path, cases: Sequence[Case]) -> Iterator[Peer]:
    """A trafilatura that knows the pages, as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        pages = Path(folder, "pages.jsonl")
        write_lines(pages, ({"id": case.id, "url": case.url, "html": case.html} for case in cases))
        command = [str(venv / "bin/python"), str(_SCRIPT), str(pages)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            yield Peer(process)
            process.stdin and process.stdin.close()
