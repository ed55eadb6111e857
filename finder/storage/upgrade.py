"""Brings tables to the newest version with the migration scripts of the package."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Run the migrations that a database has not had yet, in the transaction of ``connection``."""
    with _migration_scripts() as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _migration_scripts() -> Iterator[Path]:
    """The migration scripts as a folder on disk, also when the package lies in a zipped egg."""
    source = files("finder.storage.migrations")
    if isinstance(source, Path):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="finder-migrations-") as folder:
        _copy(source, Path(folder))
        yield Path(folder)


def _copy(source: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, folder / entry.name)
        else:
            with entry.open("rb") as stream, (folder / entry.name).open("wb") as copy:
                shutil.copyfileobj(stream, copy)
