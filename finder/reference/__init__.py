"""Word lists and tables that ship with the code, read from the package (also out of an egg)."""

from __future__ import annotations

from importlib.resources import files


def load_lines(name: str) -> list[str]:
    """The lines of a list file, without comments (``#``) and blank lines."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def load_table(name: str) -> list[tuple[str, str]]:
    """The rows of a two-column file (white space between), as pairs."""
    rows = (line.split(None, 1) for line in load_lines(name))
    return [(row[0], row[1].strip()) for row in rows]


def load_signs() -> dict[str, list[tuple[str, str]]]:
    """The lists of ``signs``: by name of the sign, pairs of language and pattern."""
    folder = files(__name__).joinpath("signs")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return {name.removesuffix(".txt"): load_table(f"signs/{name}") for name in names}
