"""The only place that speaks SQL: tables, migrations, and what is asked of them."""

from sqlalchemy import Connection

from finder.storage.database import Database, StorageError

__all__ = ["Connection", "Database", "StorageError"]
