"""The tables come to be by migrations, and are what the code thinks they are."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import finder
from finder.storage import Connection, Database, StorageError, migrations
from finder.storage.tables import metadata
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATE = "import sys; from finder.storage import Database; d = Database(sys.argv[1]); d.migrate(); d.close()"


@pytest.fixture
def fresh(empty_url: str) -> Iterator[Database]:
    """A database without tables, open."""
    opened = Database(empty_url)
    yield opened
    opened.close()


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection)
    return list(compare_metadata(context, metadata))


def _schema(connection: Connection) -> dict[str, Any]:
    """What SQLite knows of every index (its condition too) and of every column (its default too)."""
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")).all()
    columns = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(:name)'
    return {
        name: " ".join(sql.split())
        if sort == "index"
        else (
            "AUTOINCREMENT" in sql,
            {tuple(row) for row in connection.execute(text(columns), {"name": name})},
        )
        for sort, name, sql in rows
        if name not in ("alembic_version", "sqlite_sequence")
    }


def test_a_fresh_database_gets_every_table_and_no_difference_to_the_code(fresh: Database) -> None:
    assert not fresh.exists()
    fresh.migrate()
    assert fresh.exists()
    assert fresh.read(_differences) == []
    fresh.check_version()


def test_indexes_with_their_conditions_and_columns_with_their_defaults_are_those_of_the_code(
    tmp_path: Path,
) -> None:
    migrated, made = (Database(f"sqlite:///{tmp_path / name}") for name in ("migrated", "made"))
    migrated.migrate()
    made.write(metadata.create_all)
    schemas = [opened.read(_schema) for opened in (migrated, made)]
    for opened in (migrated, made):
        opened.close()
    assert schemas[0] == schemas[1]


def test_the_newest_version_is_that_of_the_last_script() -> None:
    scripts = ScriptDirectory(migrations.__path__[0])
    assert scripts.get_current_head() == migrations.NEWEST
    # A newer version is told by its number.
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)


def test_reading_does_not_load_what_only_migrating_needs(fresh: Database) -> None:
    fresh.migrate()
    read = "from finder.storage import Database; d = Database(sys.argv[1]); d.check_version(); d.close()"
    code = f"import sys; {read}; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, fresh.url], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_migrating_again_changes_nothing(fresh: Database) -> None:
    fresh.migrate()
    fresh.write(lambda connection: connection.execute(text("INSERT INTO campaign (name) VALUES ('acme')")))
    fresh.migrate()
    assert fresh.read(lambda connection: connection.scalar(text("SELECT count(*) FROM campaign"))) == 1


def _upgrade_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0].replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_what_was_known_of_own_pages_and_offers_is_taken_along(fresh: Database) -> None:
    fresh.write(_upgrade_to, "0002")
    for statement in (
        "INSERT INTO campaign (name) VALUES ('acme')",
        "INSERT INTO prospect (campaign_id, name) VALUES (1, 'p.example')",
        "INSERT INTO source_page (campaign_id, url, url_key, linked_own)"
        " VALUES (1, 'https://p.example/', 1, '[]')",
        "INSERT INTO own_page (campaign_id, url, url_key, state, detail, headings)"
        " VALUES (1, 'https://a.example/old', 1, 'redirected', 'https://a.example/new', '[]')",
        *(
            "INSERT INTO lead (campaign_id, lead_key, prospect_id, source_page_id, replacement_url,"
            f" match_parts, score, score_parts) VALUES (1, {number}, 1, 1, '{offer}', '{{}}', 50, '{{}}')"
            for number, offer in enumerate(("https://a.example/new", ""))
        ),
    ):
        fresh.write(lambda connection, sql=statement: connection.execute(text(sql)))
    fresh.migrate()
    led = "SELECT leads_to, words FROM own_page"
    assert [tuple(row) for row in _rows(fresh, led)] == [("https://a.example/new", None)]
    keys = _rows(fresh, "SELECT replacement_key FROM lead ORDER BY id")
    assert [row[0] for row in keys] == [key("https://a.example/new"), None]


def _rows(database: Database, statement: str) -> list[Any]:
    return list(database.read(lambda connection: connection.execute(text(statement)).all()))


def test_four_processes_migrate_one_database_at_once(empty_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", MIGRATE, empty_url]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate()[1].decode() for process in processes]
    assert said == ["", "", "", ""]
    database = Database(empty_url)
    database.check_version()
    database.close()


def test_a_database_of_a_newer_finder_is_refused_in_words(fresh: Database) -> None:
    fresh.migrate()
    fresh.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    for refusing in (fresh.migrate, fresh.check_version):
        with pytest.raises(StorageError, match=r"made by a newer version of finder \(tables 9999") as refused:
            refusing()
        # This version can do nothing with it.
        assert "finder crawl" not in str(refused.value)


def test_a_database_without_tables_is_not_of_this_version(fresh: Database) -> None:
    with pytest.raises(StorageError, match="of version none"):
        fresh.check_version()


def test_migrations_work_from_a_zipped_copy_of_the_package(tmp_path: Path) -> None:
    package = Path(finder.__file__).parent
    egg = tmp_path / "finder.egg"
    with zipfile.ZipFile(egg, "w") as archive:
        for path in package.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, Path("finder") / path.relative_to(package))
    url = f"sqlite:///{tmp_path / 'a folder, 100% new' / 'finder.sqlite3'}"
    code = f"import sys; sys.path.insert(0, {str(egg)!r}); {MIGRATE}; import finder; print(finder.__file__)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, url], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(egg))
