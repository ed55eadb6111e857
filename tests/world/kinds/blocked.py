"""Walls before a page: they say nothing about what is behind them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world import Answer, Silent
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("blocked")
NEEDS_BROWSER = Family("needs_browser")
ROBOTS = Family("robots")

STATUSES = (401, 402, 403, 407, 429, 451, 999)


def _status(at: Plot, status: int) -> str:
    """The status for every address, or for this one only."""
    headers = {401: {"WWW-Authenticate": "Basic realm=members"}, 429: {"Retry-After": "1"}}.get(status, {})
    if at.rng.random() < 0.5:
        site = at.empty().site
        site.fallback(Answer(at.notice("blocked", chrome=False), status, headers=headers))
    else:
        site = at.honest().site
        site.answer(at.path, Answer(at.notice("blocked", chrome=False), status, headers=headers))
    return at.path


for status in STATUSES:
    FAMILY.add(
        f"status_{status}",
        "uncertain",
        f"The server answers {status} to us, whatever is behind.",
        _status,
        status,
    )


def _challenge(at: Plot, status: int) -> str:
    """A page of scripts that wants to see a browser."""
    at.empty()
    tongue = at.speaker("verify")
    said = tongue.say(at.rng, "verify")
    kind = at.rng.randrange(3)
    script, headers = (
        (
            "/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1",
            {"cf-mitigated": "challenge", "Server": "cloudflare"},
        ),
        ("https://geo.captcha-delivery.com/captcha/?initialCid=" + coin(at.rng), {"x-datadome": "protected"}),
        (
            f"/_Incapsula_Resource?SWJIYLWA={at.rng.getrandbits(80):x}",
            {"X-Iinfo": f"{at.rng.getrandbits(40)}"},
        ),
    )[kind]
    body = f'<noscript>JavaScript</noscript><div id="challenge"></div><script src="{script}"></script>'
    at.place.site.fallback(Answer(at.bare(said, body, tongue), status, headers=headers))
    return at.path


for status in (403, 503, 202, 200):
    FAMILY.add(
        f"challenge_{status}",
        "uncertain",
        f"A challenge for browsers, with status {status}.",
        _challenge,
        status,
    )


@FAMILY.uncertain
def redirect_to_login(at: Plot) -> str:
    """The address leads to a login form that will lead back."""
    at.settle("honest")
    path = at.rng.choice(("/login", "/signin", "/account/login", "/wp-login.php", "/anmelden"))
    said = at.place.tongue.say(at.rng, "login")
    form = (
        '<form method="post"><input name="user">'
        '<input type="password" name="password"><button>OK</button></form>'
    )
    at.place.site.page(path, at.place.render(said, said, form))
    at.place.site.redirect(at.path, f"{path}?next={at.path}", 302)
    return at.path


@FAMILY.uncertain
def login_form_in_place(at: Plot) -> str:
    """The address itself shows a login form."""
    at.settle("honest")
    said = at.place.tongue.say(at.rng, "login")
    form = (
        '<form method="post"><input name="user">'
        '<input type="password" name="password"><button>OK</button></form>'
    )
    at.place.site.page(at.path, at.place.render(said, said, form))
    return at.path


@FAMILY.uncertain
def redirect_to_single_sign_on(at: Plot) -> str:
    """The address leads to the login of another host."""
    place = at.honest()
    login = at.town.fresh(tongue=place.tongue)
    said = place.tongue.say(at.rng, "login")
    form = '<form method="post"><input name="email"><input type="password" name="pw"></form>'
    login.site.fallback(login.render(said, said, form))
    place.site.redirect(
        at.path,
        login.url(f"/oauth2/authorize?client_id={coin(at.rng)}&redirect_uri={place.url(at.path)}"),
        302,
    )
    return at.path


@FAMILY.uncertain
def paywall(at: Plot) -> str:
    """The title of the article, its first lines, and an invitation to subscribe."""
    place = at.honest()
    said = place.tongue.say(at.rng, "paywall")
    body = (
        f'<p>{escape(at.article.paragraphs[0][:90])}…</p><div class="paywall"><h2>{escape(said)}</h2></div>'
    )
    place.site.page(at.path, place.render(said, said, body))
    return at.path


@FAMILY.uncertain
def geo_block(at: Plot) -> str:
    """The page says that it is not to be had in our country; status 200 or 403."""
    place = at.empty()
    said = at.place.tongue.say(at.rng, "country")
    place.site.fallback(Answer(place.render(said, said, ""), at.rng.choice((200, 403))))
    return at.path


@FAMILY.uncertain
def age_gate(at: Plot) -> str:
    """Every address first asks whether the visitor is of age."""
    place = at.empty()
    said = at.place.tongue.say(at.rng, "age")
    form = '<form method="post"><button name="yes">18+</button><button name="no">✕</button></form>'
    place.site.fallback(place.render(said, said, form))
    return at.path


def _shell(at: Plot, root: str, script: str, noscript: str) -> str:
    place = at.empty()
    name = coin(at.rng)
    html = (
        f'<!doctype html><html lang="{place.tongue.code}"><head>'
        f'<meta charset="utf-8"><title>{escape(place.name)}</title>'
        f'<script defer src="/{script}.{name}.js"></script></head><body>{noscript}{root}</body></html>'
    )
    place.site.fallback(html)
    place.site.page(f"/{script}.{name}.js", "console.log(1)", "text/javascript")
    return at.path


WITHOUT = "<noscript>You need to enable JavaScript to run this app.</noscript>"
SHELLS = (
    ("react_shell", '<div id="root"></div>', "static/js/main", WITHOUT),
    (
        "vue_shell",
        '<div id="app"></div>',
        "js/app",
        "<noscript><strong>Please enable JavaScript.</strong></noscript>",
    ),
    ("angular_shell", "<app-root></app-root>", "main", ""),
    ("svelte_shell", '<div id="svelte"></div>', "_app/start", WITHOUT),
)
for name, *values in SHELLS:
    NEEDS_BROWSER.add(
        name, "uncertain", "Nothing but a script's root element: only a browser can tell.", _shell, *values
    )


@ROBOTS.uncertain
def disallowed_address(at: Plot) -> str:
    """robots.txt forbids the address; behind it is an article or a 404."""
    place = at.lonely()
    folder = coin(at.rng)
    place.site.robots = f"User-agent: *\nDisallow: /{folder}/\n"
    path = f"/{folder}{at.path}"
    return at.publish(path) if at.rng.random() < 0.5 else path


@ROBOTS.uncertain
def everything_disallowed(at: Plot) -> str:
    """robots.txt forbids everything; behind it is an article or a 404."""
    at.lonely().site.robots = "User-agent: *\nDisallow: /\n"
    return at.publish() if at.rng.random() < 0.5 else at.path


@ROBOTS.uncertain
def robots_txt_fails(at: Plot) -> str:
    """robots.txt answers 5xx, which means that nothing may be fetched."""
    at.lonely().site.robots = at.rng.choice((500, 502, 503))
    return at.publish() if at.rng.random() < 0.5 else at.path


@ROBOTS.alive
def robots_txt_is_html(at: Plot) -> str:
    """robots.txt answers the site's home page, which is no obstacle."""
    place = at.lonely()
    place.site.robots = Answer(place.home(at.rng))
    return at.publish()


@ROBOTS.alive
def robots_txt_redirects(at: Plot) -> str:
    """robots.txt leads to the home page, which is no obstacle."""
    at.lonely().site.robots = moved("/", 302)
    return at.publish()


@ROBOTS.alive
def robots_txt_refused_by_status(at: Plot) -> str:
    """robots.txt answers 403 or 410: as if there were none."""
    at.lonely().site.robots = at.rng.choice((401, 403, 410))
    return at.publish()


@ROBOTS.uncertain
def robots_txt_hangs_before_nothing(at: Plot) -> str:
    """robots.txt and everything else hang: nothing can be told."""
    place = at.empty()
    place.site.robots = Silent()
    place.site.fallback(Silent())
    return at.path
