"""Charts as pictures, of an indicator and of a text: SVG without a script, for other sites, feeds and PDFs.

This module computes the positions; the theme's ``figures/chart.svg`` draws the parts. All sizes are fixed, and every
position is in pixels: programs that make PDFs and mail know less of SVG than browsers do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from aimaq.figures.fill.charted import Charted, charted
from aimaq.figures.grammar.dates import format_date
from aimaq.figures.ledger import Indicator
from aimaq.figures.open_data.svg import CHART_HEIGHT, CHART_WIDTH, Line, value_texts
from aimaq.figures.periods import parse_date
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.text.chart_marker import ChartMarker
from aimaq.figures.views import charts
from aimaq.figures.views.chart_labels import RIGHT_ROOM
from aimaq.figures.views.chart_points import change_notes, plotted, value_label
from aimaq.figures.views.chart_ranges import CAP, Band, Whisker
from aimaq.figures.views.charts import Chart
from aimaq.figures.views.text_charts import described, drawings
from aimaq.figures.views.text_width import fitted, measure, wrapped

__all__ = ["write_chart", "write_text_chart"]

_MARGIN: Final = 16
_ROOM: Final = CHART_WIDTH - 2 * _MARGIN
_FOOT: Final = 48
#: The size of a chart's text, which is an em of its drawing.
_TEXT: Final = 13
#: The height of each drawing of a text's chart, in em.
_HEIGHT: Final = 18.0


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A kind of mark in the legend: a sample of the mark, and its name."""

    status: str
    x: float
    y: float
    name: Line


@dataclass(frozen=True, slots=True)
class NamedLine:
    """The name of an indicator over its drawing; ``number`` is that of its line, 0 where it is drawn alone."""

    number: int
    name: Line


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """One drawing: what is over it, its top, and its ``left`` edge; its plot is ``plot`` wide. All in CSS pixels.

    ``changes`` says what its breaks are.
    """

    names: tuple[NamedLine, ...]
    keys: tuple[LegendEntry, ...]
    top: float
    left: float
    plot: float
    chart: Chart
    changes: str

    def across(self, share: float) -> float:
        """Return where a position in per cent of the plot's width is."""
        return round(self.left + self.plot * share / 100, 1)

    def wide(self, share: float) -> float:
        """Return how wide a share of the plot's width is."""
        return round(self.plot * share / 100, 1)

    def path(self, stroke: charts.Stroke | Band) -> str:
        """Return the data of the path of a stroke, or of a band, which is not closed."""
        places = (each.split() for each in stroke.path.removeprefix("M").removesuffix("Z").split("L"))
        return "M" + "L".join(f"{self.across(100 * float(x) / charts.FIELD)} {self.down(float(y))}" for x, y in places)

    def whisker(self, whisker: Whisker) -> str:
        """Return the data of the path of a range."""
        x, cap, top, bottom = self.across(whisker.x), _TEXT * CAP, self.down(whisker.top), self.down(whisker.bottom)
        ends = (f"M{x - cap:g} {y:g}L{x + cap:g} {y:g}" for y in (top, bottom))
        return f"M{x:g} {top:g}L{x:g} {bottom:g}{''.join(ends)}"

    def down(self, height: float) -> float:
        """Return where a height in em is."""
        return round(self.top + _TEXT * height, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawings with a title, what stands under it, and the publisher; ``text`` is the size of a drawing's text."""

    width: int
    height: int
    margin: int
    title: str
    description: str
    heading: tuple[Line, ...]
    below: tuple[Line, ...]
    panels: tuple[PicturePanel, ...]
    text: int
    foot: int
    publisher: Line
    host: Line


def write_chart(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return the chart of an indicator as an SVG file."""
    heading = _heading(indicator.label[lang])
    number, unit, date = value_texts(data, indicator, lang)
    below = heading[-1].y + 24
    value = Line(fitted(f"{number} {unit}".strip(), _ROOM, 14, bold=True), _MARGIN, below, 14, bold=True)
    left = CHART_WIDTH - _MARGIN - value.end - 10
    dated = Line(fitted(date, left, 13) if date and left > 40 else "", value.end + 10, below, 13)
    shown = Charted.of(data.ledger, indicator.key)
    points = plotted(data, shown, lang)
    legend = _legend(data, points, lang, below + 22)
    top = below + (30 if legend else 6)
    drawing = charts.chart(
        points,
        format_value=partial(value_label, lang),
        height=round((CHART_HEIGHT - top - _FOOT) / _TEXT, 2),
        width=_ROOM / _TEXT,
        changes={change.since.first for _, change in shown.changes},
    )
    panel = _panel((), legend, top, drawing, change_notes(shown, lang))
    description = "; ".join(each.title for each in points)
    return _written(data, lang, indicator.label[lang], description, heading, (value, dated), (panel,), CHART_HEIGHT)


def write_text_chart(data: PublishedLedger, marker: ChartMarker, lang: str, published: str) -> str:
    """Return the chart of a text of an ISO date, "" for a page, as an SVG file."""
    shown = charted(data.printer, marker, published)
    title = "; ".join(each.indicator.label[lang] for each in shown)
    is_alone = len(shown) == 1
    heading = _heading(title) if is_alone else ()
    y = heading[-1].y + 8 if heading else 16.0
    below = []
    if marker.pinned and published:
        words = data.catalogs[lang].gettext("As known on %(day)s") % {"day": format_date(parse_date(published), lang)}
        y += 16
        below.append(Line(fitted(words, _ROOM, 13), _MARGIN, y, 13))
    panels = []
    for numbered, points, drawing in drawings(data, shown, lang, height=_HEIGHT, width=_ROOM / _TEXT):
        names = []
        for number, each in () if is_alone else numbered:
            y += 22
            indent = 22 if number else 0
            name = fitted(each.indicator.label[lang], _ROOM - indent, 14, bold=True)
            names.append(NamedLine(number, Line(name, _MARGIN + indent, y, 14, bold=True)))
        legend = _legend(data, points, lang, y + 22)
        y += 22 if legend else 0
        notes = (note for _, each in numbered for note in change_notes(each, lang))
        panels.append(_panel(tuple(names), legend, y + 8, drawing, notes))
        y += 8 + _TEXT * drawing.height
    description = " ".join(described(data, each, lang) for each in shown)
    return _written(data, lang, title, description, heading, tuple(below), tuple(panels), round(y + _FOOT))


def _heading(title: str) -> tuple[Line, ...]:
    lines = wrapped(title, _ROOM, 17, 2, bold=True)
    return tuple(Line(text, _MARGIN, 34 + 22 * row, 17, bold=True) for row, text in enumerate(lines))


def _panel(
    names: tuple[NamedLine, ...], keys: tuple[LegendEntry, ...], top: float, drawing: Chart, changes: Iterable[str]
) -> PicturePanel:
    left = round(_MARGIN + _TEXT * drawing.axis, 1)
    plot = CHART_WIDTH - _MARGIN - _TEXT * RIGHT_ROOM - left
    return PicturePanel(names, keys, top, left, plot, drawing, "; ".join(changes))


def _written(
    data: PublishedLedger,
    lang: str,
    title: str,
    description: str,
    heading: tuple[Line, ...],
    below: Iterable[Line],
    panels: tuple[PicturePanel, ...],
    height: int,
) -> str:
    """Return a picture as the theme draws it, with its publisher at the foot."""
    host = Line(data.publication.host, 0, height - 17, 12)
    host = replace(host, x=CHART_WIDTH - _MARGIN - host.width)
    indent, name = _MARGIN + 26, data.publication.publisher[lang]
    if indent + measure(name, 12) + 16 > host.x:
        host = Line("", CHART_WIDTH - _MARGIN, host.y, 12)
    publisher = Line(fitted(name, host.x - indent - (16 if host.text else 0), 12), indent, host.y, 12)
    picture = Picture(
        CHART_WIDTH, height, _MARGIN, f"{title} – {name}", description, heading,
        tuple(each for each in below if each.text), panels, _TEXT, height - 40, publisher, host,
    )  # fmt: skip
    return data.templates.render("chart.svg", lang, p=picture) + "\n"


def _legend(data: PublishedLedger, points: Sequence[charts.Plotted], lang: str, y: float) -> tuple[LegendEntry, ...]:
    """Return the legend, on one line, of what kinds of values there are; it is empty for a single kind."""
    # The messages of states are those of components/status-label.html.
    known = [*(each.status for each in points), *("plan" for each in points if each.planned)]
    translate = data.catalogs[lang].gettext
    statuses = {each: translate(each) for each in known}
    if any(each.range for each in points):
        statuses["range"] = translate("range")
    entries: list[LegendEntry] = []
    x = float(_MARGIN)
    for status, text in statuses.items() if len(statuses) > 1 else ():
        name = Line(text, x + 18, y, 13)
        entries.append(LegendEntry(status, x + 6, y - 4.5, name))
        x = name.end + 18
    return tuple(entries)
