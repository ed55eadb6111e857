"""What sort of thing a dead link led to, as far as its address alone can tell."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import ada_url

from finder.addresses import is_front_page
from finder.reference import load_table

PAGE: Final = "page"
SITE: Final = "site"


def asset_of(url: str) -> str:
    """``site`` for a front page, a name of ``reference/asset_formats.tsv`` for a file, else ``page``."""
    if is_front_page(url):
        return SITE
    name = str(ada_url.URL(url).pathname).rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    return _formats().get(extension.lower(), PAGE) if stem and dot else PAGE


@lru_cache(maxsize=1)
def _formats() -> dict[str, str]:
    rows = load_table("asset_formats.tsv")
    return {extension: name for name, extensions in rows for extension in extensions.split()}
