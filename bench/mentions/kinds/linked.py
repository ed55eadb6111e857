"""Named, and some link of the page leads to the brand."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft
    from bench.mentions.profiles import Brand

_REL: Final = {
    "dev": ("nofollow", "sponsored", "nofollow noopener ugc", "noreferrer"),
    "held": ("sponsored nofollow", "ugc", "nofollow", "external noreferrer nofollow"),
}
_ADDRESSES: Final[dict[str, tuple[Callable[[Brand], str], ...]]] = {
    "dev": (
        lambda brand: f"https://{brand.domain.upper()}/Pricing",
        lambda brand: f"//www.{brand.domain}/about",
        lambda brand: f"https://{brand.domain}:8443/shop?a=1&amp;b=2",
        lambda brand: f"http://guest:guest@{brand.domain}/",
        lambda brand: f"https://{brand.domain}./contact",
        lambda brand: f"&#104;ttps&#58;//{brand.domain}/",
    ),
    "held": (
        lambda brand: f"  https://{brand.domain}/trim  ",
        lambda brand: f"HTTP://WWW.{brand.domain.upper()}",
        lambda brand: f"https&colon;&sol;&sol;{brand.domain}/x",
        lambda brand: f"https://press@{brand.domain}:443/kit",
        lambda brand: f"//{brand.domain}.",
        lambda brand: f"https:\n//{brand.domain}/broken-line",
    ),
}
_REDIRECTORS: Final = {
    "dev": (
        "https://out.riverline.example/away?to={encoded}",
        "/redirect?url={plain}",
        "https://www.searchpage.example/url?sa=t&amp;url={encoded}&amp;usg=AOv",
        "https://l.facepage.example/l.php?u={encoded}&amp;h=AT0",
    ),
    "held": (
        "https://partner.cashlane.example/click?id=8&amp;murl={encoded}",
        "https://go.linkhop.example/?{plain}",
        "/exit.php?target={encoded}",
        "https://track.mailing.example/c/4711?dest={encoded}&amp;s=1",
    ),
}


def plain(draft: Draft) -> Truth:
    """The name is the link."""
    draft.say(draft.sentence(f'<a href="https://{draft.brand.domain}/">{draft.name()}</a>'), 1)
    return draft.linked()


def beside(draft: Draft) -> Truth:
    """The name is no link, but other words of the article are."""
    draft.mention()
    words = draft.texts.shuffled("teaser", draft.rng)[0]
    draft.say(f'<a href="https://www.{draft.brand.domain}/news/{draft.index}">{words}</a>.')
    return draft.linked()


def rel(draft: Draft) -> Truth:
    """A link that search engines are told not to follow."""
    value = _REL[draft.half][draft.index % 4]
    draft.say(draft.sentence(f'<a rel="{value}" href="https://{draft.brand.domain}/">{draft.name()}</a>'), 1)
    return draft.linked()


def image(draft: Draft) -> Truth:
    """A picture is the link."""
    draft.mention()
    draft.put(f'<a href="https://{draft.brand.domain}/"><img src="/img/logo-{draft.index}.png" alt=""></a>')
    return draft.linked()


def area(draft: Draft) -> Truth:
    """An area of an image map is the link."""
    draft.mention()
    draft.put(
        '<img src="/img/map.png" usemap="#map" alt=""><map name="map"><area shape="rect" coords="0,0,90,40" '
        f'href="https://{draft.brand.domain}/map" alt=""><area shape="default" nohref></map>'
    )
    return draft.linked()


def redirector(draft: Draft) -> Truth:
    """The link goes through an address that carries ours in its own."""
    target = f"https://{draft.brand.domain}/offer"
    pattern = _REDIRECTORS[draft.half][draft.index % 4]
    href = pattern.format(encoded=quote(target, safe=""), plain=target)
    draft.say(draft.sentence(f'<a href="{href}">{draft.name()}</a>'), 1)
    return draft.linked()


def other_host(draft: Draft) -> Truth:
    """The link leads to a subdomain or to a former domain."""
    brand = draft.brand
    host = (f"docs.{brand.domain}", brand.domains[1], f"shop.eu.{brand.domain}", f"www.{brand.domains[1]}")[
        draft.index % 4
    ]
    draft.say(draft.sentence(f'<a href="https://{host}/page">{draft.name()}</a>'), 1)
    return draft.linked()


def spelled(draft: Draft) -> Truth:
    """The link's address is spelled in an unusual way."""
    href = _ADDRESSES[draft.half][draft.index % 6](draft.brand)
    draft.say(draft.sentence(f'<a href="{href}">{draft.name()}</a>'), 1)
    return draft.linked()


def base(draft: Draft) -> Truth:
    """The page's base is on the brand's site, so a relative link leads there."""
    draft.head.append(f'<base href="https://{("", "www.")[draft.index % 2]}{draft.brand.domain}/">')
    draft.say(
        draft.sentence(
            f'<a href="{("pricing.html", "/pricing", "?page=2")[draft.index % 3]}">{draft.name()}</a>'
        ),
        1,
    )
    return draft.linked()


def in_template(draft: Draft) -> Truth:
    """Named in the article; the link stands in navigation or footer."""
    draft.mention()
    places = (draft.footer, draft.nav)
    places[draft.index % 2].append(
        (f"https://{draft.brand.domain}/", ("Partner", escape(draft.brand.domain))[draft.index % 2])
    )
    return draft.linked()


def own_site(draft: Draft) -> Truth:
    """The page is the brand's own in another language: its menu leads to the brand's pages."""
    draft.host = f"{draft.texts.lang}.{draft.brand.domain}"
    for _ in range(3):
        draft.mention()
    return draft.linked()


KINDS: Final = (
    Kind("linked_plain", plain, count=8),
    Kind("linked_beside", beside),
    Kind("linked_rel", rel),
    Kind("linked_image", image),
    Kind("linked_area", area),
    Kind("linked_redirector", redirector, count=8),
    Kind("linked_other_host", other_host),
    Kind("linked_spelled", spelled),
    Kind("linked_base", base),
    Kind("linked_in_template", in_template),
    Kind("linked_own_site", own_site),
)
