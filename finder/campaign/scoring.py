"""The table ``[scoring]``: what makes a lead good."""

from finder.campaign.table import Table
from finder.campaign.values import Weight


class Scoring(Table):
    """What weighs how much in the score of a lead; only the ratios matter. See :mod:`finder.quality`."""

    confidence: Weight = 30.0
    match: Weight = 35.0
    mention: Weight = 20.0
    rivals: Weight = 15.0
    relevance: Weight = 10.0
    placement: Weight = 20.0
    rel: Weight = 15.0
    source: Weight = 15.0
    naturalness: Weight = 10.0
    freshness: Weight = 5.0
    indexability: Weight = 10.0
