"""``[backlinks]``: whose links are compared with ours, and how often linking pages are looked at."""

from datetime import timedelta

from finder import urls
from finder.campaign.table import Table
from finder.campaign.values import Count, Domain, Duration


class Backlinks(Table):
    """``look``: whether a crawl looks at linking pages as well.

    ``rivals`` are the sites whose links are compared with ours. A page that links to ``min_rivals`` of them
    and not to us is worth a lead. A look at a linking page stays good for ``fresh_for``; a link is lost after
    ``lost_after`` looks that missed it, each ``lost_apart`` from the one before. A run looks at ``max_pages``
    pages at most.
    """

    look: bool = True
    rivals: tuple[Domain, ...] = ()
    min_rivals: Count = 2
    fresh_for: Duration = timedelta(days=7)
    lost_after: Count = 2
    lost_apart: Duration = timedelta(days=1)
    max_pages: Count = 10_000

    @property
    def rival_domains(self) -> tuple[str, ...]:
        """The registrable domains of the rivals, each once, in their order."""
        return tuple(dict.fromkeys(map(urls.registrable_domain, self.rivals)))
