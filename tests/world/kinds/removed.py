"""Pages that say, with status 200, that just this thing is no more; their neighbours are honest 404s."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.world.kinds.model import Family
from tests.world.kinds.tongue import write

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot

FAMILY = Family("removed")


@FAMILY.dead
def removed_notice(at: Plot) -> str:
    """Title and heading say that this was removed, sold, filled, expired."""
    place = at.honest()
    tongue = place.tongue if at.rng.random() < 0.6 else at.speaker("removed")
    place.site.page(at.path, at.notice("removed", tongue=tongue))
    return at.path


@FAMILY.dead
def removed_with_the_old_title(at: Plot) -> str:
    """The title is still the article's; the heading and the only text say that it was removed."""
    place = at.honest()
    said, text = place.tongue.say(at.rng, "removed"), place.tongue.say(at.rng, "removed_text")
    place.site.page(at.path, place.render(at.article.title, said, f"<p>{escape(text)}</p>"))
    return at.path


@FAMILY.dead
def removed_below_the_old_heading(at: Plot) -> str:
    """Title and heading are still the thing's; one short box says that it is no more."""
    place = at.honest()
    said, text = place.tongue.say(at.rng, "removed"), place.tongue.say(at.rng, "removed_text")
    box = f'<div class="notice"><strong>{escape(said)}</strong><p>{escape(text)}</p></div>'
    place.site.page(at.path, place.render(at.article.title, at.article.title, box))
    return at.path


@FAMILY.dead
def removed_with_other_offers(at: Plot) -> str:
    """The notice, and below it other things that the visitor might like."""
    place = at.honest()
    said, text = place.tongue.say(at.rng, "removed"), place.tongue.say(at.rng, "removed_text")
    titles = [write(at.rng, place.tongue, place.subject, 1).title for _ in range(6)]
    rows = "".join(f'<li><a href="/">{escape(title)}</a></li>' for title in titles)
    place.site.page(at.path, place.render(said, said, f"<p>{escape(text)}</p><ul>{rows}</ul>"))
    return at.path


@FAMILY.dead
def removed_without_chrome(at: Plot) -> str:
    """A bare page with nothing but the notice."""
    at.honest().site.page(at.path, at.notice("removed", chrome=False, tongue=at.place.tongue))
    return at.path


@FAMILY.dead
def redirect_to_removed_notice(at: Plot) -> str:
    """A redirect to a page that says that the thing is no more."""
    place = at.honest()
    end = f"/info/{at.rng.randrange(100, 9999)}"
    place.site.page(end, at.notice("removed", tongue=place.tongue))
    place.site.redirect(at.path, end, 302)
    return at.path
