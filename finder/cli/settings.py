"""The settings of a command that goes to the network: finder's, with what the user gave as -s NAME=VALUE."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING

import click

from finder.cli.opening import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scrapy.settings import Settings

settings_option = click.option(
    "-s", "--set", "overrides", metavar="NAME=VALUE", multiple=True, help="A setting of this call."
)


def to_go_on(words: str, file: str | Path) -> str:
    """The command that goes on with this one, to be copied: ``finder crawl acme.toml -s NAME=VALUE``.

    Without its settings it would go on as somebody else, or faster. A proxy, which may hold a password, is
    only named.
    """
    given = click.get_current_context().params.get("overrides", ())
    shown = ("FINDER_PROXY=..." if each.startswith("FINDER_PROXY=") else each for each in given)
    return " ".join([f"finder {words}", quote(str(file)), *(f"-s {quote(each)}" for each in shown)])


def crawl_settings(overrides: Iterable[str], *, verbose: bool, quiet: bool) -> Settings:
    """The settings of a crawl that tells a person how far it is; see :func:`network_settings`."""
    progress = "off" if quiet else "live" if sys.stderr.isatty() else "plain"
    level = "INFO" if verbose else "WARNING"
    return network_settings(overrides, {"LOG_LEVEL": level, "FINDER_PROGRESS": progress})


def network_settings(overrides: Iterable[str], more: dict[str, object]) -> Settings:
    """The settings, ``more`` below what the user gave.

    Raises :class:`click.BadParameter`, and :class:`Refusal` where the machine allows no crawl.
    """
    from scrapy.utils.project import get_project_settings

    from finder.network import SettingsError, check_open_files, check_settings

    settings = get_project_settings()
    for name, value in more.items():
        settings.set(name, value, "cmdline")
    for override in overrides:
        name, found, text = override.partition("=")
        if not found or not name:
            raise click.BadParameter(f'"{override}" is not NAME=VALUE', param_hint="-s")
        if name not in settings:
            raise click.BadParameter(f"there is no setting {name}", param_hint="-s")
        settings.set(name, text, "cmdline")
    try:
        check_settings(settings)
    except SettingsError as error:
        raise click.BadParameter(str(error), param_hint="-s") from error
    try:
        check_open_files()
    except SettingsError as error:
        raise Refusal(str(error)) from error
    return settings
