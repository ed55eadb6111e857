"""The simple way to find addresses, which shows how hard the cases are."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from bench.contacts.scoring import Answer

if TYPE_CHECKING:
    from bench.contacts.cases import Case

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}")


def plain_regex(case: Case) -> Answer:
    """Whatever looks like an address in the source, entities decoded."""
    return Answer({found.lower(): "" for found in _ADDRESS.findall(unescape(case.html))})
