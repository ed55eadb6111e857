"""Which of our own pages fits a dead link or a mention, and why. "None" is an ordinary answer."""

from finder.matching.index import OwnPageIndex
from finder.matching.model import BrokenWeightsError, Weights
from finder.matching.query import Query

__all__ = ["BrokenWeightsError", "OwnPageIndex", "Query", "Weights"]
