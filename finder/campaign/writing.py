"""Who writes for a campaign, with which templates: what drafts are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.campaign.problems import CampaignError, Problem
from finder.messages.drafting import Writer
from finder.messages.facts import Sender
from finder.messages.templates import Templates, read_folder
from finder.urls import hostname

if TYPE_CHECKING:
    from finder.campaign.model import Campaign


def writer_of(campaign: Campaign) -> Writer:
    """The writer of a campaign. Raises :class:`CampaignError` for templates that cannot be read.

    Where the campaign does not say how its site is called, it is by its first brand, else by its host.
    """
    said = campaign.messages
    own, faults = read_folder(campaign.path(said.folder))
    if faults:
        raise CampaignError([Problem(fault.path, fault.line, "", fault.reason) for fault in faults])
    url = said.site_url or campaign.own.sites[0]
    name = campaign.brands[0].name if campaign.brands else hostname(url).removeprefix("www.")
    sender = Sender(
        said.sender_name or "",
        said.sender_email or "",
        said.sender_role or "",
        said.site_name or name,
        url,
        said.signature or "",
    )
    return Writer(sender, Templates(own), said.language, said.languages)
