"""What agreements are worth: weights from a file, evidence for each page, the chance that it is right.

The model is a multinomial logit with the outside option "none of them" (McFadden 1974). A page's evidence is
the sum of what the groups of the query say for it, and a group that is there but does not agree speaks
against it::

    evidence(page) = base + sum over groups (present + sum over features curve(feature))
    chance(page)   = exp(evidence(page)) / (1 + sum over candidates exp(evidence))

Every curve rises: no agreement ever counts against a page. It is a line of three pieces, one for each third
of 0-1; the file has what each third is worth.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from math import inf, isfinite
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from finder.matching.features import FEATURES, WEIGHED_AS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finder.matching.comparing import Features
    from finder.matching.sparse import Floats

    Curve = tuple[float, float, float]

PIECES: Final = 3


class BrokenWeightsError(Exception):
    """A file of weights is not what it should be; says how, in one line."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each group and feature is worth in evidence (natural logarithm of odds).

    ``present`` is at most 0, for a group that is there at all; ``curves`` are at least 0. ``min_score`` is
    the chance from which on a page is offered, ``language`` what a page in another language loses.
    """

    base: float
    min_score: float
    language: float
    present: Mapping[str, float]
    curves: Mapping[str, Mapping[str, Curve]]

    @classmethod
    def shipped(cls) -> Self:
        """Those that come with finder."""
        return cls.of(tomllib.loads(files("finder.matching").joinpath("weights.toml").read_text("utf-8")))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Those of a file. Raises ``OSError`` or :class:`BrokenWeightsError`."""
        try:
            return cls.of(tomllib.loads(path.read_text("utf-8")))
        except (ValueError, TypeError, AttributeError, OverflowError) as error:
            raise BrokenWeightsError(f"not a file of weights: {error}") from error
        except KeyError as error:
            raise BrokenWeightsError(f"not a file of weights: it lacks {error}") from error

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> Self:
        """From the tables of a file such as ``weights.toml``. Raises ``KeyError`` or ``ValueError``."""
        groups: Mapping[str, Mapping[str, Any]] = tables["groups"]
        if strange := groups.keys() - FEATURES.keys():
            raise ValueError(f"there is no group {min(strange)}")
        return cls(
            base=_number("base", tables["base"]),
            min_score=_number("min_score", tables["min_score"], 0.0, 1.0),
            language=_number("language", tables["language"], highest=0.0),
            present={
                group: _number(f"{group}.present", rest["present"], highest=0.0)
                for group, rest in groups.items()
            },
            curves={
                group: {name: _curve(group, name, rest[name]) for name in rest if name != "present"}
                for group, rest in groups.items()
            },
        )

    @classmethod
    def flat(cls) -> Self:
        """Those that know nothing yet, to start learning from."""
        return cls(base=-4.0, min_score=0.5, language=-1.5, present={}, curves={})

    def as_toml(self) -> str:
        """The text of a file that :meth:`of` reads, rounded to what matters."""
        lines = [f"{name} = {getattr(self, name):.3f}" for name in ("base", "min_score", "language")]
        for group, curves in self.curves.items():
            lines += ["", f"[groups.{group}]", f"present = {self.present[group]:.3f}"]
            lines += [
                f"{name} = [{', '.join(f'{value:.3f}' for value in curve)}]" for name, curve in curves.items()
            ]
        return "\n".join(lines) + "\n"

    def evidence(self, group: str, features: Features) -> Floats:
        """What a group says for each page, over and above the base."""
        weighed_as = WEIGHED_AS.get(group, group)
        present, curves = self.present.get(weighed_as, 0.0), self.curves.get(weighed_as, {})
        if not curves:
            return np.full(len(features["letters"]), present)
        thirds = pieces(np.stack([features[name] for name in curves], axis=1))
        worth = np.array(list(curves.values())).ravel()
        found: Floats = thirds.reshape(len(thirds), -1) @ worth + present
        return found


def pieces(values: Floats) -> Floats:
    """How far values of 0-1 have come in each third, 0-1: one axis more, of three."""
    thirds = values[..., None] * PIECES - np.arange(PIECES)
    found: Floats = np.clip(thirds, 0.0, 1.0)
    return found


def chances(evidence: Floats) -> Floats:
    """The chance that each page is the right one; what is left to 1 is the chance that none is."""
    highest = max(float(evidence.max(initial=0.0)), 0.0)
    each = np.exp(evidence - highest)
    found: Floats = each / (np.exp(-highest) + each.sum())
    return found


def _curve(group: str, name: str, curve: Any) -> Curve:
    if group not in FEATURES or name not in FEATURES[group]:
        raise ValueError(f"there is no {group}.{name}")
    if not isinstance(curve, list) or len(curve) != PIECES:
        raise ValueError(f"{group}.{name} must be {PIECES} numbers, not {curve!r}")
    first, second, third = (_number(f"{group}.{name}", each, 0.0) for each in curve)
    return (first, second, third)


def _number(name: str, value: Any, lowest: float = -inf, highest: float = inf) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{name} must be a number, not {value!r}")
    if not lowest <= value <= highest:
        bounds = " and ".join(
            f"{words} {bound:g}"
            for words, bound in (("at least", lowest), ("at most", highest))
            if isfinite(bound)
        )
        raise ValueError(f"{name} must be {bounds}, not {value:g}")
    return float(value)
