"""Why Search Console gives no answer, in words for who can mend it."""

from __future__ import annotations


class SearchConsoleError(Exception):
    """The text is one line: what is wrong and what to do about it."""


class QuotaError(SearchConsoleError):
    """Google answers no more for now; the text says when to go on."""


class NetworkError(SearchConsoleError):
    """Google's server cannot be reached."""


class PageError(SearchConsoleError):
    """Google does not inspect one page; others may be asked for. The text is Google's reason."""
