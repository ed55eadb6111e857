"""Lead files for outreach tools: one profile per file, listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.exports import (
    buzzstream,
    generic,
    hubspot,
    hunter,
    instantly,
    lemlist,
    linkmonitor,
    pitchbox,
    salesforce,
    yamm,
)
from finder.exports.forms import FORMS, opened_sheet
from finder.exports.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMS", "PROFILES", "Profile", "opened_sheet"]

PROFILES: Final[Mapping[str, Profile]] = {
    "generic": generic.PROFILE,
    "buzzstream": buzzstream.PROFILE,
    "pitchbox": pitchbox.PROFILE,
    "hunter": hunter.PROFILE,
    "lemlist": lemlist.PROFILE,
    "instantly": instantly.PROFILE,
    "hubspot": hubspot.PROFILE,
    "salesforce-wizard": salesforce.WIZARD,
    "salesforce-loader": salesforce.LOADER,
    "yamm": yamm.PROFILE,
    "linkmonitor": linkmonitor.PROFILE,
}
