"""The web of the demo: a publisher of sailing guides, the sites that could link to it, and what they link to.

Serve it with ``python -m tests.world demo.web:build``.
"""

from __future__ import annotations

import tomllib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from demo.targets import build_targets
from demo.templates import LINK, Item, document, linked, listing, prose, sections
from tests.world import Answer

if TYPE_CHECKING:
    from tests.world import Site, World

OWN: Final = "https://www.harborline.example"
HOST: Final = Item("https://tinyhost.example/green", "Hosted with wind power", "Small servers, big sails.")
SPONSOR: Final = Item("https://chandlersdesk.example/offers", "Chandler's desk", "Offers of the week.")


def build(world: World) -> None:
    """Put every site of the demo on the web."""
    lists, posts = _read("lists.toml")["list"], _read("posts.toml")["post"]
    _build_own_site(world)
    sources = {urlsplit(source["url"]).netloc for source in (*lists, *posts)}
    sites = {host: world.site(host, robots="User-agent: *\nDisallow: /private/\n") for host in sources}
    for page in lists:
        _put(sites, page["url"], _list_page(page))
    for post in posts:
        _put(sites, post["url"], _post_page(post))
    _build_front_pages(sites, lists, posts)
    found = _targets(lists, posts)
    build_targets(world, {url: item for url, item in found.items() if urlsplit(url).netloc not in sources})
    for url, item in found.items():
        if "/wiki/" in url and url not in {page["url"] for page in lists}:
            _put(sites, url, document(item.anchor, f"<h1>{item.anchor}</h1>", site="Coastal Wiki"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("demo").joinpath(name).read_text(encoding="utf-8"))


def _put(sites: dict[str, Site], url: str, html: str) -> None:
    parts = urlsplit(url)
    sites[parts.netloc].page(parts.path, html)


def _build_own_site(world: World) -> None:
    guides = _read("guides.toml")["page"]
    site = world.site("www.harborline.example", robots=f"User-agent: *\nSitemap: {OWN}/sitemap.xml\n")
    for guide in guides:
        site.page(guide["path"], _guide(guide))
    site.page("/guides/print/seven-knots", _guide(guides[10], '<meta name="robots" content="noindex">'))
    site.redirect("/guides/knots", "/guides/seven-knots")
    site.status("/guides/handing-in-flares", 410)
    index = "".join(f'<li><a href="{guide["path"]}">{escape(guide["title"])}</a></li>' for guide in guides)
    welcome = "<h1>Harborline Guides</h1><p>Plain guides for small boats and the harbours they live in.</p>"
    site.page("/", document("Harborline Guides", f"{welcome}<ul>{index}</ul>", site="Harborline Guides"))
    odd = ["/guides/print/seven-knots", "/guides/knots", "/guides/handing-in-flares"]
    site.sitemap(OWN + path for path in ("/", *(guide["path"] for guide in guides), *odd))
    moved = world.site("harborline.example")
    moved.fallback(lambda request: _to_www(request.path))


def _to_www(path: str) -> Answer:
    return Answer("", 301, headers={"Location": OWN + path})


def _guide(guide: dict[str, str], robots: str = "") -> str:
    head = f'<meta name="description" content="{escape(guide["summary"])}">{robots}'
    main = f"<article><h1>{escape(guide['title'])}</h1>{prose(guide['text'])}</article>"
    return document(f"{guide['title']} | Harborline", main, site="Harborline Guides", head=head)


def _list_page(page: dict[str, str]) -> str:
    frame = page.get("frame", "list")
    body = "\n".join(listing(frame, heading, items) for heading, items in sections(page["items"]))
    more = (
        f'<p class="pagination"><a rel="next" href="{page["next"]}">Next page</a></p>'
        if "next" in page
        else ""
    )
    main = f"<h1>{escape(page['title'])}</h1><p>{escape(page['intro'])}</p>\n{body}{more}"
    sponsor = f'<h4>Our sponsor</h4><p><a rel="sponsored" href="{SPONSOR.href}">{SPONSOR.anchor}</a></p>'
    host = f'<a href="{HOST.href}">{HOST.anchor}</a>'
    site = page["title"].rpartition(" - ")[2]
    return document(page["title"], main, site=site, aside=sponsor, footer=host)


def _post_page(post: dict[str, str]) -> str:
    text, *comments = post["text"].strip().split("\n* ")
    said = "".join(f'<li class="comment">{linked(comment)}</li>' for comment in comments)
    below = (
        f'<section id="comments" class="comments"><h3>Comments</h3><ol>{said}</ol></section>' if said else ""
    )
    main = f"<article><h1>{escape(post['title'])}</h1>{prose(text)}</article>{below}"
    return document(f"{post['title']} - {post['blog']}", main, site=post["blog"])


def _build_front_pages(
    sites: dict[str, Site], lists: list[dict[str, str]], posts: list[dict[str, str]]
) -> None:
    for host, site in sites.items():
        pages = [page for page in (*lists, *posts) if urlsplit(page["url"]).netloc == host]
        links = "".join(f'<li><a href="{page["url"]}">{escape(page["title"])}</a></li>' for page in pages)
        name = pages[0].get("blog", pages[0]["title"].rpartition(" - ")[2])
        site.page("/", document(name, f"<h1>{escape(name)}</h1><ul>{links}</ul>", site=name))
        about = f"<h1>About</h1><p>People who like boats.</p>{_how_to_write(host)}"
        site.page("/about", document(f"About {name}", about, site=name))


def _how_to_write(host: str) -> str:
    """What a site says of how to reach it, in one of the ways of the web; some say nothing."""
    domain = host.removeprefix("www.")
    ways = (
        f'<p><a href="mailto:webmaster@{domain}">Write to us</a> if a link fails.</p>',
        f"<p>Letters to editor [at] {domain.replace('.', ' [dot] ')}, please.</p>",
        '<form method="post" action="/send"><input name="email"><textarea name="message"></textarea>'
        "<button>Send your message</button></form>",
        f"<p>Mail: info@{domain}</p>",
        "",
    )
    return ways[sum(map(ord, host)) % len(ways)]


def _targets(lists: list[dict[str, str]], posts: list[dict[str, str]]) -> dict[str, Item]:
    """Every address that a source page links to, absolute, without query and fragment."""
    found: dict[str, Item] = {HOST.href: HOST, SPONSOR.href: SPONSOR}
    for page in lists:
        for _, items in sections(page["items"]):
            for item in items:
                found.setdefault(_bare(urljoin(page["url"], item.href)), item)
    for post in posts:
        for anchor, href in LINK.findall(post["text"]):
            found.setdefault(_bare(href), Item(href, anchor[:1].upper() + anchor[1:], f"About {anchor}."))
    return {url: item for url, item in found.items() if not url.startswith(OWN)}


def _bare(url: str) -> str:
    return urlsplit(url)._replace(query="", fragment="").geturl()
