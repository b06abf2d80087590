"""Pictures that other sites can show: a badge with the current value, and a chart. SVG without a script.

This module computes the positions; the theme's ``figures/badge.svg`` and ``figures/chart.svg`` draw the parts. Texts
are measured, so that long words fit. All sizes except the width of a badge are fixed, so the code that embeds a picture
stays right when the figure changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Final

from aimaq.figures.grammar.dates import format_period
from aimaq.figures.grammar.numbers import format_number
from aimaq.figures.ledger import Indicator
from aimaq.figures.published_ledger import PublishedLedger
from aimaq.figures.views import charts
from aimaq.figures.views.chart_labels import RIGHT_ROOM
from aimaq.figures.views.chart_points import plotted, value_label
from aimaq.figures.views.charts import Chart
from aimaq.figures.views.text_width import fitted, measure, wrapped

__all__ = ["BADGE_HEIGHT", "CHART_HEIGHT", "CHART_WIDTH", "embed_code", "write_badge", "write_chart"]

BADGE_HEIGHT: Final = 56
CHART_WIDTH: Final = 480
CHART_HEIGHT: Final = 400
"""In CSS pixels; the text then has the size of a page's text."""

_MARGIN: Final = 16
_BADGE_INDENT: Final = 48
_BADGE_ROOM: Final = 520
_FOOT: Final = 48
#: The size of a chart's text, which is an em of its drawing.
_TEXT: Final = 13


@dataclass(frozen=True, slots=True)
class Line:
    """A positioned run of text: ``x`` is its left edge, ``y`` its base line, ``width`` its measured width."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        return measure(self.text, self.size, bold=self.bold)

    @property
    def end(self) -> float:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Badge:
    """The label above, the value and its date below."""

    width: int
    height: int
    title: str
    label: Line
    value: Line
    unit: Line
    date: Line


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A kind of mark in the legend: a sample of the mark, and its name."""

    status: str
    x: float
    y: float
    name: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its title, its current value and its publisher.

    ``top`` is the top of the drawing, ``left`` the left edge of its plot, which is ``plot`` wide; ``text`` is the size
    of its text, an em of the drawing. All are in CSS pixels.
    """

    width: int
    height: int
    margin: int
    title: str
    description: str
    heading: tuple[Line, ...]
    value: Line
    date: Line
    keys: tuple[LegendEntry, ...]
    top: float
    left: float
    plot: float
    text: int
    chart: Chart
    foot: int
    publisher: Line
    host: Line


def write_badge(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return the badge as an SVG file."""
    label = Line(fitted(indicator.label[lang], _BADGE_ROOM, 13), _BADGE_INDENT, 22, 13)
    number, unit, date = _value_texts(data, indicator, lang)
    value = Line(number, _BADGE_INDENT, 44, 18, bold=True)
    named = Line(fitted(unit, _BADGE_ROOM / 2, 13), value.end + 5 if number else value.x, 44, 13)
    dated = Line(fitted(date, _BADGE_ROOM / 2, 12), named.end + (10 if date else 0), 44, 12)
    width = round(max(label.end, dated.end) + 15)
    title = ", ".join(filter(None, (f"{indicator.label[lang]}: {number} {unit}".replace("  ", " "), date)))
    badge = Badge(width, BADGE_HEIGHT, title, label, value, named, dated)
    return data.templates.render("badge.svg", lang, b=badge) + "\n"


def write_chart(data: PublishedLedger, indicator: Indicator, lang: str) -> str:
    """Return the chart as an SVG file."""
    room, translate = CHART_WIDTH - 2 * _MARGIN, data.catalogs[lang].gettext
    heading = tuple(
        Line(text, _MARGIN, 34 + 22 * row, 17, bold=True)
        for row, text in enumerate(wrapped(indicator.label[lang], room, 17, 2, bold=True))
    )
    number, unit, date = _value_texts(data, indicator, lang)
    below = heading[-1].y + 24
    value = Line(fitted(f"{number} {unit}".strip(), room, 14, bold=True), _MARGIN, below, 14, bold=True)
    left = CHART_WIDTH - _MARGIN - value.end - 10
    dated = Line(fitted(date, left, 13) if date and left > 40 else "", value.end + 10, below, 13)
    points = plotted(data, indicator, lang)
    # The messages of states are those of components/status-label.html.
    known = [*(each.status for each in points), *("plan" for each in points if each.planned)]
    legend = _legend({each: translate(each) for each in known}, below + 22)
    top = below + (30 if legend else 6)
    drawing = charts.chart(
        points,
        format_value=partial(value_label, lang),
        height=round((CHART_HEIGHT - top - _FOOT) / _TEXT, 2),
        width=room / _TEXT,
    )
    left_of_plot = round(_MARGIN + _TEXT * drawing.axis, 1)
    host = Line(data.publication.host, 0, CHART_HEIGHT - 17, 12)
    host = Line(host.text, CHART_WIDTH - _MARGIN - host.width, host.y, 12)
    indent, name = _MARGIN + 26, data.publication.publisher[lang]
    if indent + measure(name, 12) + 16 > host.x:
        host = Line("", CHART_WIDTH - _MARGIN, host.y, 12)
    publisher = Line(fitted(name, host.x - indent - (16 if host.text else 0), 12), indent, host.y, 12)
    description = "; ".join(each.title for each in points)
    picture = Picture(
        CHART_WIDTH, CHART_HEIGHT, _MARGIN, f"{indicator.label[lang]} – {name}", description, heading, value, dated,
        legend, top, left_of_plot, CHART_WIDTH - _MARGIN - _TEXT * RIGHT_ROOM - left_of_plot, _TEXT, drawing,
        CHART_HEIGHT - 40, publisher, host,
    )  # fmt: skip
    return data.templates.render("chart.svg", lang, p=picture) + "\n"


def embed_code(data: PublishedLedger, indicator: Indicator, lang: str, picture: str) -> str:
    """Return the HTML with which another site embeds a picture, ``badge`` or ``chart``; it holds no value."""
    publication, key = data.publication, indicator.key
    page = publication.absolute(publication.page(key, lang))
    ending, size = f"{lang}.svg", f'width="{CHART_WIDTH}" height="{CHART_HEIGHT}"'
    if picture == "badge":
        ending, size = f"{lang}.badge.svg", f'height="{BADGE_HEIGHT}"'
    source = publication.absolute(publication.file(key, ending))
    name = escape(f"{indicator.label[lang]} – {publication.publisher[lang]}")
    return f'<a href="{escape(page)}"><img src="{escape(source)}" alt="{name}" {size}></a>'


def _value_texts(data: PublishedLedger, indicator: Indicator, lang: str) -> tuple[str, str, str]:
    """Return the current number, its unit, and its date, with the status unless it is "actual"."""
    release, translate = data.current(indicator.key), data.catalogs[lang].gettext
    if release is None:
        return "", translate("No value has been published yet."), ""
    seen = release.observation
    status = "" if seen.status.value == "actual" else f" · {translate(seen.status.value)}"
    return (
        format_number(seen.value, lang, indicator.decimals),
        data.printer.unit(indicator, seen.value, lang),
        format_period(seen.period.text, lang) + status,
    )


def _legend(statuses: Mapping[str, str], y: float) -> tuple[LegendEntry, ...]:
    """Return the legend, on one line, of statuses and their names; it is empty for a single kind of mark."""
    entries: list[LegendEntry] = []
    x = float(_MARGIN)
    for status, text in statuses.items() if len(statuses) > 1 else ():
        name = Line(text, x + 18, y, 13)
        entries.append(LegendEntry(status, x + 6, y - 4.5, name))
        x = name.end + 18
    return tuple(entries)
