"""How good a lead is: named parts between 0 and 1, each with its reason in words. Pure."""

from finder.quality.facts import Facts, Field
from finder.quality.part import Part
from finder.quality.parts import PARTS, parts_of, score_of, why_of
from finder.quality.risk import Risk, risk_of

__all__ = ["PARTS", "Facts", "Field", "Part", "Risk", "parts_of", "risk_of", "score_of", "why_of"]
