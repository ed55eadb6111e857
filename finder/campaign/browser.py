"""``[browser]``: which pages a browser looks at again, and how much of that."""

from finder.campaign.table import Table
from finder.campaign.values import Count, CountOrNone, Domain


class Browser(Table):
    """Beside pages that leave too much to their scripts, all pages of ``hosts`` (and below) are rendered.

    A spider renders ``max_pages`` pages at most (0: none), each for ``seconds`` at most.
    """

    hosts: tuple[Domain, ...] = ()
    max_pages: CountOrNone = 100
    seconds: Count = 30
