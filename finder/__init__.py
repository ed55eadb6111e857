"""finder: an outreach opportunity finder built on Scrapy."""

__version__ = "0.1.0"
