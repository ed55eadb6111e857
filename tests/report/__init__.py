"""The report as a file: what it says, and how it looks in a browser."""
