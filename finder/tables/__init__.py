"""Tables that other tools write: from the bytes of a file to numbered rows and the values of cells."""

from __future__ import annotations

from finder.tables.failure import UnreadableError
from finder.tables.names import plain
from finder.tables.opened import Sheet, open_sheets
from finder.tables.table import Table, read_table
from finder.tables.text import Numbered

__all__ = ["Numbered", "Sheet", "Table", "UnreadableError", "open_sheets", "plain", "read_table"]
