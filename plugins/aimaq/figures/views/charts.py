"""The geometry of charts: the position of each mark and label. The templates decide how it looks.

A chart is drawn at build time, without a script, and has to fit a phone and a desktop, with text of any size. So
horizontal positions are percentages of the width, and vertical ones em, which is the size of the chart's text. SVG
paths take neither; they are in a box of :data:`FIELD` units across that the template stretches.

The value axis always contains zero, so that lengths can be compared. What describes days is a level: points that a line
joins. What describes years, quarters or months comes in steps: bars as wide as their period. Several indicators are
lines, each with its number at its end, where a legend and a reader who sees no colours find it. Only observations of
one kind of period are joined, and a segment that starts or ends at a plan belongs to a separate stroke. Values stay
:class:`~decimal.Decimal` until they become positions.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from operator import itemgetter

from aimaq.figures.periods import Period
from aimaq.figures.value_range import ValueRange
from aimaq.figures.views.chart_labels import RIGHT_ROOM, WIDTHS, Align, Box, Wanted, place, spread, width_of
from aimaq.figures.views.chart_ranges import Band, Whisker, ranges
from aimaq.figures.views.chart_scale import TimeAxis, nice_ticks, year_step

__all__ = ["Chart", "End", "Mark", "Planned", "Plotted", "Shape", "Stroke", "Tick", "chart", "path", "strokes"]

#: Width, in units, of the box that strokes are drawn in; one unit is a tenth of a per cent.
FIELD = 1000
#: Height of a chart in em, axis labels included; the second is that of a chart with a single observation.
HEIGHT, LONE_HEIGHT = 20.0, 13.0
#: Room above the highest tick, for a label, and under the lowest, for the dates, in em.
TOP, FOOT = 1.8, 2.1
#: Room between the lowest tick and the dates for the labels of negative values, which hang under them, in em.
SUNK = 1.5
#: With more observations than this, stems, dots or bars are left out.
STEMS_UP_TO, DOTS_UP_TO, BARS_UP_TO = 12, 60, 60
#: Size of a value's label and radius of a dot, in em.
LABEL_SIZE, DOT = 1.1, 0.4
#: Share of its period that a bar leaves free at each side.
BAR_GAP = 0.12
#: The least distance of the numbers at the ends of lines, in em.
_END_APART = 1.15


@dataclass(frozen=True, slots=True)
class Planned:
    """What had been planned for a period whose value has come; ``share`` is the value in per cent of it, "" if none."""

    value: Decimal
    share: str = ""


@dataclass(frozen=True, slots=True)
class Plotted:
    """One observation to draw.

    ``label`` is the value as the edition prints it, beside the mark where there is room; ``title`` says it in
    words, with its period. ``when`` names its period on the axis, where years would say too little. ``series`` is the
    number of its indicator where a chart shows several, and ``part`` how often what is counted had changed by then.
    """

    period: Period
    value: Decimal
    status: str = "actual"
    label: str = ""
    title: str = ""
    when: str = ""
    planned: Planned | None = None
    series: int = 0
    part: int = 0
    range: ValueRange | None = None

    @property
    def run(self) -> tuple[int, int, str]:
        """What a line joins: the values of one indicator, counted in one way, for one kind of period."""
        return self.series, self.part, self.period.kind

    @property
    def drawn(self) -> Iterator[Decimal]:
        """Yield each value for which the drawing needs room."""
        yield self.value
        if self.planned:
            yield self.planned.value
        if self.range:
            yield from (self.range.low, self.range.high)


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis: ``position`` is in em down for values, in per cent across for dates.

    ``step`` is that of :data:`~aimaq.figures.views.chart_labels.WIDTHS` from which it is shown.
    """

    position: float
    label: str
    align: Align = "middle"
    step: int = 0
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A value's dot at ``x``, or its bar from ``left``, ``width`` wide, both in per cent; the others are em.

    ``y`` is the height of the value. ``is_wide`` is a bar in which others stand: a year behind its quarters.
    """

    status: str
    x: float
    y: float
    left: float
    width: float
    top: float
    height: float
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An observation: its shape, that of the plan for its period, its words, its period, and its label.

    The label is "" where there is no room for one; ``align`` is its SVG ``text-anchor``, ``label_y`` its base line in
    em of its own size, which is :data:`LABEL_SIZE`, and ``step`` as in :class:`Tick`.
    """

    shape: Shape
    plan: Shape | None
    title: str
    when: str
    label: str
    align: Align
    label_y: float
    step: int
    series: int = 0

    @property
    def x(self) -> float:
        return self.shape.x


@dataclass(frozen=True, slots=True)
class Stroke:
    """A run of joined observations, as SVG path data in FIELD units across and em down."""

    path: str
    plan: bool
    series: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """The end of a line at ``x`` per cent and ``y`` em, and at ``label_y`` the middle of its number at the edge."""

    series: int
    x: float
    y: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template needs to draw the chart. Without ``marks`` there is nothing to draw.

    ``axis`` is the width of the column with the values' labels, ``ground`` the position of zero and ``floor`` that of
    the date axis, all in em; ``floor`` is below ``ground`` if values are negative. ``notches`` divide the date axis,
    in per cent, and ``breaks`` are where something else begins to be counted. ``statuses`` are those that occur, for
    the legend. ``bands`` and ``whiskers`` are the ranges of estimates. ``share`` is the newest value in per cent of its
    plan, and ``share_of`` its period.
    """

    height: float
    axis: float
    ground: float
    floor: float
    field: int
    marks: tuple[Mark, ...]
    strokes: tuple[Stroke, ...]
    values: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    notches: tuple[float, ...]
    statuses: tuple[str, ...]
    bars: bool
    stems: bool
    dots: bool
    share: str = ""
    share_of: str = ""
    ends: tuple[End, ...] = ()
    breaks: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()
    whiskers: tuple[Whisker, ...] = ()


def chart(
    points: Sequence[Plotted],
    *,
    format_value: Callable[[Decimal], str] = str,
    height: float = 0,
    width: float = 0,
    axis: TimeAxis | None = None,
    axis_width: float = 0,
    changes: Collection[date] = (),
) -> Chart:
    """Lay out the observations, in any order, on a time axis to scale.

    ``format_value`` makes the labels of the value axis in the edition's language. ``height`` and ``width`` are those of
    a picture, axes included, in em; without a width, there are labels for screens of any width. ``axis`` and
    ``axis_width`` are those that several charts share, with the widest of all. ``changes`` are the days from which
    something else is counted.
    """
    ordered = sorted(points, key=lambda point: (point.period, point.series))
    together = len({point.series for point in ordered}) > 1
    height = height or (HEIGHT if len(ordered) > 1 else LONE_HEIGHT)
    floor = round(height - FOOT, 2)
    if not ordered:
        return Chart(height, 0, floor, floor, FIELD, (), (), (), (), (), (), bars=False, stems=False, dots=False)
    drawn = [value for point in ordered for value in point.drawn]
    ticks = nice_ticks(min(drawn), max(drawn), about=4 if len(ordered) > 1 else 2)
    base = floor - SUNK if ticks[0] < 0 else floor
    labels = [format_value(tick) for tick in ticks]
    axis_width = axis_width or round(max(RIGHT_ROOM, *map(width_of, labels)) + 0.6, 2)
    widths = (width - axis_width - RIGHT_ROOM,) if width else WIDTHS
    axis = axis or TimeAxis.of([point.period for point in ordered])
    bars = not together and len(ordered) <= BARS_UP_TO and all(point.period.kind != "day" for point in ordered)

    def down(value: Decimal) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(base - (base - TOP) * float(share), 2)

    ground = down(Decimal(0))

    def shape(point: Plotted, value: Decimal, status: str) -> Shape:
        y, (begin, end) = down(value), axis.edges(point.period)
        gap = (end - begin) * (BAR_GAP / 2 if status == "plan" else BAR_GAP)
        wide = bars and any(each.period != point.period and point.period.contains(each.period) for each in ordered)
        left, wide_bar = (round(begin + gap, 3), round(end - begin - 2 * gap, 3)) if bars else (begin, 0)
        return Shape(status, axis.middle(point.period), y, left, wide_bar, min(y, ground), abs(ground - y), wide)

    shapes = [shape(point, point.value, point.status) for point in ordered]
    plans = [shape(point, point.planned.value, "plan") if point.planned else None for point in ordered]
    reaches = [
        Whisker(axis.middle(each.period), down(each.range.high), down(each.range.low), each.series)
        if each.range
        else None
        for each in ordered
    ]
    bands, lone = ranges(reaches, [None if bars else each.run for each in ordered], FIELD)
    dots = not bars and len(ordered) <= DOTS_UP_TO
    order = _importance(ordered)
    wanted = [
        Wanted(
            shapes[number].x,
            width_of(ordered[number].label, LABEL_SIZE, bold=True),
            _baselines(shapes[number], ground, reaches[number] if reaches[number] in lone else None, bars=bars),
            LABEL_SIZE,
            number,
        )
        for number in order
    ]
    obstacles = [_box(each) for each in shapes] if bars or dots else []
    obstacles += [_box(each) for each in plans if each and dots]
    obstacles += [each.box for each in lone]
    placed = dict(zip(order, place(wanted, obstacles, widths, are_lines=together), strict=True))
    fulfilled = [point for point in ordered if point.planned and point.planned.share]
    return Chart(
        height=height,
        axis=axis_width,
        ground=ground,
        floor=floor,
        field=FIELD,
        marks=tuple(
            Mark(
                shape=shapes[number],
                plan=plans[number],
                title=point.title or point.label,
                when=point.when,
                label=point.label if found else "",
                align=found.align if found else "middle",
                label_y=round(found.baseline / LABEL_SIZE, 2) if found else 0,
                step=found.step if found else 0,
                series=point.series,
            )
            for number, point in enumerate(ordered)
            for found in (placed[number],)
        ),
        strokes=() if bars else tuple(strokes(ordered, [(each.x * FIELD / 100, each.y) for each in shapes])),
        values=tuple(Tick(down(tick), label, is_zero=tick == 0) for tick, label in zip(ticks, labels, strict=True)),
        dates=tuple(_dates(axis, ordered, floor, widths)),
        notches=tuple(axis.year(year)[0] for year in axis.years),
        statuses=tuple(dict.fromkeys([*(p.status for p in ordered), *(each.status for each in plans if each)])),
        bars=bars,
        stems=dots and not together and len(ordered) <= STEMS_UP_TO,
        dots=dots,
        share=fulfilled[-1].planned.share if fulfilled and fulfilled[-1].planned and not together else "",
        share_of=fulfilled[-1].when if fulfilled and not together else "",
        ends=tuple(_ends(ordered, shapes, floor)) if together else (),
        bands=bands,
        whiskers=lone,
        breaks=tuple(axis.across(day) for day in sorted(changes) if axis.first < day <= axis.last),
    )


def path(places: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{x:g} {y:g}" for x, y in places)


def strokes(points: Sequence[Plotted], places: Sequence[tuple[float, float]]) -> Iterator[Stroke]:
    """Join neighbours of one kind of period; a segment that starts or ends at a plan belongs to a plan's stroke.

    What is counted in another way is not joined to what was before.
    """
    kinds = [point.run for point in points]
    for kind in dict.fromkeys(kinds):
        run = [number for number, each in enumerate(kinds) if each == kind]
        segments = [(places[a], places[b], "plan" in (points[a].status, points[b].status)) for a, b in pairwise(run)]
        for plan, joined in groupby(segments, key=itemgetter(2)):
            (first, second, _), *others = joined
            yield Stroke(f"M{path([first, second, *(end for _, end, _ in others)])}", plan, kind[0])


def _ends(points: Sequence[Plotted], shapes: Sequence[Shape], floor: float) -> Iterator[End]:
    """Yield the end of each line, in the order of the indicators, with numbers that do not touch each other."""
    last = {point.series: shape for point, shape in zip(points, shapes, strict=True)}
    heights = spread([shape.y for shape in last.values()], _END_APART, 0.6, floor - 0.6)
    ends = [End(series, shape.x, shape.y, y) for (series, shape), y in zip(last.items(), heights, strict=True)]
    yield from sorted(ends, key=lambda end: end.series)


def _importance(points: Sequence[Plotted]) -> list[int]:
    """Return the numbers of the points in the order in which they get their labels: the current values first."""
    latest = [*reversed(range(len(points)))]
    newest = {points[number].series: number for number in reversed(latest) if points[number].status != "plan"}
    current = sorted(newest.values(), reverse=True)
    values = [point.value for point in points]
    extremes = [values.index(max(values)), 0]
    return list(dict.fromkeys([*current, latest[0], *extremes, *latest]))


def _baselines(shape: Shape, ground: float, whisker: Whisker | None, *, bars: bool) -> tuple[float, ...]:
    """Return where a value's label may stand: beyond the end of its bar or its whisker, above its dot or below it."""
    near = 0.4 if bars else DOT + 0.5
    above, below = shape.y - near, shape.y + near + 0.8 * LABEL_SIZE
    if whisker:
        above, below = min(above, whisker.top - 0.4), max(below, whisker.bottom + 0.4 + 0.8 * LABEL_SIZE)
    if bars:
        return (above,) if shape.y <= ground else (below,)
    # Nothing may hang into the dates.
    return (above, below) if shape.y <= ground - 2 else (above,) if shape.y <= ground else (below, above)


def _box(shape: Shape) -> Box:
    """Return what a label must not stand on; a bar in which others stand is pale, and may be written on."""
    if shape.width and shape.is_wide:
        return Box((0, 0), (0, 0), 0, 0)
    if shape.width:
        return Box((shape.left, 0), (shape.left + shape.width, 0), shape.top, shape.top + shape.height)
    return Box((shape.x, -DOT), (shape.x, DOT), shape.y - DOT, shape.y + DOT)


def _dates(axis: TimeAxis, points: Sequence[Plotted], floor: float, widths: Sequence[float]) -> Iterator[Tick]:
    """Label years in their middle, counted back from the newest; within a single one, the first and the last period."""
    baseline = floor + 1.4
    if not axis.years:
        ends = {axis.middle(each.period): each.when for each in (points[-1], points[0])}
        wanted = [Wanted(x, width_of(label), (baseline,)) for x, label in ends.items()]
        for (x, label), found in zip(ends.items(), place(wanted, (), widths), strict=True):
            if found:
                yield Tick(x, label, found.align, found.step)
        return
    last, count = axis.years[-1], len(axis.years)
    steps = [year_step(count, width / (width_of(str(last)) + 0.5)) for width in widths]
    for year in axis.years:
        shown = [number for number, step in enumerate(steps) if (last - year) % step == 0]
        if shown:
            yield Tick(axis.year(year)[1], str(year), step=shown[0])
