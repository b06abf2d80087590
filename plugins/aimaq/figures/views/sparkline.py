"""A chart without text, for rows and cards: the shape of an indicator's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from aimaq.figures.views.charts import Plotted, Stroke, path, strokes

__all__ = ["SparkMark", "Sparkline", "sparkline"]

#: Width and height of a sparkline.
_SIZE = (240, 48)
_MARGIN = 4.0
#: With more observations than this, only the last one has a mark.
_MARKS_UP_TO = 12


@dataclass(frozen=True, slots=True)
class SparkMark:
    x: float
    y: float
    plan: bool


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A chart without text, in a box of ``width`` by ``height`` units. ``ground`` is the position of zero."""

    width: int
    height: int
    ground: float
    area: str
    strokes: tuple[Stroke, ...]
    marks: tuple[SparkMark, ...]


def sparkline(points: Sequence[Plotted]) -> Sparkline:
    """Lay out the observations without text; only those of one kind of period are joined."""
    width, height = _SIZE
    ordered = sorted(points, key=lambda point: point.period)
    if not ordered:
        return Sparkline(width, height, height - _MARGIN, "", (), ())
    low = min(Decimal(0), *(point.value for point in ordered))
    high = max(Decimal(0), *(point.value for point in ordered))
    days = [point.period.first.toordinal() + point.period.last.toordinal() for point in ordered]
    begin, length = min(days), max(days) - min(days)

    def down(value: Decimal) -> float:
        share = (value - low) / (high - low) if high > low else Decimal(0)
        return round(height - _MARGIN - (height - 2 * _MARGIN) * float(share), 1)

    places = [
        (round(_MARGIN + (width - 2 * _MARGIN) * ((day - begin) / length if length else 1), 1), down(point.value))
        for day, point in zip(days, ordered, strict=True)
    ]
    runs = tuple(strokes(ordered, places))
    last_kind = ordered[-1].period.kind
    known = [
        place
        for place, point in zip(places, ordered, strict=True)
        if point.status != "plan" and point.period.kind == last_kind
    ]
    ground = down(Decimal(0))
    return Sparkline(
        width=width,
        height=height,
        ground=ground,
        area=f"M{known[0][0]:g} {ground:g}L{path(known)}V{ground:g}Z" if len(known) > 1 else "",
        strokes=runs,
        marks=tuple(
            SparkMark(x, y, point.status == "plan")
            for number, ((x, y), point) in enumerate(zip(places, ordered, strict=True), start=1)
            if len(ordered) <= _MARKS_UP_TO or number == len(ordered)
        ),
    )
