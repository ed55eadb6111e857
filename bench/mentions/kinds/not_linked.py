"""Named, and what looks like a link to the brand is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft

_LOOK_ALIKES: Final = {
    "dev": (
        "https://my{name}.example/",
        "https://{name}-shop.example/",
        "https://{domain}.mirrorhub.example/",
        "https://{name}.test/",
        "https://not{domain}/",
        "https://{name}example.example/",
    ),
    "held": (
        "https://{name}s.example/",
        "https://{domain}-login.example/",
        "https://the{domain}/",
        "https://{name}.invalid/x",
        "https://{domain}.cdn-cache.example/a",
        "https://x-{domain}/",
    ),
}
_FOREIGN: Final = {
    "dev": (
        "https://sitecheck.example/report/{domain}",
        "https://tickets.example/?utm_source={domain}&amp;utm_medium=post",
        "https://whois.example/lookup?ref={domain}",
        "https://stats.example/sites/www.{domain}/traffic",
        "https://tickets.example/fair#{domain}",
        "https://ratings.example/review/www.{domain}",
    ),
    "held": (
        "https://uptime.example/status/{domain}/today",
        "https://hotel.example/book?utm_campaign={domain}",
        "https://traffic.example/compare/{domain}-vs-rival",
        "https://museum.example/?source={domain}",
        "https://jobs.example/at/{domain}",
        "https://museum.example/hours#via-{domain}",
    ),
}
_MAIL: Final = {
    "dev": (
        '<a href="mailto:hello@{domain}">E-Mail</a>',
        "<a href=\"javascript:open('https://{domain}/')\">+</a>",
        '<a href="mailto:desk@plain.example?subject=https://{domain}/">E-Mail</a>',
    ),
    "held": (
        '<a href="mailto:press%40{domain}">@</a>',
        '<a href="tel:+4930123456" title="https://{domain}/">Tel.</a>',
        '<a data-href="https://{domain}/" href="#top">^</a>',
    ),
}
_ELEMENTS: Final = {
    "dev": (
        '<iframe src="https://{domain}/embed/7" width="400"></iframe>',
        '<form action="https://{domain}/subscribe" method="post"><input name="e"></form>',
        '<img src="https://cdn.{domain}/chart.png" alt="" width="300">',
        '<div data-url="https://{domain}/" data-widget="card"></div>',
        '<button formaction="https://{domain}/buy">+</button>',
        '<video src="https://{domain}/film.mp4" controls></video>',
    ),
    "held": (
        '<iframe loading="lazy" srcdoc="" data-src="https://{domain}/widget"></iframe>',
        '<form method="get" action="https://www.{domain}/find"><input name="q"></form>',
        '<picture><source srcset="https://img.{domain}/a.webp"><img src="/a.jpg" alt=""></picture>',
        '<span itemprop="sameAs" content="https://{domain}/"></span>',
        '<embed src="https://{domain}/player" width="1" height="1">',
        '<blockquote cite="https://{domain}/quote"></blockquote>',
    ),
}
_HEAD: Final = {
    "dev": (
        '<link rel="preconnect" href="https://{domain}">',
        '<script src="https://js.{domain}/v3/"></script>',
        '<link rel="stylesheet" href="https://{domain}/style.css">',
        '<meta property="og:see_also" content="https://{domain}/">',
    ),
    "held": (
        '<link rel="dns-prefetch" href="//{domain}">',
        '<script async src="https://{domain}/tag.js"></script>',
        '<link rel="icon" href="https://www.{domain}/i.png">',
        '<script type="application/ld+json">{{"@type":"Organization","url":"https://{domain}/"}}</script>',
    ),
}
_UNSEEN: Final = {
    "dev": (
        '<!-- <a href="https://{domain}/">+</a> -->',
        '<template><a href="https://{domain}/">+</a></template>',
        "<script>var h='<a href=\"https://{domain}/\">+</a>';</script>",
    ),
    "held": (
        '<script type="text/template"><a href="https://{domain}/">+</a></script>',
        '<!--[if lt IE 9]><a href="https://{domain}/">+</a><![endif]-->',
        '<textarea hidden><a href="https://{domain}/">+</a></textarea>',
    ),
}
_SHORT: Final = {
    "dev": ("https://shrt.example/x7Gq2", "https://t.short.example/9aZ"),
    "held": ("https://lnk.example/b/44Kd", "https://u.tiny.example/Q0p1"),
}
_ELSEWHERE: Final = {
    "dev": (
        "https://en.freepedia.example/wiki/{name}",
        "https://rivalry.example/versus",
        "{social}",
        "https://bigbazaar.example/s?k={name}",
        "https://chronicle.example/2024/story",
    ),
    "held": (
        "https://wissen.openlexikon.example/artikel/{name}",
        "https://otherbrand.example/",
        "{social}",
        "https://marketgate.example/brand/{name}/p/1",
        "https://apps.storefront.example/app/{name}",
    ),
}
_OWN_PAGES: Final = {
    "dev": ("/tag/{name}", "/companies/{name}.html", "?topic={name}"),
    "held": ("/topics/{name}/", "/search?q={name}", "../brands/{name}"),
}


def _filled(draft: Draft, patterns: dict[str, tuple[str, ...]]) -> str:
    some = patterns[draft.half]
    brand = draft.brand
    social = brand.social_profiles[0] if brand.social_profiles else "https://chirper.example/someone"
    return some[draft.index % len(some)].format(name=brand.name.lower(), domain=brand.domain, social=social)


def look_alike(draft: Draft) -> Truth:
    """Other words link to a domain that only looks like the brand's."""
    draft.mention()
    draft.say(f'<a href="{_filled(draft, _LOOK_ALIKES)}">{draft.texts.shuffled("teaser", draft.rng)[0]}</a>.')
    return draft.unlinked()


def foreign_address(draft: Draft) -> Truth:
    """The brand's domain is a part of another site's path, parameter or fragment."""
    draft.mention()
    draft.say(f'<a href="{_filled(draft, _FOREIGN)}">{draft.texts.shuffled("teaser", draft.rng)[0]}</a>.')
    return draft.unlinked()


def mail(draft: Draft) -> Truth:
    """A link that opens no page of the brand: mail, telephone, script."""
    draft.mention()
    draft.say(_filled(draft, _MAIL))
    return draft.unlinked()


def element(draft: Draft) -> Truth:
    """Another element than a link has the brand's address."""
    draft.mention()
    draft.put(_filled(draft, _ELEMENTS))
    return draft.unlinked()


def head(draft: Draft) -> Truth:
    """The page's head has the brand's address."""
    draft.mention()
    draft.head.append(_filled(draft, _HEAD))
    return draft.unlinked()


def unseen(draft: Draft) -> Truth:
    """A link that no browser makes: in a comment, a template, a script."""
    draft.mention()
    draft.put(_filled(draft, _UNSEEN))
    return draft.unlinked()


def short_link(draft: Draft) -> Truth:
    """The name links to a short address that does not say where it leads."""
    draft.say(draft.sentence(f'<a href="{_filled(draft, _SHORT)}">{draft.name()}</a>'), 1)
    return draft.unlinked(elsewhere=None)


def linked_elsewhere(draft: Draft) -> Truth:
    """The name links to an encyclopedia, a rival, a social profile, a shop."""
    draft.say(draft.sentence(f'<a href="{_filled(draft, _ELSEWHERE)}">{draft.name()}</a>'), 1)
    return draft.unlinked(elsewhere=True)


def linked_own_page(draft: Draft) -> Truth:
    """The name links to another page of the same site; every second page names it unlinked as well."""
    draft.say(draft.sentence(f'<a href="{_filled(draft, _OWN_PAGES)}">{draft.name()}</a>'), 1)
    if draft.index % 2:
        draft.mention()
    return draft.unlinked(elsewhere=True)


def inside_link_text(draft: Draft) -> Truth:
    """A whole sentence that names the brand links to another page of the same site."""
    href = ("/guides/17", "/2019/11/review", "part-two.html")[draft.index % 3]
    draft.say(f'<a href="{href}">{draft.sentence(draft.name())}</a>', 1)
    return draft.unlinked(elsewhere=None)


KINDS: Final = (
    Kind("not_linked_look_alike", look_alike),
    Kind("not_linked_foreign_address", foreign_address),
    Kind("not_linked_mail", mail),
    Kind("not_linked_element", element),
    Kind("not_linked_head", head),
    Kind("not_linked_unseen", unseen),
    Kind("not_linked_short", short_link),
    Kind("linked_elsewhere", linked_elsewhere, count=10),
    Kind("linked_elsewhere_own_page", linked_own_page),
    Kind("inside_link_text", inside_link_text),
)
