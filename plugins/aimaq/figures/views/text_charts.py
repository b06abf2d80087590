"""A chart of a text: a drawing for the indicators of each unit, all over the same time, and their values as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from aimaq.base.slots import Slot
from aimaq.figures.fill.charted import Charted, charted, stated
from aimaq.figures.grammar.dates import format_date, format_period
from aimaq.figures.grammar.numbers import machine
from aimaq.figures.grammar.quantities import range_in_words
from aimaq.figures.ledger import Observation
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.periods import Period, parse_date
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.chart_marker import ChartMarker
from aimaq.figures.views.chart_points import axis_label, change_notes, plotted, value_label
from aimaq.figures.views.chart_scale import TimeAxis
from aimaq.figures.views.charts import Chart, Plotted, chart
from aimaq.figures.views.views import FigureView, ThemeViews

__all__ = ["Panel", "Series", "TextChart", "described", "drawings", "render_chart", "text_chart"]


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator of a chart; ``number`` is that of its line, 0 where it is drawn alone."""

    number: int
    f: FigureView


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing, of the indicators that have one unit; ``description`` says in words what it shows."""

    number: int
    series: tuple[Series, ...]
    chart: Chart
    description: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in the table of a chart, and the plan that there was for its period ("" for none).

    ``at`` and ``plan_at`` say which figure it is, as after ``@`` in a marker. ``range`` has the bounds of an estimate.
    """

    key: str
    label: str
    value: str
    text: str
    status: str
    at: str
    plan: str = ""
    plan_text: str = ""
    plan_at: str = ""
    range: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table has of a period: a cell for each indicator, None where it has no value."""

    period: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class TextChart:
    """A chart of a text in one language, for the templates ``figures/text-chart.html`` and its like.

    ``description`` says in words what a reader sees of all drawings. ``day`` is that of the text if the chart is of
    it, else ""; ``is_past`` says that the ledger has other values by now. ``changes`` say since when something else is
    counted, ``statuses`` are those of the legend, and ``places`` the names of all periods. ``csv`` and ``picture`` are
    root-relative, ``picture_url`` is absolute.
    """

    name: str
    title: str
    description: str
    series: tuple[Series, ...]
    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    changes: tuple[str, ...]
    statuses: tuple[str, ...]
    places: list[str]
    day: str
    is_past: bool
    csv: str
    picture: str
    picture_url: str


def render_chart(views: ThemeViews, name: str, marker: ChartMarker, slot: Slot) -> str:
    """Return a chart of a text by the theme's ``figures/<name>``, which gets it as ``t``."""
    return views.data.templates.render(name, slot.lang, t=text_chart(views, marker, slot.lang, slot.date))


def text_chart(views: ThemeViews, marker: ChartMarker, lang: str, published: str) -> TextChart:
    """Return the chart of a text of an ISO date, "" for a page; raise ``MarkerError`` for one without values."""
    data = views.data
    shown = charted(data.printer, marker, published)
    is_dated = marker.pinned and bool(published)
    now = charted(data.printer, replace(marker, live=True)) if is_dated else shown
    name = marker.name(published)
    panels = tuple(_panels(views, shown, lang))
    picture = data.publication.chart(name, f"{lang}.svg")
    return TextChart(
        name=name,
        title="; ".join(each.indicator.label[lang] for each in shown),
        description=" ".join([f"{data.catalogs[lang].gettext('Chart')}.", *(each.description for each in panels)]),
        series=tuple(series for panel in panels for series in panel.series),
        panels=panels,
        rows=tuple(_rows(data, panels, shown, lang, PUBLISHED if is_dated else "")),
        changes=tuple(
            f"{each.indicator.label[lang]}, {note}" if len(shown) > 1 else note
            for each in shown
            for note in change_notes(each, lang)
        ),
        statuses=tuple(dict.fromkeys(status for panel in panels for status in panel.chart.statuses)),
        places=[axis_label(lang, period) for period in _periods(shown)],
        day=format_date(parse_date(published), lang) if is_dated else "",
        is_past=stated(now) != stated(shown),
        csv=data.publication.chart(name, "csv"),
        picture=picture,
        picture_url=data.publication.absolute(picture),
    )


def drawings(
    data: PublishedLedger, shown: Sequence[Charted], lang: str, *, height: float = 0, width: float = 0
) -> Iterator[tuple[list[tuple[int, Charted]], list[Plotted], Chart]]:
    """Yield the indicators of each unit with the numbers of their lines, their points, and the drawing of these.

    All drawings are over the same time. ``height`` and ``width`` are those of a picture, in em.
    """
    axis = TimeAxis.of([seen.period for each in shown for seen in each.observations])
    by_unit: list[list[Charted]] = []
    for each in shown:
        own = next((unit for unit in by_unit if unit[0].indicator.unit == each.indicator.unit), None)
        if own is None:
            by_unit.append([each])
        else:
            own.append(each)
    numbers = count(1)
    panels = [[(next(numbers) if len(own) > 1 else 0, each) for each in own] for own in by_unit]
    points = [
        [point for number, each in own for point in plotted(data, each, lang, number, named=len(shown) > 1)]
        for own in panels
    ]
    draw = partial(chart, format_value=partial(value_label, lang), height=height, width=width)
    changes = [{change.since.first for _, each in own for _, change in each.changes} for own in panels]
    drawn = [draw(each, changes=days) for each, days in zip(points, changes, strict=True)]
    if len(drawn) > 1:
        widest = max(each.axis for each in drawn)
        shared = partial(draw, axis=axis, axis_width=widest)
        drawn = [shared(each, changes=days) for each, days in zip(points, changes, strict=True)]
    yield from zip(panels, points, drawn, strict=True)


def _panels(views: ThemeViews, shown: Sequence[Charted], lang: str) -> Iterator[Panel]:
    for place, (numbered, _, drawing) in enumerate(drawings(views.data, shown, lang), start=1):
        series = tuple(Series(number, views.figure(each.indicator.key, lang)) for number, each in numbered)
        yield Panel(place, series, drawing, " ".join(described(views.data, each, lang) for _, each in numbered))


def _rows(data: PublishedLedger, panels: Sequence[Panel], shown: Sequence[Charted], lang: str, pin: str) -> list[Row]:
    by_key = {each.indicator.key: each for each in shown}
    ordered = [by_key[series.f.key] for panel in panels for series in panel.series]
    found = [{seen.period: seen for seen in each.observations} for each in ordered]
    return [
        Row(
            format_period(period.text, lang),
            tuple(
                _cell(data, each, own[period], lang, pin) if period in own else None
                for each, own in zip(ordered, found, strict=True)
            ),
        )
        for period in _periods(shown)
    ]


def _periods(shown: Sequence[Charted]) -> list[Period]:
    return sorted({seen.period for each in shown for seen in each.observations})


def _cell(data: PublishedLedger, shown: Charted, seen: Observation, lang: str, pin: str) -> Cell:
    def at(*words: str) -> str:
        return " ".join(filter(None, (seen.period.text, *words, pin)))

    amount = partial(data.printer.amount, shown.indicator)
    cell = Cell(
        shown.indicator.key,
        shown.indicator.label[lang],
        machine(seen.value),
        amount(seen.value, lang),
        seen.status.value,
        at(),
        range=data.printer.range(shown.indicator, seen, lang),
    )
    if plan := shown.plans.get(seen.period.text):
        cell = replace(
            cell,
            plan=machine(plan.value),
            plan_text=amount(plan.value, lang),
            plan_at=at("plan"),
        )
    return cell


def described(data: PublishedLedger, shown: Charted, lang: str) -> str:
    """Return in words what is drawn of an indicator: its first, newest and extreme values, and its newest plan."""
    catalog, seen = data.catalogs[lang], shown.observations

    def named(name: str, each: Observation) -> str:
        # The messages of states are those of components/status-label.html.
        beside = [period(each), *([catalog.gettext(each.status.value)] if each.status.is_said else [])]
        if each.range:
            beside.append(range_in_words(each.range.low, each.range.high, lang, shown.indicator.decimals))
        return f"{name}: {data.printer.amount(shown.indicator, each.value, lang)} ({', '.join(beside)})"

    def period(each: Observation) -> str:
        return format_period(each.period.text, lang)

    known = [each for each in seen if not each.is_plan] or list(seen)
    parts = [named(catalog.gettext("newest value"), known[-1])]
    if len(known) > 1:
        parts.insert(0, named(catalog.gettext("first value"), known[0]))
    if len(known) > 2:
        parts.append(named(catalog.gettext("highest value"), max(known, key=lambda each: each.value)))
        parts.append(named(catalog.gettext("lowest value"), min(known, key=lambda each: each.value)))
    if seen[-1].is_plan and seen[-1] is not known[-1]:
        parts.append(named(catalog.gettext("newest plan"), seen[-1]))
    return f"{shown.indicator.label[lang]}: {'; '.join(parts)}."
