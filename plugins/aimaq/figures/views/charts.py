"""The geometry of charts and sparklines: the position of each mark. The templates decide how it looks.

A chart is drawn at build time, without a script, and has to fit a phone and a desktop with text of the same size. So
horizontal positions are percentages of the width, and vertical ones CSS pixels. SVG paths take no percentages; they are
in a box of :data:`FIELD` units that the template stretches.

The value axis always contains zero, so that lengths can be compared. Observations are joined in the order of their
dates; a segment that starts or ends at a plan belongs to a separate stroke. Values stay :class:`~decimal.Decimal` until
they become positions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby, pairwise
from operator import itemgetter

__all__ = ["Chart", "Mark", "Plotted", "SparkMark", "Sparkline", "Stroke", "Tick", "chart", "nice_ticks", "sparkline"]

#: Width, in units, of the box that strokes are drawn in; one unit is a tenth of a per cent.
FIELD = 1000
#: Height of a chart in CSS pixels, axis labels included; the second is that of a chart with a single observation.
HEIGHT, LONE_HEIGHT = 320, 200
#: Room above the highest tick, for a label, and under the lowest, for the dates, in CSS pixels.
TOP, FOOT = 44, 40
#: Position of the first date and of the last, in per cent: their labels need room.
LEFT, RIGHT = 9.0, 93.0
#: Width and height of a sparkline.
SPARKLINE = (240, 48)
#: With more observations than this, stems or dots are left out.
STEMS_UP_TO, DOTS_UP_TO = 12, 60
#: Least distance between two labelled observations, in per cent: the width of "10 379" on a phone.
LABEL_GAP = 17.0
#: The most years that have labels: as many as fit on a phone.
YEAR_LABELS = 7


@dataclass(frozen=True, slots=True)
class Plotted:
    """One observation to draw.

    ``label`` is the value as the edition prints it, beside the mark where there is room; ``title`` the mark's tooltip.
    ``when`` names its period on the axis, where the observations are too close for years.
    """

    day: date
    value: Decimal
    status: str = "actual"
    label: str = ""
    title: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale: its position (px down for values, per cent across for dates) and its label."""

    position: float
    label: str
    label_y: float
    align: str = "start"
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An observation's position: ``x`` in per cent, ``y`` in px.

    ``label`` is "" where it would overlap another; ``align`` is its SVG ``text-anchor``.
    """

    x: float
    y: float
    status: str
    label: str
    title: str
    align: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A run of joined observations, as SVG path data in FIELD units across and px down."""

    path: str
    plan: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template needs to draw the chart. Without ``marks`` there is nothing to draw.

    ``ground`` is the position of zero and ``floor`` that of the date axis, both in px; ``floor`` is below ``ground`` if
    values are negative. ``statuses`` are those that occur, for the legend.
    """

    height: int
    ground: float
    floor: int
    field: int
    marks: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]
    values: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    statuses: tuple[str, ...]
    stems: bool
    dots: bool


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


def nice_ticks(low: Decimal, high: Decimal, about: int = 4) -> tuple[Decimal, ...]:
    """Return round values, evenly spaced by 1, 2 or 5 times a power of ten, that enclose both ends and zero.

    There are at least two of them, and hardly more than twice ``about``.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return Decimal(0), Decimal(1)
    rough = (high - low) / about
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    values = (step * (first + n) for n in range(int(last - first) + 1))
    # Without the exponent that ``scaleb`` leaves: 1E+3 would be printed like that.
    return tuple(each.quantize(Decimal(1)) if each == each.to_integral_value() else each.normalize() for each in values)


def chart(
    points: Sequence[Plotted],
    *,
    format_value: Callable[[Decimal], str] = str,
    height: int | None = None,
    label_gap: float = LABEL_GAP,
) -> Chart:
    """Lay out the observations, in any order, on a time axis to scale.

    ``format_value`` makes the labels of the value axis in the edition's language. ``height`` is a fixed height in px;
    ``label_gap`` is the least distance between two labelled observations, in per cent.
    """
    ordered = sorted(points, key=lambda point: point.day)
    height = height or (HEIGHT if len(ordered) > 1 else LONE_HEIGHT)
    floor = height - FOOT
    if not ordered:
        return Chart(height, floor, floor, FIELD, (), (), (), (), (), False, False)
    ticks = nice_ticks(min(p.value for p in ordered), max(p.value for p in ordered), about=4 if len(ordered) > 1 else 2)
    first, last = ordered[0].day, ordered[-1].day

    def across(day: date) -> float:
        if first == last:
            return (LEFT + RIGHT) / 2
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days, 2)

    def down(value: Decimal) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(floor - (floor - TOP) * float(share), 1)

    places = [(across(point.day), down(point.value)) for point in ordered]
    labelled = _labelled([x for x, _ in places], label_gap)
    ground = down(Decimal(0))
    return Chart(
        height=height,
        ground=ground,
        floor=floor,
        field=FIELD,
        marks=tuple(
            Mark(
                x=x,
                y=y,
                status=point.status,
                label=point.label if shown else "",
                title=point.title or point.label,
                align=_align(x),
                label_y=round(y - 14 if y <= ground else y + 24, 1),
            )
            for point, (x, y), shown in zip(ordered, places, labelled, strict=True)
        ),
        strokes=tuple(_strokes([(x * FIELD / 100, y) for x, y in places], [p.status == "plan" for p in ordered])),
        values=tuple(
            Tick(down(tick), format_value(tick), round(down(tick) - 6, 1), is_zero=tick == 0) for tick in ticks
        ),
        dates=tuple(
            # A year is short enough to be centred under its tick.
            Tick(across(day), label, floor + 26, "middle" if label == str(day.year) else _align(across(day)))
            for day, label in _dates(ordered[0], ordered[-1])
        ),
        statuses=tuple(dict.fromkeys(point.status for point in ordered)),
        stems=len(ordered) <= STEMS_UP_TO,
        dots=len(ordered) <= DOTS_UP_TO,
    )


def sparkline(points: Sequence[Plotted]) -> Sparkline:
    """Lay out the observations without text."""
    width, height = SPARKLINE
    ordered = sorted(points, key=lambda point: point.day)
    margin = 4.0
    if not ordered:
        return Sparkline(width, height, height - margin, "", (), ())
    low = min(Decimal(0), *(point.value for point in ordered))
    high = max(Decimal(0), *(point.value for point in ordered))
    days = (ordered[-1].day - ordered[0].day).days

    def down(value: Decimal) -> float:
        share = (value - low) / (high - low) if high > low else Decimal(0)
        return round(height - margin - (height - 2 * margin) * float(share), 1)

    places = [
        (round(margin + (width - 2 * margin) * ((p.day - ordered[0].day).days / days if days else 1), 1), down(p.value))
        for p in ordered
    ]
    plans = [point.status == "plan" for point in ordered]
    known = [place for place, plan in zip(places, plans, strict=True) if not plan]
    ground = down(Decimal(0))
    area = f"M{known[0][0]:g} {ground:g}L{_path(known)}V{ground:g}Z" if len(known) > 1 else ""
    few = len(ordered) <= STEMS_UP_TO
    return Sparkline(
        width=width,
        height=height,
        ground=ground,
        area=area,
        strokes=tuple(_strokes(places, plans)),
        marks=tuple(
            SparkMark(x, y, plan)
            for number, ((x, y), plan) in enumerate(zip(places, plans, strict=True), start=1)
            if few or number == len(places)
        ),
    )


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:g} {y:g}" for x, y in places)


def _strokes(places: Sequence[tuple[float, float]], plans: Sequence[bool]) -> Iterator[Stroke]:
    """Join neighbours; a segment that starts or ends at a plan belongs to a plan's stroke."""
    segments = zip(pairwise(places), map(any, pairwise(plans)), strict=True)
    for plan, run in groupby(segments, key=itemgetter(1)):
        (first, second), *others = (segment for segment, _ in run)
        yield Stroke(f"M{_path([first, second, *(end for _, end in others)])}", plan)


def _labelled(xs: Sequence[float], gap: float) -> list[bool]:
    """Choose the marks that show their value: the latest, then each earlier one that leaves enough room."""
    chosen = [False] * len(xs)
    limit = float("inf")
    for index in reversed(range(len(xs))):
        if limit - xs[index] >= gap:
            chosen[index], limit = True, xs[index]
    return chosen


def _align(x: float) -> str:
    return "start" if x < LEFT + 3 else "end" if x > RIGHT - 3 else "middle"


def _dates(first: Plotted, last: Plotted) -> Iterator[tuple[date, str]]:
    """Label each year at its first of January; with fewer than two, label the first and the last observation."""
    years = range(first.day.year + 1, last.day.year + 1)
    if len(years) < 2:
        yield from {each.day: each.when for each in (first, last)}.items()
        return
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if len(years) / step <= YEAR_LABELS)
    yield from ((date(year, 1, 1), str(year)) for year in years if year % step == 0)
