"""Readers of suppliers' files."""
