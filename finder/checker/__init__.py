"""How a target is looked at: names, turns at hosts, robots.txt, redirects, transport.

Runs in the crawl's own event loop. The seam to the rest is narrow: an address in, a
:class:`~finder.checker.looker.Look` (facts and body) out; it never raises for what a host does.
"""

from finder.checker.agents import product_tokens
from finder.checker.answer import Answer, Transport
from finder.checker.archive import Archive
from finder.checker.controls import Controls
from finder.checker.inquiry import Copies, Examined, Inquiry, InquiryRules, Renderer
from finder.checker.looker import Look, Looker, LookRules
from finder.checker.names import Names
from finder.checker.queue import Checker, HostWork
from finder.checker.robots import Robots
from finder.checker.transport import HttpTransport
from finder.checker.turns import Turns
from finder.checker.watch import NetworkWatch

__all__ = [
    "Answer",
    "Archive",
    "Checker",
    "Controls",
    "Copies",
    "Examined",
    "HostWork",
    "HttpTransport",
    "Inquiry",
    "InquiryRules",
    "Look",
    "LookRules",
    "Looker",
    "Names",
    "NetworkWatch",
    "Renderer",
    "Robots",
    "Transport",
    "Turns",
    "product_tokens",
]
