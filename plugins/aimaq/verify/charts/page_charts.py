"""The charts on pages: what they draw and say is what the log has of an indicator, or of what a text's chart states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from aimaq.verify.charts.charted_values import (
    Row,
    Said,
    TextChart,
    by_key,
    described_wrongly,
    is_period,
    points_wrongly,
)
from aimaq.verify.charts.drawn_values import Drawing, drawings_wrongly, points_of, ranges_of
from aimaq.verify.log.logged_figures import days_of
from aimaq.verify.values.html_text import ChartPart
from aimaq.verify.values.printed_numbers import digits_in, is_subsequence, number_of

__all__ = ["files_of", "indicator_on_page_wrongly", "text_chart_on_page_wrongly"]

#: The width of the box in which a page's lines are drawn.
_FIELD: Final = 1000


def files_of(chart: Sequence[ChartPart]) -> list[str]:
    """Return the addresses of the files to which a chart leads."""
    names = ("href", "data-picture")
    return [part.attributes[name] for part in chart for name in names if name in part.attributes]


def text_chart_on_page_wrongly(parts: Sequence[ChartPart], chart: TextChart, said: Said) -> Iterator[tuple[str, str]]:
    """Yield what the chart of a text shows wrongly on a page, by its parts, and what is right."""
    paragraphs = [part.text for part in parts if part.name == "p" and _around(part, "figcaption")]
    yield from chart.day_wrongly(paragraphs)
    yield from _table_wrongly(parts, chart.rows, said)
    descriptions = [part.text for part in parts if part.name == "desc"]
    for text, shown in zip(descriptions, chart.panels, strict=False):
        yield from described_wrongly(text, by_key(shown), said)
    yield from _drawings_wrongly(parts, chart.panels, chart.rows, said)


def indicator_on_page_wrongly(chart: Sequence[ChartPart], rows: Sequence[Row], said: Said) -> Iterator[tuple[str, str]]:
    """Yield what the chart of an indicator shows wrongly on a page, and what is right."""
    for part in chart:
        if part.name == "desc":
            yield from points_wrongly(part.text, rows, said)
    paragraphs = [part for part in chart if part.name == "p"]
    planned = [row for row in rows if row.plan is not None and row.plan > 0 and row.value >= 0]
    if planned:  # its share stands before the names of the files
        text = next((one.text for one, other in pairwise(paragraphs) if "chart-files" in other.classes), "")
        at, _, share = text.partition(": ")
        if not is_period(planned[-1].period, at) or not said.is_share(planned[-1], share):
            yield text, f"the log has {planned[-1]}"
    yield from _drawings_wrongly(chart, [rows], rows, said)


def _table_wrongly(chart: Sequence[ChartPart], rows: Sequence[Row], said: Said) -> Iterator[tuple[str, str]]:
    """Yield what differs in the table under a chart: a value too much, too few, or in the row of another period."""
    left: list[tuple[str, str, bool, Decimal | None]] = []
    for row in rows:
        left.append((row.key, row.period, False, row.value))
        left += [] if row.plan is None else [(row.key, row.period, True, row.plan)]
    heads = {id(part.around): part.text for part in chart if part.name == "th"}
    for part in chart:
        line = _around(part, "tr")
        if part.name != "data" or line is None:
            continue
        period, *words = part.attributes.get("data-at", "").split() or [""]
        found = (
            part.attributes.get("data-indicator", ""),
            period,
            "plan" in words,
            number_of(part.attributes.get("value")),
        )
        if found not in left or not is_period(period, heads.get(id(line), "")):
            yield f"{heads.get(id(line), '')}: {part.text}", "the file of the chart has another value"
        else:
            left.remove(found)
            yield from _range_wrongly(
                part, [row for row in rows if row.range and found == (row.key, row.period, False, row.value)], said
            )
    yield from (
        (f"no value of {key} for {period}", f"the file of the chart has {value}") for key, period, _, value in left
    )


def _range_wrongly(part: ChartPart, rows: Sequence[Row], said: Said) -> Iterator[tuple[str, str]]:
    """Yield that the cell of a value has another range behind it than its row has."""
    cell = _around(part, "td")
    text = cell.text if cell else ""
    yield from ((text, f"the log has {row}") for row in rows if not said.has_range(row, text))


def _drawings_wrongly(
    chart: Sequence[ChartPart], panels: Sequence[Sequence[Row]], rows: Sequence[Row], said: Said
) -> Iterator[tuple[str, str]]:
    yield from drawings_wrongly(_drawings(chart), panels, rows, said, is_named=len(by_key(rows)) > 1)
    labels = digits_in("; ".join(said.labels[key] for key in by_key(rows)))
    periods = sorted({row.period for row in rows}, key=days_of)
    for part in chart:
        if part.name == "select":
            options = [each.text for each in chart if each.name == "option" and each.around is part]
            if len(options) != len(periods) or not all(map(is_period, periods, options)):
                yield "; ".join(options), f"the periods are {', '.join(periods)}"
        elif part.name == "output" and not is_period(periods[-1], part.text):
            yield part.text, f"the newest period is {periods[-1]}"
        elif "chart-sign" in part.classes and part.text != part.attributes.get("data-series"):
            yield part.text, f"it stands for line {part.attributes.get('data-series')}"
        elif not is_subsequence(digits_in(_name_in(part)), labels):
            yield _name_in(part), "the indicators have other names"


def _name_in(part: ChartPart) -> str:
    """Return what a part says that is the name of an indicator, or of several."""
    is_name = part.name == "a" or (part.name == "th" and part.attributes.get("scope") == "col")
    is_title = part.name == "title" and part.around is not None and part.around.name == "svg"
    return part.text if is_name or is_title else part.attributes.get("aria-label", "")


def _drawings(chart: Sequence[ChartPart]) -> list[Drawing]:
    """Return the drawings of a chart: each begins with its axis, and all end before what is under them."""
    found: list[Drawing] = []
    for part in chart:
        if part.name == "figcaption" or "chart-tools" in part.classes:
            break
        if "chart-axis" in part.classes:
            found.append(Drawing())
        elif found:
            _add(found[-1], part)
    return found


def _add(drawing: Drawing, part: ChartPart) -> None:
    classes, around = part.classes, part.around.attributes if part.around else {}
    if "chart-value" in classes:
        drawing.ticks.append((_number(part, "y"), part.text))
    elif "chart-date" in classes:
        drawing.dates.append((_number(part, "x"), part.text))
    elif "chart-label" in classes:
        drawing.labels.append((_number(part, "x"), part.text))
    elif "chart-number" in classes:
        drawing.numbers.append((around.get("data-series", ""), part.text))
    elif part.name == "title" and "data-x" in around:
        drawing.points.append((float(around["data-x"]), part.text))
    elif "chart-mark" in classes and part.name == "rect":
        top = _number(part, "y")
        drawing.bars.append((_number(part, "x") + _number(part, "width") / 2, top, top + _number(part, "height")))
    elif "chart-mark" in classes:
        drawing.dots.append((_number(part, "x"), _number(part, "y")))
    elif "chart-band" in classes:
        points = points_of(part.attributes.get("d", ""))
        drawing.ranges.extend(ranges_of([(100 * x / _FIELD, y) for x, y in points]))
    elif part.name == "line" and part.around and "chart-whisker" in part.around.classes and "x1" not in part.attributes:
        drawing.ranges.append((_number(part.around, "x"), _number(part, "y1"), _number(part, "y2")))
    elif "chart-line" in classes:
        drawing.lines.extend((100 * x / _FIELD, y) for x, y in points_of(part.attributes.get("d", "")))


def _number(part: ChartPart, name: str) -> float:
    """Return a position without its unit; raise ValueError if it has none."""
    return float(part.attributes.get(name, "").removesuffix("%").removesuffix("em"))


def _around(part: ChartPart, name: str) -> ChartPart | None:
    """Return the nearest element of a name around a part."""
    around = part.around
    while around is not None and around.name != name:
        around = around.around
    return around
