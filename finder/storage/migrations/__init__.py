"""Alembic migrations, numbered in their order."""

from typing import Final

NEWEST: Final = "0011"
