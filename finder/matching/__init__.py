"""Which of our own pages fits a dead link or a mention, and why. "None" is an ordinary answer."""

from finder.matching.index import DEFAULT_MIN_SCORE, OwnPageIndex
from finder.matching.query import Query

__all__ = ["DEFAULT_MIN_SCORE", "OwnPageIndex", "Query"]
