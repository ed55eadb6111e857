"""Living pages that look like something else, and pages that nobody can tell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.world import Answer
from tests.world.kinds.model import Family
from tests.world.kinds.names import coin
from tests.world.kinds.plot import moved
from tests.world.kinds.tongue import WRITING, write

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("alive_tricky")
# Sort of phrase that a true page quotes while it is about such pages.
ABOUT = ("missing", "parked", "removed", "suspended", "construction", "blocked", "maintenance")


def _quoting(at: Plot, what: str) -> str:
    """A long article that quotes what such pages say; its title is an article's title."""
    place = at.honest()
    quoted = [place.tongue.say(at.rng, what, H=coin(at.rng) + ".example") for _ in range(3)]
    texts = [escape(text) for text in place.promise(at.rng, 500).paragraphs]
    texts += [
        f"{escape(text)} <q>{escape(said)}</q>"
        for text, said in zip(at.article.paragraphs, quoted, strict=False)
    ]
    at.rng.shuffle(texts)
    body = "".join(f"<p>{text}</p>" for text in texts)
    place.site.page(at.path, place.render(at.article.title, at.article.title, body))
    return at.path


for what in ABOUT:
    FAMILY.add(
        f"article_quoting_{what}",
        "alive",
        f"A long true article that quotes notices ({what}).",
        _quoting,
        what,
    )


def _about_trade(at: Plot, key: str) -> str:
    """A long article about a trade that takes domains over; the anchor and the context say so."""
    place = at.honest()
    known = place.tongue.trades.get(key) or next(iter(place.tongue.trades.values()))
    at.article = write(at.rng, place.tongue, known, 500)
    at.anchor = at.article.title
    return at.publish()


for key in ("casino", "loans"):
    FAMILY.add(
        f"article_about_{key}",
        "alive",
        f"A true article about {key}, on a site about something else.",
        _about_trade,
        key,
    )


@FAMILY.alive
def title_about_404(at: Plot) -> str:
    """The title contains "404" or an error's words as its subject; a long article follows."""
    place = at.honest()
    words = place.tongue.say(at.rng, "missing")
    subject = at.rng.choice(
        (f"404, {at.article.topics[0]}", f"“{words}”: {at.article.title}", f"404 km: {at.article.title}")
    )
    at.anchor = subject
    text = place.promise(at.rng, 500).html
    place.site.page(at.path, place.render(subject, subject, text))
    return at.path


@FAMILY.alive
def forum_thread_about_errors(at: Plot) -> str:
    """A thread whose title is an error's wording with a question; many posts answer it."""
    place = at.honest()
    words = place.tongue.say(at.rng, "missing")
    title = at.rng.choice(
        (f"{words} – {place.subject.name}?", f"[SOLVED] {words}", f"{words}: {at.article.topics[0]}?")
    )
    at.anchor = title
    posts = "".join(
        f'<div class="post"><b>{coin(at.rng)}</b><p>{escape(text)}</p></div>'
        for text in place.promise(at.rng, 450).paragraphs
    )
    place.site.page(at.path, place.render(title, title, posts))
    return at.path


@FAMILY.alive
def thin_page(at: Plot) -> str:
    """A true page of a few sentences."""
    at.honest()
    at.renew(10)
    return at.publish()


@FAMILY.alive
def image_page(at: Plot) -> str:
    """A page with nothing but one picture under its title."""
    place = at.honest()
    body = f'<img src="/img/{coin(at.rng)}.jpg" alt="{escape(at.article.topics[0])}">'
    place.site.page(at.path, place.render(at.article.title, at.article.title, body))
    return at.path


@FAMILY.alive
def gallery(at: Plot) -> str:
    """Many pictures, hardly a word."""
    place = at.honest()
    body = "".join(f'<a href="/img/{n}.jpg"><img src="/t/{n}.jpg" alt="{n}"></a>' for n in range(24))
    place.site.page(at.path, place.render(at.article.title, at.article.title, body))
    return at.path


@FAMILY.alive
def noindex(at: Plot) -> str:
    """The article asks robots not to index it."""
    place = at.honest()
    place.publish(at.path, at.article, '<meta name="robots" content="noindex,nofollow">')
    return at.path


@FAMILY.alive
def wrong_canonical(at: Plot) -> str:
    """The article's canonical address is the home page or another host."""
    place = at.honest()
    wrong = at.rng.choice((place.url("/"), f"https://staging-{coin(at.rng)}.example{at.path}"))
    place.publish(at.path, at.article, f'<link rel="canonical" href="{escape(wrong)}">')
    return at.path


@FAMILY.alive
def on_a_host_whose_missing_pages_answer_200(at: Plot) -> str:
    """A true article beside error pages that answer 200."""
    shared = [place for key, known in at.town.places.items() if key.startswith("soft") for place in known]
    if not shared:
        at.lonely().site.fallback(at.notice("missing"))
        return at.publish()
    at.place = at.rng.choice(shared)
    at.renew()
    return at.publish()


@FAMILY.alive
def on_a_host_whose_missing_pages_lead_home(at: Plot) -> str:
    """A true article on a site that sends unknown addresses to its home page."""
    if at.settle("to home"):
        at.place.site.fallback(moved("/", 302))
    return at.publish()


@FAMILY.alive
def slug_is_ignored(at: Plot) -> str:
    """The number in the address decides; any slug behind it shows the article."""
    place = at.honest()
    number = at.rng.randrange(1000, 10**6)
    place.site.answer(f"/a/{number}/*", Answer(at.page()))
    return f"/a/{number}/{at.path.strip('/').rpartition('/')[2].partition('?')[0] or coin(at.rng)}"


@FAMILY.alive
def true_search_results(at: Plot) -> str:
    """A search that finds things; any other search finds nothing."""
    place = at.lonely()
    word = at.article.topics[0]
    rows = "".join(
        f'<li><a href="{escape(p)}">{escape(a.title)}</a><p>{escape(a.paragraphs[0])}</p></li>'
        for p, a in place.articles
    )
    found = place.render(f"{place.tongue.word(3)}: {word}", word, f"<ol>{rows}</ol>")
    path = f"/search?q={quote(word)}"
    place.site.page(path, found)
    at.anchor = f"{place.name}: {word}"
    return path


@FAMILY.alive
def single_page_site(at: Plot) -> str:
    """One page at the root, and nothing else anywhere."""
    place = at.empty()
    place.site.page("/", place.article_page(at.article))
    at.anchor = at.rng.choice((place.name, at.article.title))
    return "/"


@FAMILY.alive
def opaque_address_and_anchor(at: Plot) -> str:
    """The anchor is a mere "here", the address a number."""
    at.honest()
    at.anchor = at.place.tongue.say(at.rng, "here")
    return at.publish(f"/n/{at.rng.getrandbits(40):x}")


@FAMILY.alive
def home_page_link(at: Plot) -> str:
    """A link to a site's root."""
    at.lonely()
    return "/"


@FAMILY.alive
def rebranded_in_place(at: Plot) -> str:
    """The site has a new name and look; subject and address are the same."""
    at.empty()
    at.anchor = at.place.name
    at.place.name = f"{coin(at.rng).title()} {coin(at.rng).title()}"
    at.place.furnish(at.rng)
    return "/"


@FAMILY.alive
def rewritten_article(at: Plot) -> str:
    """The article has been rewritten under another title; its subject is the same."""
    at.honest()
    at.place.publish(at.path, at.place.promise(at.rng, 400))
    return at.path


@FAMILY.alive
def other_language_than_the_anchor(at: Plot) -> str:
    """The anchor is a title in another language than the article, on the same subject."""
    place = at.honest()
    known = [
        tongue for tongue in WRITING if place.subject.key in tongue.subjects and tongue is not place.tongue
    ]
    tongue = at.rng.choice(known)
    at.anchor = write(at.rng, tongue, tongue.subjects[place.subject.key], 1).title
    return at.publish()


@FAMILY.alive
def out_of_stock(at: Plot) -> str:
    """A product's page that is still there and says that the thing is sold out for now."""
    place = at.honest()
    label = f'<p class="stock">{escape(place.tongue.phrases["soldout"][0])}</p>'
    price = (
        f"<p><b>{at.rng.randrange(5, 300)},90</b></p><table><tr>"
        f"<td>Nr.</td><td>{at.rng.randrange(10**6)}</td></tr></table>"
    )
    text = f"<p>{escape(at.article.paragraphs[0])}</p>"
    place.site.page(at.path, place.render(at.article.title, at.article.title, label + price + text))
    return at.path


@FAMILY.alive
def page_with_a_login_box(at: Plot) -> str:
    """An article with a small login form in its margin."""
    place = at.honest()
    box = (
        '<form class="login"><input name="user"><input type="password" name="pass"><button>OK</button></form>'
    )
    place.site.page(at.path, place.render(at.article.title, at.article.title, at.article.html + box))
    return at.path


@FAMILY.alive
def ordinary_article(at: Plot) -> str:
    """An ordinary article of an honest site."""
    at.honest()
    return at.publish()


@FAMILY.alive
def ordinary_article_beside_404(at: Plot) -> str:
    """An article in a folder of its own; its neighbours are honest 404s."""
    at.honest()
    return at.publish(f"/{coin(at.rng)}/{coin(at.rng)}/{at.place.subject.key}")


@FAMILY.uncertain
def empty_200(at: Plot) -> str:
    """Status 200 and not one byte."""
    at.honest().site.answer(at.path, Answer(b""))
    return at.path


@FAMILY.uncertain
def no_content_204(at: Plot) -> str:
    """Status 204."""
    at.honest().site.answer(at.path, Answer(b"", 204))
    return at.path
