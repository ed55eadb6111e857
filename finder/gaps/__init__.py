"""What to write next: dead targets that no page of ours fits, put together by what they are about."""

from finder.gaps.asset import PAGE
from finder.gaps.target import GapLead, GapTarget, gap_targets
from finder.gaps.topic import Member, Topic, topics

__all__ = ["PAGE", "GapLead", "GapTarget", "Member", "Topic", "gap_targets", "topics"]
