"""A bar chart as SVG, with a logarithmic scale: the builds differ by factors, not by seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Bar", "bars"]

WIDTH, LEFT, RIGHT, ROW, GAP, TOP = 760, 130, 70, 20, 30, 44
#: Okabe and Ito's colours, which people with any colour vision can tell apart.
COLOURS = ("#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7")


@dataclass(frozen=True, slots=True)
class Bar:
    """A named value above zero."""

    name: str
    value: float


def bars(title: str, groups: Mapping[str, Sequence[Bar]]) -> str:
    """Return the chart: one group of bars below another, each bar with its value beside it."""
    values = [bar.value for group in groups.values() for bar in group] or [1.0]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    names = list(dict.fromkeys(bar.name for group in groups.values() for bar in group))

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts, y = [], TOP
    for name, group in groups.items():
        parts.append(f'<text x="8" y="{y + 12}" font-weight="bold">{escape(name)}</text>')
        y += ROW
        for bar in group:
            colour = COLOURS[names.index(bar.name) % len(COLOURS)]
            width = max(1.0, x(bar.value) - LEFT)
            parts.append(f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(bar.name)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{ROW - 5}" fill="{colour}"/>')
            parts.append(f'<text x="{LEFT + width + 6:.1f}" y="{y + 12}">{bar.value:.3g} s</text>')
            y += ROW
        y += GAP - ROW
    lines = []
    for power in range(low, high + 1):
        at = x(10.0**power)
        lines.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 10}" y2="{y}" stroke="#ddd"/>')
        lines.append(f'<text x="{at:.1f}" y="{y + 14}" text-anchor="middle" fill="#555">{10.0**power:g}</text>')
    height = y + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="8" y="20" font-size="14" font-weight="bold">{escape(title)}</text>\n'
        + "\n".join([*lines, *parts])
        + "\n</svg>\n"
    )
