"""Runs finder on the demo's own web: ``python -m demo`` from a checkout. Nothing leaves this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from demo.web import build
from tests.world import World

ROOT = Path(__file__).parent.parent
CAMPAIGN = Path("demo/harborline.toml")
RESULTS = Path("data/demo")
# The command beside this Python, as one types it from the checkout.
FINDER = os.path.relpath(Path(sys.executable).with_name("finder"), ROOT)

# The sites of the demo are ours, so there is nobody to be patient with (seconds).
IMPATIENT = {
    "FINDER_HOST_DELAY": "0.05",
    "FINDER_RETRY_DELAY": "1",
    "FINDER_TIMEOUT": "8",
    "FINDER_CONNECT_TIMEOUT": "4",
}


def main() -> int:
    """Serve the web, run each command, tell what to look at. Returns the first exit code that is not 0."""
    shutil.rmtree(ROOT / RESULTS, ignore_errors=True)
    (ROOT / RESULTS).mkdir(parents=True)
    leads, report = RESULTS / "leads.csv", RESULTS / "report.html"
    with World(log=ROOT / RESULTS / "requests.jsonl") as world:
        build(world)
        print("Serving a small web of sailing sites on 127.0.0.1; it shares nothing with the real one.")
        started = time.monotonic()
        failed = crawl(world)
        asked = len(world.requests(robots=True))
        print(f"\nThe web was asked {asked} times in {time.monotonic() - started:.0f} s.")
    for command in (
        ("leads", str(CAMPAIGN)),
        ("export", str(CAMPAIGN), "-o", str(leads)),
        ("gaps", str(CAMPAIGN)),
        ("status", str(CAMPAIGN)),
        ("report", str(CAMPAIGN), "-o", str(report)),
    ):
        failed = failed or run(*command)
    if not failed:
        tell(leads, report)
    return failed


def crawl(world: World) -> int:
    """Crawl with the settings that lead into the world. Returns the exit code."""
    impatient = [part for name, value in IMPATIENT.items() for part in ("-s", f"{name}={value}")]
    command = ("crawl", str(CAMPAIGN))
    return run(*command, *world.settings_arguments(), *impatient, shown=command)


def run(*arguments: str, shown: tuple[str, ...] = ()) -> int:
    """Run one finder command as a user does, after showing it. Returns its exit code."""
    print(f"\n$ finder {' '.join(shown or arguments)}", flush=True)
    return subprocess.run([sys.executable, "-m", "finder", *arguments], cwd=ROOT, check=False).returncode


def tell(leads: Path, report: Path) -> None:
    """Say where the results are and what to do next."""
    print(f"""
The leads are in {leads}, every request that was made in {RESULTS / "requests.jsonl"}.

Next ("finder" is {FINDER} here):
  open the report          {report} (in a browser; it needs no network)
  look at the campaign     {CAMPAIGN}
  see the leads again      {FINDER} leads {CAMPAIGN}
  all about one of them    {FINDER} show 1 {CAMPAIGN}
  write your own campaign  {FINDER} init data/your-campaign.toml
                           {FINDER} crawl data/your-campaign.toml""")


if __name__ == "__main__":
    sys.exit(main())
