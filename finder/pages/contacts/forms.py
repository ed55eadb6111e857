"""Whether a page has a form to write a message into."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST: Final = 50
_MOST_FIELDS: Final = 200
_LONGEST: Final = 300
_OTHER: Final = re.compile(
    r"comment|kommentar|coment|respond|reply|review|bewertung|search|such|login|register|newsletter|rating|forum|quicktopic",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"e-?mail|correo|courriel|posta|epost|メール|邮箱|이메일", re.IGNORECASE)
_NAMES: Final = ("id", "class", "name", "action")


def has_contact_form(tree: LexborHTMLParser, html: str) -> bool:
    """Whether some form asks for a message and an address to answer to, and is none for comments."""
    if "<textarea" not in html and "<TEXTAREA" not in html:
        return False
    return any(map(_is_contact_form, islice(tree.css("form"), _MOST)))


def _is_contact_form(form: LexborNode) -> bool:
    given = form.attributes
    if any(_OTHER.search((given.get(name) or "")[:_LONGEST]) for name in _NAMES):
        return False
    if form.css_first("textarea") is None or form.css_first("[type=password]") is not None:
        return False
    outer = form.parent
    for _ in range(3):
        if outer is None:
            break
        names = " ".join((outer.attributes.get(name) or "")[:_LONGEST] for name in ("id", "class"))
        if re.search(r"comment|respond|reviews?\b", names, re.IGNORECASE):
            return False
        outer = outer.parent
    for field in islice(form.css("input"), _MOST_FIELDS):
        said = field.attributes
        if (said.get("type") or "").lower() == "email":
            return True
        if any(
            _MAIL.search((said.get(name) or "")[:_LONGEST])
            for name in ("name", "id", "placeholder", "aria-label")
        ):
            return True
    return False
