"""Who changes a lead: as an option or the environment says, else whoever is logged in."""

from __future__ import annotations

import getpass
from typing import Final

import click

USER_VARIABLE: Final = "FINDER_USER"
_LONGEST: Final = 100

by_option = click.option(
    "--by",
    envvar=USER_VARIABLE,
    metavar="NAME",
    help=f"Who says so, for the history.  [default: ${USER_VARIABLE}, else your name on this machine]",
)


def author_of(by: str | None) -> str:
    """The name that stands in the history."""
    try:
        name = by or getpass.getuser()
    except (KeyError, OSError):  # a user of a container need not have a name
        name = "unknown"
    return " ".join(name.split())[:_LONGEST]
