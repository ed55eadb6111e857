"""Disguises that plugins of common systems and small scripts make, and notes that explain a sign."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.contacts.cases import Place


def joomla(place: Place) -> str:
    """The element that Joomla writes from its fourth version."""
    first, last = _base64(place.mail.local), _base64(place.mail.domain)
    return (
        f'<joomla-hidden-mail is-link="1" first="{first}" last="{last}" base="">&hellip;</joomla-hidden-mail>'
    )


def counted(place: Place) -> str:
    """The signs that occur, and their order, as Email Encoder for WordPress has them."""
    said = str(place.mail)
    signs = "".join(dict.fromkeys(said))
    order = "".join(chr(48 + signs.index(sign)) for sign in said).replace("\\", "\\\\")
    loop = "for(var j=0,l=mi.length;j<l;j++){o+=ml.charAt(mi.charCodeAt(j)-48);}"
    return f'<script>(function(){{var ml="{signs}",mi="{order}",o="";{loop}}}());</script>'


def base64_attribute(place: Place) -> str:
    """The whole address in an attribute, in base 64."""
    return f'<a class="m" data-x="{_base64(str(place.mail))}">mail</a>'


def reversed_attribute(place: Place) -> str:
    """The whole address in an attribute, backwards."""
    return f'<a class="m" data-x="{str(place.mail)[::-1]}">mail</a>'


def joined_attributes(place: Place) -> str:
    """Two attributes of no telling name that a script joins."""
    place.tail = '<script>m.href = "mailto:" + m.dataset.p + "@" + m.dataset.q</script>'
    return f'<a id="m" data-p="{place.mail.local}" data-q="{place.mail.domain}">mail</a>'


def list_joined(place: Place) -> str:
    """A list of parts, taken by number."""
    return (
        f"<script>var p = ['{place.mail.local}', '{place.mail.domain}']; "
        "document.write(p[0] + '@' + p[1])</script>"
    )


def script_in_a_text(place: Place) -> str:
    """A script that stands encoded in a text, as Rails writes it."""
    said = quote(f"document.write('{place.mail}')", safe="")
    return f"<script>eval(decodeURIComponent('{said}'))</script>"


def call(place: Place) -> str:
    """The parts handed to a function."""
    return f"<a href=\"javascript:sendMail('{place.mail.local}', '{place.mail.domain}')\">mail</a>"


def web_mail(place: Place) -> str:
    """A link to a new letter in a web mail."""
    return f'<a href="https://mail.google.com/mail/?view=cm&amp;to={place.mail}&amp;su=Hi">mail</a>'


def icon(place: Place) -> str:
    """The sign as an icon of a font."""
    return str(place.mail).replace("@", '<i class="fa fa-at"></i>')


def sign_by_style(place: Place) -> str:
    """The sign written by a style sheet."""
    place.head = '<style>.sg::before { content: "@" }</style>'
    return str(place.mail).replace("@", '<span class="sg"></span>')


def explained_sign(place: Place) -> str:
    """Another sign, and a note that says for which it stands."""
    return f"{str(place.mail).replace('@', '#')} (# → @: replace # with @)"


def _base64(said: str) -> str:
    return b64encode(said.encode()).decode()


PLUGINS: tuple[Callable[[Place], str], ...] = (
    *(joomla, counted, base64_attribute, reversed_attribute, joined_attributes),
    *(list_joined, script_in_a_text, call, web_mail, icon, sign_by_style, explained_sign),
)
