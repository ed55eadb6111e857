"""Named outside the editorial text only."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from bench.mentions.cases import Kind

if TYPE_CHECKING:
    from bench.mentions.cases import Truth
    from bench.mentions.draft import Draft


def navigation(draft: Draft) -> Truth:
    """In the menu."""
    draft.nav.insert(draft.rng.randint(1, len(draft.nav)), ("/topic/12", draft.name()))
    return draft.template_only()


def footer(draft: Draft) -> Truth:
    """In the footer's links."""
    words = (f"Powered by {draft.name()}", draft.name(), f"Hosting: {draft.name()}")
    draft.footer.append(("/info/tech", words[draft.index % 3]))
    return draft.template_only()


def _teaser(draft: Draft) -> str:
    return draft.texts.shuffled("title_brand", draft.rng)[0].replace("{brand}", draft.name())


def sidebar(draft: Draft) -> Truth:
    """In the title of another article beside this one."""
    draft.sidebar.insert(1, ("/post/81", _teaser(draft)))
    return draft.template_only()


def related(draft: Draft) -> Truth:
    """In the title of a related article."""
    draft.related.insert(1, ("/post/82", _teaser(draft)))
    return draft.template_only()


def comments(draft: Draft) -> Truth:
    """In a reader's comment."""
    draft.comments.insert(1, (draft.rng.choice(draft.texts.persons), draft.sentence(draft.name())))
    return draft.template_only()


def share(draft: Draft) -> Truth:
    """One of the services that the page can be shared on."""
    draft.share.insert(1, ("https://share.example/?u=page", draft.name()))
    return draft.template_only()


def cookie(draft: Draft) -> Truth:
    """In the cookie banner."""
    others = ("Statcount", "Adserve")
    draft.cookie = f"{draft.cookie} ({others[0]}, {draft.name()}, {others[1]})"
    return draft.template_only()


def sponsored(draft: Draft) -> Truth:
    """In a box that somebody paid for."""
    draft.ad = draft.sentence(draft.name())
    return draft.template_only()


def everywhere(draft: Draft) -> Truth:
    """In navigation, footer and sidebar at once."""
    draft.nav.append((f"/tag/{escape(draft.brand.name.lower())}", draft.name()))
    draft.footer.append(("/info/tech", draft.name()))
    draft.sidebar.append(("/post/83", _teaser(draft)))
    return draft.template_only()


KINDS: Final = (
    Kind("template_navigation", navigation, needs=("nav",)),
    Kind("template_footer", footer, needs=("footer",)),
    Kind("template_sidebar", sidebar, needs=("sidebar",)),
    Kind("template_related", related, needs=("related",)),
    Kind("template_comments", comments, needs=("comments",)),
    Kind("template_share", share, needs=("share",)),
    Kind("template_cookie", cookie, needs=("cookie",)),
    Kind("template_sponsored", sponsored, needs=("ad",)),
    Kind("template_everywhere", everywhere, needs=("nav", "footer", "sidebar")),
)
