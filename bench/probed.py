"""How a crawl is told to have :class:`bench.probe.Probe` in it, and what that one saw."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from finder.settings import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE: Final = "BENCH_PROBE"
"""The environment variable that says where the probe writes."""


def given(file: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Settings and environment with which finder is probed; what was seen is in ``file`` afterwards."""
    extensions = {**EXTENSIONS, "bench.probe.Probe": 0}
    return {"EXTENSIONS": json.dumps(extensions)}, {FILE: str(file)}


def seen(file: Path) -> Mapping[str, Any]:
    """What was seen of the spider that took longest, in seconds.

    ``reading`` and ``only_looking``: by how much the loop was late and what CPU it took between two ticks, as
    pairs, while pages were read and after that. ``storage_cpu`` and ``cpu``: of those threads, and of all.
    """
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return dict(max(lines, key=lambda line: len(line["reading"]) + len(line["only_looking"])))
