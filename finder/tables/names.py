"""Names of columns, in one spelling."""

from __future__ import annotations

import unicodedata


def plain(name: str) -> str:
    """The name of a column, or a word, in small letters and digits only, of any script."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return "".join(letter for letter in name.lower() if letter.isalnum())
