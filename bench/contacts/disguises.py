"""How addresses are written so that readers find them and machines do not: each function gives the HTML."""

from __future__ import annotations

import codecs
import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.contacts.cases import Place


def mailto(place: Place) -> str:
    """A link with the address as its text."""
    return f'<a href="mailto:{place.mail}">{place.mail}</a>'


def mailto_with_subject(place: Place) -> str:
    """A link with a subject, and words as its text."""
    return f'<a href="mailto:{place.mail}?subject=A%20question&amp;body=Hello">{place.words["name"]}</a>'


def mailto_encoded(place: Place) -> str:
    """A link with percent-encoding and capitals in the scheme."""
    return f'<a href="MailTo:%20{quote(place.mail.local)}%40{place.mail.domain}">mail</a>'


def mailto_entities(place: Place) -> str:
    """A link in which every character is an entity."""
    coded = "".join(
        f"&#{ord(sign)};" if number % 2 else f"&#x{ord(sign):x};"
        for number, sign in enumerate(f"mailto:{place.mail}")
    )
    return f'<a href="{coded}">{coded.partition("&#58;")[2] or "mail"}</a>'


def mailto_named(place: Place) -> str:
    """A link with the name before the address."""
    return f'<a href="mailto:{escape(place.words["name"])} &lt;{place.mail}&gt;">mail</a>'


def link_author(place: Place) -> str:
    """A link element of the head."""
    place.head = f'<link rel="author" href="mailto:{place.mail.local}%40{place.mail.domain}?subject=page">'
    return "&hellip;"


def text(place: Place) -> str:
    """The address in the text."""
    return str(place.mail)


def text_in_brackets(place: Place) -> str:
    """The address in angle brackets after a name."""
    return f"{place.words['name']} &lt;{place.mail}&gt;"


def text_before_a_full_stop(place: Place) -> str:
    """The address at the end of a sentence, the next one glued to it."""
    return f"{place.mail}.Vielen Dank!"


def entities(place: Place) -> str:
    """The signs as entities."""
    return str(place.mail).replace("@", "&#64;").replace(".", "&#x2e;")


def square_at(place: Place) -> str:
    """name [at] site.example."""
    return str(place.mail).replace("@", " [at] ")


def round_at(place: Place) -> str:
    """name(at)site.example."""
    return str(place.mail).replace("@", "(at)")


def curly_at(place: Place) -> str:
    """name{at}site.example."""
    return str(place.mail).replace("@", "{at}")


def at_and_dot(place: Place) -> str:
    """Both signs in brackets."""
    return str(place.mail).replace("@", " [at] ").replace(".", " [dot] ")


def own_at(place: Place) -> str:
    """The word of the language in brackets."""
    return str(place.mail).replace("@", f" ({place.words['at']}) ")


def own_at_and_dot(place: Place) -> str:
    """Both words of the language in brackets."""
    return str(place.mail).replace("@", f"[{place.words['at']}]").replace(".", f"[{place.words['dot']}]")


def spoken(place: Place) -> str:
    """Name at site dot example, as words, after a word that says it is an address."""
    return f"E-mail: {str(place.mail).replace('@', ' at ').replace('.', ' dot ')}"


def spoken_in_capitals(place: Place) -> str:
    """Name AT site DOT example."""
    return str(place.mail).replace("@", " AT ").replace(".", " DOT ")


def spaced(place: Place) -> str:
    """Spaces around the sign, after a word that says it is an address."""
    return f"E-mail: {str(place.mail).replace('@', ' @ ')}"


def reversed_by_style(place: Place) -> str:
    """Written backwards, turned round by the style."""
    return f'<span style="unicode-bidi:bidi-override; direction: rtl">{str(place.mail)[::-1]}</span>'


def reversed_by_class(place: Place) -> str:
    """Written backwards, turned round by a rule of the page."""
    place.head = "<style>.rev { direction: rtl; unicode-bidi: bidi-override }</style>"
    return f'<span class="rev">{str(place.mail)[::-1]}</span>'


def reversed_by_element(place: Place) -> str:
    """Written backwards, turned round by an element."""
    return f'<bdo dir="rtl">{str(place.mail)[::-1]}</bdo>'


def spans(place: Place) -> str:
    """The parts in elements of their own."""
    return f"<span>{place.mail.local}</span><b>@</b><span>{place.mail.domain}</span>"


def comments(place: Place) -> str:
    """Comments between the parts."""
    return str(place.mail).replace("@", "<!-- no -->@<!-- spam -->")


def hidden_pieces(place: Place) -> str:
    """A hidden piece between the parts."""
    return str(place.mail).replace("@", '<span style="display:none">keep-out</span>@')


def hidden_by_class(place: Place) -> str:
    """A piece between the parts that a rule of the page hides."""
    place.head = "<style>.trap{display:none}</style>"
    return str(place.mail).replace("@", '@<span class="trap">null.</span>')


def zero_width(place: Place) -> str:
    """Signs without width between the letters."""
    return str(place.mail).replace("@", "\u200b@\u200b").replace(".", "&#8203;.", 1)


def full_width(place: Place) -> str:
    """The sign of the width of a Chinese character."""
    return str(place.mail).replace("@", "＠")


def data_attributes(place: Place) -> str:
    """The parts in data attributes that a script or the style joins."""
    return f'<span class="mail" data-user="{place.mail.local}" data-domain="{place.mail.domain}"></span>'


def data_attributes_in_three(place: Place) -> str:
    """The parts in three data attributes."""
    host, _, tld = place.mail.domain.rpartition(".")
    return f'<a href="#" data-name="{place.mail.local}" data-domain="{host}" data-tld="{tld}">mail</a>'


def document_write(place: Place) -> str:
    """A script that writes the link from pieces."""
    local, domain = place.mail.local, place.mail.domain
    return (
        f"<script>document.write('<a href=\"mai' + 'lto:{local}' + '@' + '{domain}\">' + '{local}'"
        f" + '&#64;' + '{domain}</a>');</script>"
    )


def script_variables(place: Place) -> str:
    """A script that keeps the pieces in variables and sets the link."""
    host, _, tld = place.mail.domain.rpartition(".")
    place.tail = (
        f'<script>var u = "{place.mail.local}", h = "{host}"; var t = ".{tld}";\nvar a = u + "@" + h + t;\n'
        'document.getElementById("m1").innerHTML = a;\n'
        'document.getElementById("m1").href = "mailto:" + a;</script>'
    )
    return '<a id="m1" href="#">&hellip;</a>'


def script_cloak(place: Place) -> str:
    """The script of a content management system that adds up entities."""
    coded = "".join(f"&#{ord(sign)};" for sign in place.mail.local)
    domain = place.mail.domain.replace(".", "' + '&#46;' + '")
    return (
        "<span id='cloak7'>JavaScript</span><script type='text/javascript'>\n"
        "var prefix = 'ma' + 'il' + 'to';\n"
        f"var path = 'hr' + 'ef' + '=';\nvar addy7 = '{coded}' + '&#64;';\n"
        f"addy7 = addy7 + '{domain}';\n"
        "document.getElementById('cloak7').innerHTML += '<a ' + path + '\\'' + prefix + ':' + addy7 + '\\'>'"
        "+ addy7 + '<\\/a>';\n</script>"
    )


def script_codes(place: Place) -> str:
    """A script that makes the address of the numbers of its characters."""
    codes = ",".join(str(ord(sign)) for sign in str(place.mail))
    return f"<script>document.write(String.fromCharCode({codes}));</script>"


def cloudflare(place: Place) -> str:
    """Cloudflare's encoded form of an address in the text."""
    said = _encoded(str(place.mail), place)
    return f'<span class="__cf_email__" data-cfemail="{said}">[email&#160;protected]</span>'


def cloudflare_link(place: Place) -> str:
    """Cloudflare's encoded form of a link, with a subject and words as its text."""
    said = _encoded(f"{place.mail}?subject=Question", place)
    return f'<a href="/cdn-cgi/l/email-protection#{said}">{place.words["name"]}</a>'


def cloudflare_both(place: Place) -> str:
    """Cloudflare's encoded form of a link whose text is the address."""
    said = _encoded(str(place.mail), place)
    return (
        f'<a href="/cdn-cgi/l/email-protection#{said}"><span class="__cf_email__" data-cfemail="{said}">'
        "[email&#160;protected]</span></a>"
    )


def typo3(place: Place) -> str:
    """The encoded link of TYPO3."""
    runs = ("+,-./0123456789:", "@ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
    moved = ""
    for sign in f"mailto:{place.mail}":
        run = next((run for run in runs if sign in run), "")
        moved += run[(run.index(sign) + 2) % len(run)] if run else sign
    return f"<a href=\"javascript:linkTo_UnCryptMailto('{moved}');\">mail</a>"


def json_ld(place: Place) -> str:
    """The address of the organisation in JSON-LD."""
    data = {"@context": "https://schema.org", "@type": "Organization", "email": f"mailto:{place.mail}"}
    place.head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return "&hellip;"


def microdata(place: Place) -> str:
    """The address in microdata that nobody sees."""
    meta = f'<meta itemprop="email" content="{place.mail}">'
    return f'<span itemscope itemtype="https://schema.org/Organization">{meta}</span>'


def marker_with_hint(place: Place) -> str:
    """A word in the address that the text tells to take out."""
    said = f"{place.mail.local}NOSPAM@{place.mail.domain}"
    return f"{said} ({place.words['remove'].replace('{word}', 'NOSPAM')})"


def rot13(place: Place) -> str:
    """The encoded attribute of a plugin."""
    said = codecs.encode(str(place.mail).replace("@", "[at]"), "rot13")
    return f'<a href="javascript:;" data-enc-email="{said}">mail</a>'


def image_sign(place: Place) -> str:
    """A picture for the sign."""
    return str(place.mail).replace("@", '<img src="/img/at.gif" alt="@">')


def noscript(place: Place) -> str:
    """For readers without scripts only."""
    return f"<noscript>{place.mail}</noscript>"


def _encoded(said: str, place: Place) -> str:
    key = place.rng.randrange(1, 256)
    return f"{key:02x}" + "".join(f"{code ^ key:02x}" for code in said.encode())


DISGUISES: tuple[Callable[[Place], str], ...] = (
    *(mailto, mailto_with_subject, mailto_encoded, mailto_entities, mailto_named, link_author),
    *(text, text_in_brackets, text_before_a_full_stop, entities, square_at, round_at, curly_at, at_and_dot),
    *(own_at, own_at_and_dot, spoken, spoken_in_capitals, spaced),
    *(
        reversed_by_style,
        reversed_by_class,
        reversed_by_element,
        spans,
        comments,
        hidden_pieces,
        hidden_by_class,
    ),
    *(zero_width, full_width, image_sign, data_attributes, data_attributes_in_three),
    *(document_write, script_variables, script_cloak, script_codes, noscript),
    *(cloudflare, cloudflare_link, cloudflare_both, typo3, rot13, json_ld, microdata, marker_with_hint),
)
