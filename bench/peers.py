"""LinkChecker and lychee, run on a list of addresses as their users run them, and what they say of each.

Both get the list, not a crawl, follow redirects, ask with GET, wait as long as finder waits, and trust the
world's certificates. What they say is taken at its word:

- *dead*: the tool reports the address as an error or invalid;
- *uncertain*: the tool itself says that it does not know. LinkChecker: a timeout, a rate limit (429), an
  address that robots.txt keeps it from; lychee: a timeout, excluded, unsupported. Also an address that a tool
  had not come to when its time was up;
- *alive*: all else.

A timeout that LinkChecker counts among its errors is so read in its favour.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ada_url

from bench.process import Cost, measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# lychee never visits names kept for examples, whatever it is told, so it gets the world's second names.
SUFFIX: Final = ".internal"
_REMAP: Final = rf"^(https?://[^/?#]+\.example)([/?#].*)?$ ${{1}}{SUFFIX}${{2}}"
# LinkChecker turns into `nobody` when it finds itself root, as which it could read neither its own modules
# nor the certificates when these belong to root.
LINKCHECKER: Final = """
import os
os.geteuid = lambda: 1
from linkcheck.command.linkchecker import linkchecker
linkchecker()
"""
_THREADS: Final = 100
_TIMED_OUT: Final = re.compile(r"(Connect|Read)?Timeout\b|.*\btimed out\b", re.DOTALL)
_LYCHEE_LINE: Final = re.compile(r"^\[(\w+)\] (\S+) \(at \d+:\d+\)(?: \| (.*))?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says of an address: dead, alive or uncertain, and why in a few words."""

    verdict: str
    reason: str = ""
    evidence: str = ""


def address(url: str) -> str:
    """An address as every tool would write it: percent-encoded, punycode, no fragment, no second name."""
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return url
    parsed.hash = ""
    parsed.hostname = parsed.hostname.removesuffix(SUFFIX)
    return parsed.href


def linkchecker(venv: Path, urls: Iterable[str], ca_file: Path, *, timeout: float, seconds: float) -> Cost:
    """Run LinkChecker; its output is CSV. ``timeout`` is for a request, ``seconds`` for all."""
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        settings = Path(folder, "linkcheckerrc")
        settings.write_text(f"[checking]\nsslverify={ca_file}\n", encoding="utf-8")
        return measured(
            *(str(venv / "bin/python"), "-c", LINKCHECKER),
            *("--config", str(settings), "--stdin", "--check-extern", "--recursion-level", "0"),
            *("--threads", str(_THREADS), "--timeout", f"{timeout:.0f}"),
            *("--no-status", "--verbose", "--output", "csv/utf-8"),
            accepted=(0, 1),
            env=_environment(folder, ca_file),
            given=_lines(urls),
            seconds=seconds,
        )


def lychee(venv: Path, urls: Iterable[str], ca_file: Path, *, timeout: float, seconds: float) -> Cost:
    """Run lychee; its output is JSON at its end, and a line for each address as it goes on stderr."""
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        return measured(
            *(str(venv / "bin/lychee"), "--method", "get", "--max-retries", "1"),
            *("--timeout", f"{timeout:.0f}", "--remap", _REMAP),
            *("--format", "json", "--no-progress", "-vv", "--mode", "plain", "--", "-"),
            accepted=(0, 2),
            env=_environment(folder, ca_file),
            given=_lines(urls),
            seconds=seconds,
        )


def _lines(urls: Iterable[str]) -> str:
    return "".join(f"{url}\n" for url in urls)


def _environment(home: str, ca_file: Path) -> dict[str, str]:
    """Ours without proxies, which nobody could reach, and with a home that holds no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    certificates = {name: str(ca_file) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")}
    return {**kept, **certificates, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}


def linkchecker_said(cost: Cost) -> dict[str, Said]:
    """What LinkChecker's CSV says of each address."""
    lines = (line for line in io.StringIO(cost.output, newline="") if not line.startswith("# "))
    rows = csv.DictReader(lines, delimiter=";")
    return {address(row["urlname"]): _of_row(row) for row in rows if row["valid"]}


def _of_row(row: dict[str, str]) -> Said:
    result = row["result"]
    if row["valid"] != "True":
        return Said("uncertain" if _TIMED_OUT.match(result) else "dead", result)
    if "Rate limited" in row["warningstring"]:
        return Said("uncertain", result, row["warningstring"])
    if "robots.txt" in row["infostring"]:
        return Said("uncertain", "robots.txt", row["infostring"])
    return Said("alive", result, row["warningstring"])


def lychee_said(cost: Cost) -> dict[str, Said]:
    """What lychee says of each address: its report, or its lines so far when it was cut."""
    said = {
        address(url): Said(_of_label(label), text) for label, url, text in _LYCHEE_LINE.findall(cost.errors)
    }
    if not cost.cut:
        said.update(_of_report(json.loads(cost.output)))
    return said


def _of_label(label: str) -> str:
    if label.isdecimal():
        return "alive" if label.startswith("2") else "dead"
    return "dead" if label == "ERROR" else "uncertain"


def _of_report(report: dict[str, Any]) -> Iterator[tuple[str, Said]]:
    kinds = {"success": "alive", "error": "dead", "timeout": "uncertain", "excluded": "uncertain"}
    for kind, verdict in kinds.items():
        for of_input in report[f"{kind}_map"].values():
            for each in of_input:
                yield address(each["url"]), Said(verdict, each["status"]["text"])
