"""Whose name it is: the names of brands in texts, and whether they mean us. Pure: texts in, values out."""

from __future__ import annotations

from finder.brands.names import Names
from finder.brands.profile import Brand, Role

__all__ = ["Brand", "Names", "Role"]
