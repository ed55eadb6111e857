"""WHAT to look for: the campaign file as a typed, checked value."""

from __future__ import annotations

from finder.campaign.load import check_campaign, examine, examine_text, load_campaign
from finder.campaign.model import (
    Brand,
    Campaign,
    Limits,
    Matching,
    Mentions,
    Own,
    Sources,
    SourceSite,
)
from finder.campaign.problems import CampaignError, Problem
from finder.campaign.scoring import Scoring

__all__ = [
    "Brand",
    "Campaign",
    "CampaignError",
    "Limits",
    "Matching",
    "Mentions",
    "Own",
    "Problem",
    "Scoring",
    "SourceSite",
    "Sources",
    "check_campaign",
    "examine",
    "examine_text",
    "load_campaign",
]
