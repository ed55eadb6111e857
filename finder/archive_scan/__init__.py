"""Web archives gone through for a campaign: the same reading of pages as in a crawl, without any request.

What an archive says is a hint. A page found in one is looked at live before anything about it is a lead.
"""

from __future__ import annotations

from finder.archive_scan.one_file import FileScan, scan_file
from finder.archive_scan.scanner import Scanner
from finder.archive_scan.sought import Sought
from finder.hints import Hint, What

__all__ = ["FileScan", "Hint", "Scanner", "Sought", "What", "scan_file"]
