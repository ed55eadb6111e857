"""The link checkers that finder is measured beside, each run as its users run it, on the same source pages.

finder judges each answer and stores links with their contexts; they only say what is dead. All ask for
200 targets at a time, without a pause, and wait as long as finder waits. None looks at what menus lead to.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from bench import crawl
from bench.peers import LINKCHECKER
from bench.process import Cost, measured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.web import Web

PEERS: Final = Path(__file__).resolve().parent.parent / ".venv-peers"
_HERE: Final = Path(__file__).resolve().parent
_LINKINATOR: Final = PEERS / "node_modules/linkinator/build/src/cli.js"
_SECONDS: Final = 20
_AT_ONCE: Final = 200
_MENUS: Final = r"^https?://lists\d+\.[^/]+/section/"


class Contender(Protocol):
    """Runs a program on source pages of a web, in a folder that is empty, and says what it took."""

    def __call__(self, web: Web, pages: Sequence[str], folder: Path) -> Cost:
        """Raises RuntimeError when it fails."""
        ...


def contenders() -> dict[str, Contender]:
    """All that can be run here by name, finder first; which others there are depends on what is installed."""
    known: dict[str, Contender] = {"finder": _finder, "raw": _raw, "naive": naive}
    if (PEERS / "bin/lychee").exists():
        known["lychee"] = partial(_lychee, method="get")
        known["lychee-head"] = partial(_lychee, method="head")
    if _LINKINATOR.exists():
        known["linkinator"] = _linkinator
    if (PEERS / "bin/linkchecker").exists():
        known["linkchecker"] = _linkchecker
    return known


def _finder(web: Web, pages: Sequence[str], folder: Path) -> Cost:  # noqa: ARG001 (it crawls all of the web)
    return crawl.crawl(web)


def _lychee(web: Web, pages: Sequence[str], folder: Path, *, method: str) -> Cost:
    return measured(
        *(str(PEERS / "bin/lychee"), "--method", method, "--max-retries", "1", "--timeout", f"{_SECONDS}"),
        *("--max-concurrency", f"{_AT_ONCE}", "--host-request-interval", "0ms", "--exclude", _MENUS),
        *("--no-progress", "--format", "json", "--output", str(folder / "report.json"), "--", *pages),
        accepted=(0, 2),
        env=_environment(web, folder),
    )


def _linkinator(web: Web, pages: Sequence[str], folder: Path) -> Cost:
    return measured(
        *("node", str(_LINKINATOR), "--concurrency", f"{_AT_ONCE}", "--timeout", f"{_SECONDS * 1_000}"),
        *("--format", "json", "--skip", _MENUS, *pages),
        accepted=(0, 1),
        env=_environment(web, folder),
    )


def _linkchecker(web: Web, pages: Sequence[str], folder: Path) -> Cost:
    settings = folder / "linkcheckerrc"
    settings.write_text(f"[checking]\nsslverify={web.ca_file if web.shape.tls else 1}\n", encoding="utf-8")
    return measured(
        *(str(PEERS / "bin/python"), "-c", LINKCHECKER, "--config", str(settings), "--stdin"),
        *("--check-extern", "--recursion-level", "1", "--threads", "100", "--timeout", f"{_SECONDS}"),
        *("--ignore-url", _MENUS, "--no-status", "--output", "csv/utf-8"),
        accepted=(0, 1),
        env=_environment(web, folder),
        given="\n".join(pages) + "\n",
    )


def naive(web: Web, pages: Sequence[str], folder: Path, *settings: str) -> Cost:
    """Run the plain Scrapy spider, with these settings (``NAME=VALUE``) beside its own."""
    (folder / "pages.txt").write_text("\n".join(pages), encoding="utf-8")
    return measured(
        *(sys.executable, str(_HERE / "naive_spider.py"), "pages.txt", *settings),
        env=_environment(web, folder),
        folder=folder,
    )


def _raw(web: Web, pages: Sequence[str], folder: Path) -> Cost:
    shape = web.shape
    wanted = [*pages, *(shape.target_url(number) for number in range(len(pages) * shape.links))]
    (folder / "urls.txt").write_text("\n".join(wanted), encoding="utf-8")
    return measured(
        *(sys.executable, str(_HERE / "raw_gets.py"), str(folder / "urls.txt")),
        *([str(web.ca_file)] if shape.tls else []),
        env=_environment(web, folder),
    )


def _environment(web: Web, home: Path) -> Mapping[str, str]:
    """Ours without proxies, with the web's certificates and a home that holds no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    trusted = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    return {**kept, **homes, **(dict.fromkeys(trusted, str(web.ca_file)) if web.shape.tls else {})}
