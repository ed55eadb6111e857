"""A small web of our own on loopback: real sockets, real names, real certificates, real misbehaviour.

    with World() as world:
        site = world.site("blog.example")
        site.page("/list", "<h1>Harbours</h1><a href='http://gone.example/'>the old guide</a>")
        site.answer("/rude", Reset())
        ...                                    # finder crawls with world.settings()
        assert len(world.requests("blog.example", "/list")) == 1

URLs of the world carry no port; ``World.settings()`` tells finder where names and ports lead to.
"""

from tests.world.answers import Answer, Behaviour, Request, Wire
from tests.world.log import Record
from tests.world.misbehaviour import (
    BadHeaders,
    ConsentLoop,
    Drip,
    Endless,
    Garbage,
    GzipBomb,
    HangUp,
    HeadDiffers,
    Huge,
    Interim,
    Later,
    Pieces,
    Reset,
    Sequence,
    Silent,
    Truncated,
)
from tests.world.site import Site
from tests.world.world import World

__all__ = [
    "Answer",
    "BadHeaders",
    "Behaviour",
    "ConsentLoop",
    "Drip",
    "Endless",
    "Garbage",
    "GzipBomb",
    "HangUp",
    "HeadDiffers",
    "Huge",
    "Interim",
    "Later",
    "Pieces",
    "Record",
    "Request",
    "Reset",
    "Sequence",
    "Silent",
    "Site",
    "Truncated",
    "Wire",
    "World",
]
