"""What a chart's drawing shows: its scales, marks, lines and labels, each at the place that its value has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from aimaq.verify.charts.charted_values import Row, Said, TimeScale, is_period
from aimaq.verify.values.printed_numbers import digits_in, first_number, is_known

__all__ = ["Drawing", "drawings_wrongly", "points_of", "ranges_of"]

#: How far from its place something may stand, since places are rounded: in per cent across, and in em down.
_ACROSS: Final = 0.1
_DOWN: Final = 0.05
_PAIR: Final = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing: positions are in per cent across and in em down.

    ``ticks`` are the labels of values by their height, ``dates`` and ``labels`` those of days and marks by their place.
    ``bars`` have a place, a top and a bottom, ``dots`` and ``lines`` are points. ``points`` say marks in words.
    ``numbers`` are pairs: the number of a line, and what stands at its end.
    """

    ticks: list[tuple[float, str]] = field(default_factory=list)
    dates: list[tuple[float, str]] = field(default_factory=list)
    labels: list[tuple[float, str]] = field(default_factory=list)
    bars: list[tuple[float, float, float]] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    lines: list[tuple[float, float]] = field(default_factory=list)
    points: list[tuple[float, str]] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[tuple[float, float, float]] = field(default_factory=list)


def points_of(path: str) -> list[tuple[float, float]]:
    """Return the points of a path of lines, or of a translation."""
    return [(float(x), float(y)) for x, y in _PAIR.findall(path)]


def ranges_of(points: Sequence[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Return the ranges that a band shows, by its points: all highest values, and back along the lowest."""
    half = len(points) // 2
    return [(x, top, bottom) for (x, top), (_, bottom) in zip(points[:half], reversed(points[half:]), strict=False)]


def drawings_wrongly(
    drawings: Sequence[Drawing],
    panels: Sequence[Sequence[Row]],
    rows: Sequence[Row],
    said: Said,
    *,
    is_named: bool = False,
) -> Iterator[tuple[str, str]]:
    """Yield what drawings show wrongly, and what is right: each has a panel's rows, and all have the days of ``rows``.

    The points of drawings that are ``is_named`` name indicators.
    """
    if len(drawings) != len(panels):
        yield f"{len(drawings)} drawings", f"{len(panels)} are right"
    for drawing, shown in zip(drawings, panels, strict=False):
        yield from _drawn_wrongly(drawing, shown, TimeScale.of(rows), said, is_named=is_named)


def _drawn_wrongly(
    drawing: Drawing, rows: Sequence[Row], scale: TimeScale, said: Said, *, is_named: bool
) -> Iterator[tuple[str, str]]:
    for x, text in drawing.labels:
        if not any(said.is_value(row, text) for row in rows if _is_at(x, row, scale)):
            yield text, _wanted(x, rows, scale)
    for x, text in drawing.dates:
        if not _is_date(x, text, rows, scale):
            yield text, "another day stands at that place"
    for number, text in drawing.numbers:
        if number != text:
            yield text, f"it stands at the end of line {number}"
    yield from _said_wrongly(drawing, rows, scale, said, is_named=is_named)
    if is_known(said.lang):
        yield from _placed_wrongly(drawing, rows, scale, said)


def _said_wrongly(
    drawing: Drawing, rows: Sequence[Row], scale: TimeScale, said: Said, *, is_named: bool
) -> Iterator[tuple[str, str]]:
    left = list(rows)
    for x, text in drawing.points:
        found = [row for row in left if _is_at(x, row, scale) and said.is_point(row, text, is_named=is_named)]
        if found:
            left.remove(found[0])
        else:
            yield text, _wanted(x, rows, scale)
    if drawing.points:
        yield from ((f"nothing is said of {row.period}", f"the log has {row}") for row in left)


def _placed_wrongly(drawing: Drawing, rows: Sequence[Row], scale: TimeScale, said: Said) -> Iterator[tuple[str, str]]:
    """Yield what does not stand at the height that its value has between the labels of the axis."""
    ticks = [(y, first_number(text, said.lang)[0]) for y, text in drawing.ticks]
    known = [(y, value) for y, value in ticks if value is not None]
    if len(known) < len(ticks) or len(ticks) < 2 or known[0][1] == known[-1][1]:
        yield " ".join(text for _, text in drawing.ticks) or "no values at the axis", "an axis has several numbers"
        return
    (low, least), (high, most) = known[0], known[-1]

    def down(value: Decimal) -> float:
        return low + (high - low) * float((value - least) / (most - least))

    for (y, value), (_, text) in zip(known, drawing.ticks, strict=True):
        if abs(y - down(value)) > _DOWN:
            yield text, "the axis has another number at that height"
    if len({after - before for (_, before), (_, after) in pairwise(known)}) > 1 or 0 not in [
        value for _, value in known
    ]:
        yield " ".join(text for _, text in drawing.ticks), "the numbers of an axis have equal steps, and zero is one"
    ground = down(Decimal(0))
    points = [(scale.middle(row.period), down(row.value)) for row in rows]
    plans = [(scale.middle(row.period), down(row.plan)) for row in rows if row.plan is not None]
    bars = [(x, min(y, ground), max(y, ground)) for x, y in (*points, *plans)]
    ranges = [(scale.middle(row.period), *map(down, reversed(row.bounds))) for row in rows if row.range]
    if ranges and not drawing.ranges:
        yield "no range", f"{len(ranges)} are to be drawn"
    yield from _left_over(drawing.ranges, ranges)
    yield from _left_over(drawing.bars, bars)
    yield from _left_over(drawing.dots, [*points, *plans])
    for point in drawing.lines:
        if not any(_is_near(point, each) for each in points):
            yield f"a line at {point[0]:.1f} % and {point[1]:.2f} em", "no value has that place"


def _left_over(drawn: Sequence[tuple[float, ...]], wanted: Sequence[tuple[float, ...]]) -> Iterator[tuple[str, str]]:
    """Yield each mark that no value has, and, where there are marks, each value that has none."""
    left = list(wanted)
    for mark in drawn:
        found = [each for each in left if _is_near(mark, each)]
        if found:
            left.remove(found[0])
        else:
            yield f"a mark at {mark[0]:.1f} % and {mark[1]:.2f} em", "no value or plan has that place"
    if drawn and left:
        yield f"{len(drawn)} marks", f"{len(wanted)} values and plans are to be drawn"


def _is_near(found: tuple[float, ...], wanted: tuple[float, ...]) -> bool:
    across, *down = (abs(one - other) for one, other in zip(found, wanted, strict=True))
    return across <= _ACROSS and all(each <= _DOWN for each in down)


def _is_at(x: float, row: Row, scale: TimeScale) -> bool:
    return abs(scale.middle(row.period) - x) <= _ACROSS


def _wanted(x: float, rows: Sequence[Row], scale: TimeScale) -> str:
    return "the log has " + ("; ".join(str(row) for row in rows if _is_at(x, row, scale)) or "nothing at that place")


def _is_date(x: float, text: str, rows: Sequence[Row], scale: TimeScale) -> bool:
    if not scale.years:
        return any(is_period(row.period, text) for row in rows if _is_at(x, row, scale))
    [year] = digits_in(text) or [""]
    return int(year or 0) in scale.years and abs(scale.middle(year) - x) <= _ACROSS
