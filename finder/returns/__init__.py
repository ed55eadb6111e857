"""What comes back from outreach tools: tables read, columns known, words made ours."""

from __future__ import annotations

from finder.returns.rows import Faulty, Returned, read_rows
from finder.returns.table import NotATableError, Table, read_file, read_table
from finder.returns.tools import KNOWN_COLUMNS, TOOLS, Tool, tool_of
from finder.returns.words import MEANINGS, Words

__all__ = [
    "KNOWN_COLUMNS",
    "MEANINGS",
    "TOOLS",
    "Faulty",
    "NotATableError",
    "Returned",
    "Table",
    "Tool",
    "Words",
    "read_file",
    "read_rows",
    "read_table",
    "tool_of",
]
