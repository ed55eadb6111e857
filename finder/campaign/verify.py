"""``[verify]``: how often leads are looked at again, and when a link that was won counts as lost."""

from datetime import timedelta

from finder.campaign.table import Table
from finder.campaign.values import Count, Duration


class Verify(Table):
    """A look at a lead that nobody has written about stays good for ``fresh_for``.

    One about which somebody was written to is looked at every ``watch_every``. A link that was won is lost
    after ``lost_after`` looks that missed it, each ``lost_apart`` from the one before.
    """

    fresh_for: Duration = timedelta(days=1)
    watch_every: Duration = timedelta(days=7)
    lost_after: Count = 2
    lost_apart: Duration = timedelta(days=1)
