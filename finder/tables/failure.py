"""What a file is that cannot be read."""

from __future__ import annotations


class UnreadableError(ValueError):
    """The file cannot be read; the text says in one line what is wrong, to follow the file's name."""


class NoTableError(UnreadableError):
    """The file is whole, but no table: a picture, a text of another sort, nothing."""
