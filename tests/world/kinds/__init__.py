"""A seeded world of link targets that misbehave as the real web does, with the truth for each.

    made = build(world, seed=7, per_kind=4)
    made.targets       # what each link leads to: alive, dead or uncertain, and why
    made.seed_pages    # source pages that link to all of them
    made.spellings     # ten spellings of one dead page

One file is a family of kinds, or a few small ones. Two seeds share no host and hardly a text.
"""

from tests.world.kinds.building import KINDS, build, demo
from tests.world.kinds.model import Expected, Kind, Made

__all__ = ["KINDS", "Expected", "Kind", "Made", "build", "demo"]
