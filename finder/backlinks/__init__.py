"""What our own looks say of backlinks: links to us that suppliers report or that we saw ourselves.

Pure: what is known and what a look saw go in, what follows comes out.
"""

from finder.backlinks.absence import absence_read, absence_unread
from finder.backlinks.concluding import Conclusion, Happened, conclude
from finder.backlinks.found import FoundLink, OwnLink, as_found
from finder.backlinks.known import Known, Witness, only_rendered
from finder.backlinks.loss import lost_link_of
from finder.backlinks.page_look import PageLook
from finder.backlinks.pairing import Pairing, pair
from finder.backlinks.state import UNTOLD, Event, State, Why

__all__ = [
    "UNTOLD",
    "Conclusion",
    "Event",
    "FoundLink",
    "Happened",
    "Known",
    "OwnLink",
    "PageLook",
    "Pairing",
    "State",
    "Why",
    "Witness",
    "absence_read",
    "absence_unread",
    "as_found",
    "conclude",
    "lost_link_of",
    "only_rendered",
    "pair",
]
