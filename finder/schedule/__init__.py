"""Runs the tasks of a campaign when they are due: on Scrapyd, or as processes of this machine."""
