"""Measurements of finder on this machine: whole processes on a small, fast web of their own."""
