"""The demonstration: a small web of sailing sites on loopback, and finder let loose on it."""
