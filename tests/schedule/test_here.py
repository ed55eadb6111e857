"""Spiders as processes of this machine."""

import sys

import pytest

from finder.schedule.here import Here
from finder.schedule.scrapyd import NodeError


def test_a_process_that_cannot_begin_is_said_and_leaves_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    here = Here("acme.toml")
    with pytest.raises(NodeError, match="cannot begin a process: No such file"):
        here.run("contacts", "a", [])
    assert (here.load(), here.is_there("a")) == (0, None)
