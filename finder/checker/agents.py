"""By which names robots.txt may address us: what the User-Agent calls itself (RFC 9309, 2.2.1)."""

from __future__ import annotations

import re
from typing import Final

_COMMENT: Final = re.compile(r"\(([^()]*)\)")
_PRODUCT: Final = re.compile(r"([A-Za-z][A-Za-z_-]*)(?:/\S*)?")
# What programs say to pass as a browser; rules for these are not meant for us.
_BROWSERS: Final = frozenset(
    {
        *(
            "applewebkit",
            "chrome",
            "compatible",
            "edg",
            "edge",
            "firefox",
            "gecko",
            "khtml",
            "like",
            "mobile",
        ),
        *("mozilla", "opera", "opr", "safari", "trident", "version"),
    }
)


def product_tokens(user_agent: str) -> list[str]:
    """The product tokens of a User-Agent, in lower case and in order, without those of browsers.

    ``acme-bot/1.0`` gives ``acme-bot``, and so does ``Mozilla/5.0 (compatible; acme-bot/1.0; +https://…)``.
    """
    said = _COMMENT.sub(" ", user_agent).split()
    for comment in _COMMENT.findall(user_agent):
        parts = [part.strip() for part in comment.split(";")]
        # Outside a "compatible" comment only what has a version is a product, not "Linux" or "Macintosh".
        is_open = "compatible" in (part.lower() for part in parts)
        said += [part for part in parts if is_open or "/" in part]
    found = (match[1].lower() for each in said if (match := _PRODUCT.fullmatch(each)))
    return list(dict.fromkeys(token for token in found if token not in _BROWSERS))
