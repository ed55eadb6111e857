"""Plots as SVG that is as wide as its column and keeps the size of its letters, on a phone as on a desk.

Positions across are in percent and no view box scales them. Colours come from the page's style sheet. A plot
is one picture to a screen reader, with a title and a description; its numbers stand in a table beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import svg
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROW: Final = 42
_COLUMNS_HIGH: Final = 150
_ROUND: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its name; ``tone`` is what it means, a class of the style sheet."""

    label: str
    number: int
    tone: str = "plain"


def bars(name: str, title: str, rows: Sequence[Bar]) -> Markup:
    """Bars below one another, each with its label and number above. ``name`` is unique in the page."""
    most = max((row.number for row in rows), default=0)
    elements: list[svg.Element] = []
    for place, row in enumerate(rows):
        top = place * _ROW
        elements += [
            svg.Text(x=0, y=top + 16, text=_escaped(row.label), class_=["label"]),
            svg.Text(
                x=_percent(100), y=top + 16, text=f"{row.number:,}", class_=["number"], text_anchor="end"
            ),
            _bar(0, 100, top + 23, "track"),
            _bar(0, _share(row.number, most), top + 23, row.tone),
        ]
    return _plot(name, title, _described(rows), len(rows) * _ROW, elements)


def stacked(name: str, title: str, parts: Sequence[Bar]) -> Markup:
    """One bar that the parts of a whole share; their names and numbers stand in a list beside it."""
    whole = sum(part.number for part in parts)
    elements: list[svg.Element] = []
    left = 0.0
    for part in parts:
        width = _share(part.number, whole)
        elements.append(_bar(left, width, 0, part.tone, high=26))
        left += width
    return _plot(name, title, _described(parts), 26, elements)


def columns(name: str, title: str, steps: Sequence[Bar]) -> Markup:
    """Columns side by side on a line, each with its number above and its label below."""
    most, wide = max((step.number for step in steps), default=0), 100 / max(len(steps), 1)
    elements: list[svg.Element] = []
    for place, step in enumerate(steps):
        middle, high = _percent((place + 0.5) * wide), _COLUMNS_HIGH * _share(step.number, most) / 100
        elements += [
            svg.Rect(
                x=_percent(place * wide + wide * 0.1),
                y=round(20 + _COLUMNS_HIGH - high, 1),
                width=_percent(wide * 0.8),
                height=round(high, 1),
                rx=_ROUND,
                class_=["bar", step.tone],
            ),
            svg.Text(
                x=middle,
                y=round(14 + _COLUMNS_HIGH - high, 1),
                text=short(step.number) if step.number else "",
                class_=["number"],
                text_anchor="middle",
            ),
            svg.Text(
                x=middle,
                y=_COLUMNS_HIGH + 38,
                text=_escaped(step.label),
                class_=["label"],
                text_anchor="middle",
            ),
        ]
    line = _COLUMNS_HIGH + 20.5
    elements.append(svg.Line(x1=0, x2=_percent(100), y1=line, y2=line, class_=["axis"]))
    return _plot(name, title, _described(steps), _COLUMNS_HIGH + 46, elements)


def short(number: int) -> str:
    """A number in at most five characters: 9,999, 12k, 3.4M."""
    if number < 10_000:
        return f"{number:,}"
    return f"{number // 1_000}k" if number < 1_000_000 else f"{number / 1_000_000:.1f}M"


def _plot(name: str, title: str, described: str, high: int, elements: list[svg.Element]) -> Markup:
    drawn = svg.SVG(
        width=_percent(100),
        height=high,
        class_=["plot"],
        extra={"role": "img", "aria-labelledby": f"{name}-title {name}-text", "focusable": "false"},
        elements=[
            svg.Title(id=f"{name}-title", text=_escaped(title)),
            svg.Desc(id=f"{name}-text", text=_escaped(described)),
            *elements,
        ],
    )
    return Markup(drawn.as_str())  # noqa: S704 - every text in it went through _escaped


def _bar(left: float, wide: float, top: int, tone: str, high: int = 9) -> svg.Rect:
    return svg.Rect(
        x=_percent(left), y=top, width=_percent(wide), height=high, rx=_ROUND, class_=["bar", tone]
    )


def _share(number: int, whole: int) -> float:
    """What part of a whole, in percent; never so little that nothing is seen."""
    return max(100 * number / whole, 0.6) if number and whole else 0


def _percent(value: float) -> svg.Length:
    return svg.Length(round(value, 2), "%")


def _described(rows: Iterable[Bar]) -> str:
    return ", ".join(f"{row.label} {row.number:,}" for row in rows) or "nothing to show"


def _escaped(text: str) -> str:
    """The library puts texts into its elements as they are."""
    return str(escape(text))
