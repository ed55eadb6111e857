"""Workbooks read back."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook, load_workbook


def read_back(made: bytes) -> Workbook:
    """A workbook as another program sees it."""
    return load_workbook(io.BytesIO(made))


def cells_of(made: bytes) -> list[tuple[Any, ...]]:
    """The cells of its first sheet, row by row."""
    return list(read_back(made).worksheets[0].iter_rows())
