"""Facts in, one HTML file out: nothing in it asks for anything from elsewhere, and no script runs in it."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from finder.backlink_profile.wording import named, said
from finder.report.backlink_figures import anchor_figure, change_figures, seen_figure, state_figure
from finder.report.figures import lead_figures, share, verdict_figures
from finder.report.text import LONGEST_ADDRESS, address, clipped, link, masked, plain, snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finder.backlink_profile import Profile
    from finder.report.facts import Facts
    from finder.report.figures import Figure

_TEMPLATES: Final = files("finder.report") / "templates"
_MOST_ANCHORS: Final = 15
_MARK: Final = Markup("<mark>{}</mark>")


def render(facts: Facts, campaign: str, made_at: str, version: str, *, with_contacts: bool = False) -> str:
    """The report as an HTML document, to be written as UTF-8.

    ``campaign`` is its name, ``made_at`` an ISO time in UTC, ``version`` finder's. Whatever the facts say is
    shown as text: escaped, as one line, cut where it is long; only http and https addresses become links.
    E-mail addresses and names of people are in it only ``with_contacts``.
    """
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8").strip()
    page = _environment(with_contacts=with_contacts).get_template("report.html")
    return page.render(
        facts=facts,
        campaign=campaign,
        made_at=made_at,
        version=version,
        with_contacts=with_contacts,
        style=Markup(style),  # noqa: S704 - our own file
        policy=_policy(style),
        lead_figures=list(lead_figures(facts.leads, facts.scores)),
        verdict_figures=list(verdict_figures(facts.verdicts)),
        backlink_figures=_backlink_figures(facts.backlinks),
        anchor_domains={used.text: used.domains for used in facts.backlinks.anchors[:_MOST_ANCHORS]},
        looked=sum(verdict.number for verdict in facts.verdicts),
        outcomes=_outcomes(facts),
    )


def _backlink_figures(profile: Profile) -> list[Figure]:
    if not profile:
        return []
    figures = [seen_figure(profile), state_figure(profile), *change_figures(profile), anchor_figure(profile)]
    return [figure for figure in figures if figure.table.rows]


def _environment(*, with_contacts: bool) -> Environment:
    """Everything that a template prints goes through ``shown``, also where a filter was forgotten."""
    allowed = plain if with_contacts else _without_addresses
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(_shown, allowed),
        loader=FunctionLoader(lambda name: (_TEMPLATES / name).read_text(encoding="utf-8")),
    )
    environment.filters |= {
        "clip": lambda value, most: clipped(allowed(value), most),
        "address": lambda value: address(allowed(value)),
        "link": lambda value: url if (url := link(value)) == allowed(url) else "",
        "number": lambda number: f"{number:,}",
        "moment": _moment,
        "kind": _kind,
        "times": _times,
        "share": share,
        "named": named,
        "said": said,
    }
    environment.globals |= {"snippet": partial(_snippet, allowed), "contact": _contact}
    return environment


def _without_addresses(value: Any) -> str:
    return masked(plain(value))


def _shown(allowed: Callable[[Any], str], value: Any) -> Any:
    return value if isinstance(value, Markup) else clipped(allowed(value), LONGEST_ADDRESS)


def _policy(style: str) -> str:
    """The strictest Content-Security-Policy that shows the page: our own style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _moment(value: str | None) -> str:
    """``2026-11-23T05:11:00Z`` as ``2026-11-23 05:11 UTC``; a day stays a day."""
    text = plain(value)
    return f"{text[:10]} {text[11:16]} UTC" if len(text) >= 16 else text


def _kind(value: str) -> str:
    """``broken_link`` as ``Broken link``."""
    return clipped(value, 60).replace("_", " ").capitalize()


def _times(number: int, one: str, more: str = "") -> str:
    """``1 lead``, ``2 leads``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _snippet(allowed: Callable[[Any], str], lead: Mapping[str, Any]) -> Markup:
    """The text around what a lead is about, escaped, with that in a ``mark`` element."""
    pieces = snippet(allowed(lead["context"]), allowed(lead["anchor"]), with_marks=bool(lead["brand"]))
    return Markup().join(_MARK.format(p.text) if p.marked else escape(p.text) for p in pieces)


def _contact(lead: Mapping[str, Any]) -> str:
    """Of what kind the contact of a lead is, without saying who."""
    if lead["contact_email"]:
        sort = lead["contact_type"]
        return f"{clipped(sort, 20)} e-mail address" if sort else "e-mail address"
    return "page to write from" if lead["contact_url"] else ""


def _outcomes(facts: Facts) -> dict[str, int]:
    numbers = dict.fromkeys(("alive", "dead", "uncertain"), 0)
    for verdict in facts.verdicts:
        numbers[verdict.outcome] = numbers.get(verdict.outcome, 0) + verdict.number
    return numbers
