"""Backlink exports of other tools: one reader per supplier."""
