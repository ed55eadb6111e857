"""Write the lock files from pyproject.toml, or check that they belong to it.

    python tools/lock.py write     ask the registry for the newest versions allowed, pin them with hashes
    python tools/lock.py check     offline: say what is wrong with the lock files, exit status 1

The first line of a lock file holds a digest of the requirements it was made from, so an edit of
pyproject.toml without a new lock shows. A lock file holds pins and hashes only: where packages come from is
the machine's affair.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Which extras and groups each has: what only few need is large, and installed for tests alone.
LOCKS = {
    "requirements.lock": (["postgresql", "warc"], ["build", "demo"]),
    "requirements-dev.lock": (["gsc", "notify", "postgresql", "redis", "warc"], ["dev"]),
}
# Programs that tests talk to and that finder is measured beside, each group in an environment of its own,
# without finder's requirements.
APART = {
    "requirements-peers.lock": "peers",
    "requirements-pywb.lock": "pywb",
    "requirements-spark.lock": "spark",
}
LOWEST_PYTHON = "3.11"

PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[\w.!+]+( ; [^\\:/]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def requirements_digest(pyproject: Path) -> str:
    """The digest of everything in pyproject.toml that decides what is pinned."""
    tables = tomllib.loads(pyproject.read_text())
    project = tables["project"]
    deciding = [
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        tables["dependency-groups"],
        tables["build-system"]["requires"],
    ]
    return hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()


def header(pyproject: Path) -> str:
    """The first line of a lock file that was made from this pyproject.toml."""
    return f"# Written by `make lock` for pyproject.toml sha256:{requirements_digest(pyproject)}"


def pinned(*sources: str) -> str:
    """Ask the registry for versions that suit every supported Python and platform; pins with hashes.

    ``sources`` are arguments that say of what.
    """
    command = [shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv", "pip", "compile", "--quiet"]
    command += ["--universal", "--python-version", LOWEST_PYTHON, "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += sources
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def write() -> None:
    """Write all lock files; the run-time pins are constraints of the development ones."""
    first_line = header(ROOT / "pyproject.toml")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as run_time_pins:
        constraints: list[str] = []
        for name, (extras, groups) in LOCKS.items():
            chosen = [word for extra in extras for word in ("--extra", extra)]
            chosen += [word for group in groups for word in ("--group", group)]
            pins = pinned(*chosen, *constraints, "pyproject.toml")
            (ROOT / name).write_text(f"{first_line}\n{pins}")
            if not constraints:
                run_time_pins.write(pins)
                run_time_pins.flush()
                constraints = ["--constraints", run_time_pins.name]
    for name, group in APART.items():
        (ROOT / name).write_text(f"{first_line}\n{pinned('--group', group)}")


def wrong_lines(name: str, text: str) -> list[str]:
    """What in a lock file is neither a pin nor a hash, and pins that nothing vouches for."""
    lines = text.splitlines()[1:]
    faults = [
        f"{name}: neither a pin nor a hash: {line}"
        for line in lines
        if not PIN.fullmatch(line) and not HASH.fullmatch(line)
    ]
    following = [*lines[1:], ""]
    faults += [
        f"{name}: no hash for {line}"
        for line, after in zip(lines, following, strict=True)
        if PIN.fullmatch(line) and not HASH.fullmatch(after)
    ]
    return faults


def pins(text: str) -> set[str]:
    """The pinned requirements of a lock file, each with its marker."""
    return {line.removesuffix(" \\") for line in text.splitlines() if PIN.fullmatch(line)}


def faults() -> list[str]:
    """Everything that is wrong with the lock files; an empty list if they belong to pyproject.toml."""
    expected = header(ROOT / "pyproject.toml")
    texts = {name: (ROOT / name).read_text() for name in (*LOCKS, *APART)}
    found = [
        f"{name}: made from other requirements than pyproject.toml has now; run make lock"
        for name, text in texts.items()
        if text.splitlines()[:1] != [expected]
    ]
    for name, text in texts.items():
        found += wrong_lines(name, text)
    run_time, development = (pins(texts[name]) for name in LOCKS)
    found += [
        f"requirements-dev.lock: lacks {pin} of requirements.lock" for pin in sorted(run_time - development)
    ]
    return found


def main() -> int:
    """Run the command line; the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["check", "write"])
    if parser.parse_args().action == "write":
        write()
    found = faults()
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
