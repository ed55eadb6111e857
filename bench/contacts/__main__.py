"""Are the contacts of a page found, and only those? finder and a plain regex on made-up pages."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from bench.arguments import count
from bench.contacts.baseline import plain_regex
from bench.contacts.making import make
from bench.contacts.scoring import Answer, answer, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.contacts.cases import Case

_EXAMPLES: Final = """examples:
  python -m bench.contacts
  python -m bench.contacts --errors 20
  python -m bench.contacts --write FOLDER

exit codes: 0 measured; 1 a file cannot be written; 2 wrong usage
"""
_FIGURES: Final = ("precision", "recall", "role", "contact_page")


def main() -> int:
    """Make the cases, answer them, show what came of it; the exit status."""
    args = _arguments()
    cases = list(make())
    ways = {"finder": list(map(answer, cases)), "plain regex": list(map(plain_regex, cases))}
    try:
        if args.write:
            _write(args.write, cases)
        if args.json:
            figures = {name: score(zip(cases, said, strict=True)).figures() for name, said in ways.items()}
            args.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        print(f"bench-contacts: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    console = Console(highlight=False, markup=False)
    console.print(_by_kind(cases, ways))
    console.print(_overall(cases, ways))
    wrong = [(case, said) for case, said in zip(cases, ways["finder"], strict=True) if _is_wrong(case, said)]
    for case, said in wrong[: args.errors]:
        console.print(f"{case.id} ({case.lang}): {case.emails} {case.contact_page}", soft_wrap=True)
        console.print(f"  told {said.emails} {said.contact_page}. {case.note}", soft_wrap=True)
    return 0


def _is_wrong(case: Case, said: Answer) -> bool:
    return said.emails != case.emails or said.contact_page != case.contact_page


def _overall(cases: Sequence[Case], ways: dict[str, list[Answer]]) -> Table:
    table = Table("way", "cases", "clean", *_FIGURES, title="All", title_justify="left")
    for name, said in ways.items():
        figures = score(zip(cases, said, strict=True)).figures()
        shown = ("-" if figures[each] is None else f"{figures[each]:.3f}" for each in _FIGURES)
        table.add_row(name, str(figures["cases"]), str(figures["clean"]), *shown)
    return table


def _by_kind(cases: Sequence[Case], ways: dict[str, list[Answer]]) -> Table:
    table = Table("kind", "n", *(f"{name}: clean" for name in ways))
    for kind in dict.fromkeys(case.kind for case in cases):
        places = [place for place, case in enumerate(cases) if case.kind == kind]
        clean = (score((cases[place], said[place]) for place in places).right for said in ways.values())
        table.add_row(kind, str(len(places)), *map(str, clean))
    return table


def _write(folder: Path, cases: Sequence[Case]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for case in cases:
        (folder / f"{case.id}.html").write_text(case.html, encoding="utf-8")
        rows.append(
            {"id": case.id, "url": case.url, "emails": case.emails, "contact_page": case.contact_page}
        )
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "contacts.jsonl").write_text(text, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.contacts",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--errors", type=count, default=0, metavar="N", help="show N cases that are wrong")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="leave pages and truths there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
