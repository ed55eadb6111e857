"""What looks like an address and is none, or is nobody's: each function gives the HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.contacts.cases import Place


def image_name(_place: Place) -> str:
    """A picture for screens of double density."""
    return '<img src="/img/logo@2x.png" srcset="/img/logo@2x.png 2x, /img/logo@3x.webp 3x"> (logo@2x.png)'


def placeholder(place: Place) -> str:
    """An address that stands for any."""
    return place.words["sample"].replace("{mail}", f"{place.rng.choice(_ANYBODY)}")


def form_field(place: Place) -> str:
    """What stands in the fields of a form."""
    fields = f'<input type="email" name="e" placeholder="{place.mail}"><input value="{place.mail}">'
    return f'<form action="/news">{fields}</form>'


def sample(place: Place) -> str:
    """An example, told as such."""
    return f"({place.words['sample'].replace('{mail}', str(place.mail))})"


def no_reply(place: Place) -> str:
    """An address that only sends."""
    return f"{place.rng.choice(('noreply', 'no-reply', 'do-not-reply', 'nepasrepondre'))}@{place.mail.domain}"


def package_version(_place: Place) -> str:
    """Packages with their versions."""
    return "jquery@3.1.0, @types/node@18.2.1, lodash@4.17.21-rc.1 and bootstrap@5.3.0-alpha.1.min.js"


def repository(place: Place) -> str:
    """Where source code is fetched from."""
    return f"git@github.com:{place.mail.local}/pages.git, ssh://git@{place.mail.domain}/pages.git"


def handle(_place: Place) -> str:
    """Names in social networks."""
    return "@daily_lantern, @editor@social.example, Mastodon: editor@social.example"


def user_in_address(place: Place) -> str:
    """Addresses of pages with a user part, or with the sign in their path."""
    return (
        f'<a href="https://{place.mail}/login">https://{place.mail}/login</a>, and'
        f' <a href="https://medium.com/@jane">medium.com/@jane.example</a>'
    )


def message_id(place: Place) -> str:
    """The number of a message."""
    return f"Message-ID: &lt;20240317.8a1b2c3d4e5f60718293@{place.mail.domain}&gt;"


def key(place: Place) -> str:
    """The key of a service for errors."""
    number = "".join(place.rng.choice("0123456789abcdef") for _ in range(32))
    place.tail = f'<script>Sentry.init({{dsn: "https://{number}@o12.ingest.sentry.io/4"}});</script>'
    return f"{number}@sentry.wixpress.com"


def code_sample(place: Place) -> str:
    """An address in a sample of code."""
    command = f'git config --global user.email "{place.mail}"'
    return f"<pre><code>{command}</code></pre> <code>mail={place.mail}</code>"


def script_setting(place: Place) -> str:
    """An address in the settings of a script."""
    place.tail = f'<script>var config = {{"supportEmail": "{place.mail}", "from": "{place.mail}"}};</script>'
    return "&hellip;"


def share_link(place: Place) -> str:
    """A link that passes the page on by mail."""
    return (
        f'<a href="mailto:?subject=Look&amp;body=https%3A%2F%2F{place.mail.domain}%2F">mail</a>'
        '<a href="mailto:yourfriend@email.com?subject=Look">mail</a>'
    )


def cloudflare_share_link(place: Place) -> str:
    """The same behind Cloudflare's encoding."""
    code = place.rng.randrange(1, 256)
    said = f"{code:02x}" + "".join(
        f"{each ^ code:02x}" for each in b"?subject=Look&body=https://a.example/@you"
    )
    return f'<a href="/cdn-cgi/l/email-protection#{said}">mail</a>'


def trap(place: Place) -> str:
    """An address for robots, which no reader sees."""
    return f'<a style="display:none" href="mailto:{place.mail}">{place.mail}</a>'


def marker_without_hint(place: Place) -> str:
    """A word in the address of which nobody says that it must go."""
    return f"{place.mail.local}NOSPAM@{place.mail.domain}"


def prose(_place: Place) -> str:
    """Sentences with at and dot, and lists with letters in brackets."""
    return (
        "look at example dot com; find us at mill.example; part 4 (a) of plan.example; Live @ harbour.example"
    )


def chat(place: Place) -> str:
    """An address of a chat."""
    return f"XMPP: {place.mail}, SIP: {place.mail}"


def remote_path(place: Place) -> str:
    """Where files are copied to."""
    return f"scp notes.txt {place.mail}:/var/www/"


def source_comment(place: Place) -> str:
    """A comment in the source."""
    return f"<!-- {place.mail} -->"


_ANYBODY = (
    *(
        "you@example.com",
        "name@domain.com",
        "email@example.com",
        "your.name@yourcompany.com",
        "name@beispiel.de",
    ),
    *("vorname.nachname@firma.de", "votre.nom@exemple.fr", "tu@ejemplo.com", "nome.cognome@dominio.it"),
    *(
        "uwnaam@voorbeeld.nl",
        "imie.nazwisko@domena.pl",
        "seunome@exemplo.com.br",
        "jmeno.prijmeni@priklad.cz",
    ),
    *("isim.soyisim@ornek.com", "john.doe@company.com", "max.mustermann@example.org", "user@example.co.jp"),
)

FALSE_FRIENDS: tuple[Callable[[Place], str], ...] = (
    *(image_name, placeholder, form_field, sample, no_reply, package_version, repository, handle),
    *(user_in_address, message_id, key, code_sample, script_setting, share_link, cloudflare_share_link),
    *(trap, marker_without_hint, prose, chat, remote_path, source_comment),
)
