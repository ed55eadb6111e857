"""How contacts are looked for at the sites that leads are about."""

from datetime import timedelta

from finder.campaign.table import Table
from finder.campaign.values import CountOrNone, Duration


class Contacts(Table):
    """Whether, how far and how often a prospect's site is searched for whom to write to.

    ``people``: personal addresses may be kept as well, not only those of roles (info@, editor@).
    ``check_mail`` asks the DNS whether the domain of an address takes mail.
    """

    search: bool = True
    max_requests: CountOrNone = 5
    fresh_for: Duration = timedelta(days=90)
    people: bool = True
    check_mail: bool = False
