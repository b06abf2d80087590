"""Charts as pictures, of an indicator and of a text, and badges: every number in them is one that the log has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element, ParseError

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
from aimaq.verify.values.html_text import one_line
from aimaq.verify.values.printed_numbers import digits_in, is_subsequence
from aimaq.verify.values.xml_text import read_xml

__all__ = ["badge_wrongly", "indicator_wrongly", "text_chart_wrongly"]

_SERIES: Final = re.compile(r"series-(\d+)")


def text_chart_wrongly(data: bytes, chart: TextChart, said: Said) -> Iterator[tuple[str, str]]:
    """Yield what the chart of a text shows wrongly, and what is right; raise ValueError if it cannot be read."""
    root, own = _read(data), by_key(chart.rows)
    yield from described_wrongly(_text_of(root, "desc"), own, said)
    texts = [_written(each) for each in _texts(root) if _written(each) != _series(each)]
    yield from chart.day_wrongly(texts)
    title = "; ".join(said.labels[key] for key in own)
    yield from _names_wrongly(
        [_text_of(root, "title"), *texts], title, said, lambda text: any(is_period(day, text) for day in chart.days)
    )
    yield from drawings_wrongly(_drawings(root), chart.panels, chart.rows, said)


def indicator_wrongly(
    data: bytes, key: str, rows: Sequence[Row], current: Sequence[Row], said: Said
) -> Iterator[tuple[str, str]]:
    """Yield what the chart of an indicator shows wrongly, and what is right; raise ValueError if it cannot be read.

    ``current`` are the values of which one may stand over it.
    """
    root = _read(data)
    yield from points_wrongly(_text_of(root, "desc"), rows, said)
    texts = [_written(each) for each in _texts(root)]
    # The last text in ink is the value; before it stand the lines of the label.
    value = [_written(each) for each in _texts(root) if "ink" in _classes(each)][-1:] if current else []
    yield from _current_wrongly(value, texts, _text_of(root, "title"), key, current, said)
    yield from drawings_wrongly(_drawings(root), [rows] if rows else [], rows, said)


def badge_wrongly(data: bytes, key: str, current: Sequence[Row], said: Said) -> Iterator[tuple[str, str]]:
    """Yield what a badge shows wrongly, and what is right; raise ValueError if it cannot be read."""
    root = _read(data)
    inked = [_written(each) for each in _texts(root) if "ink" in _classes(each)]
    soft = [_written(each) for each in _texts(root) if "ink" not in _classes(each)]
    title, _, amount = _text_of(root, "title").removeprefix(said.labels[key]).partition(": ")
    yield from _current_wrongly(inked[:1] if current else [], [*soft, *inked[:1]], title, key, current, said)
    if current and not any(
        said.is_value(row, amount) and is_period(row.period, amount.rpartition(", ")[2].partition(" · ")[0])
        for row in current
    ):
        yield _text_of(root, "title"), f"the log has {current[-1]}"


def _current_wrongly(
    value: Sequence[str], texts: Sequence[str], title: str, key: str, current: Sequence[Row], said: Said
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong of the current value over a picture, of its date behind it, and of the names."""
    if current and not any(said.is_value(row, text) for row in current for text in value):
        yield " ".join(value) or "no value", f"the log has {current[-1]}"

    def is_date(text: str) -> bool:
        return text in value or any(is_period(row.period, text, is_cut=text.endswith("…")) for row in current)

    yield from _names_wrongly([title, *texts], said.labels[key], said, is_date)


def _names_wrongly(
    texts: Sequence[str], title: str, said: Said, is_right: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield the texts whose digits are those neither of a name nor of what ``is_right``."""
    names = [digits_in(f"{title} {name}") for name in said.names]
    for text in texts:
        digits = digits_in(text)
        if digits and not is_right(text) and not any(is_subsequence(digits, name) for name in names):
            yield text, f'no name has these digits: "{title}", {", ".join(said.names)}'


def _drawings(root: Element) -> list[Drawing]:
    return [_drawing(each) for each in root if _name(each) == "g" and len(each)]


def _drawing(group: Element) -> Drawing:
    """Return what a group shows, by the positions of the lines that lead across it."""
    found, parts = Drawing(), list(group)
    rules = [each for each in parts if {"rule", "strong"} & {*_classes(each)} and each.get("y1") == each.get("y2")]
    if not rules:
        raise ValueError("a drawing has no lines across")
    left, right, em = _number(rules[0], "x1"), _number(rules[0], "x2"), _number(group, "font-size")
    if right <= left or em <= 0:
        raise ValueError("a drawing has no width")

    def across(x: float) -> float:
        return 100 * (x - left) / (right - left)

    for part, following in zip(parts, [*parts[1:], group], strict=True):
        name, classes = _name(part), _classes(part)
        if name == "text" and "soft" in classes:
            if following in rules:
                found.ticks.append((_number(following, "y1") / em, _written(part)))
            else:
                found.dates.append((across(_number(part, "x")), _written(part)))
        elif name == "text" and _series(part) and not part.get("text-anchor"):
            found.numbers.append((_series(part), _written(part)))
        elif name == "text":
            found.labels.append((across(_number(part, "x")), _written(part)))
        elif name == "rect":
            top, x = _number(part, "y"), _number(part, "x") + _number(part, "width") / 2
            found.bars.append((across(x), top / em, (top + _number(part, "height")) / em))
        elif name == "circle":
            found.dots.append((across(_number(part, "cx")), _number(part, "cy") / em))
        elif name == "path":
            places = points_of(part.get("transform") or part.get("d") or "")
            points = [(across(x), y / em) for x, y in places]
            if {"band", "whisker"} & {*classes}:
                found.ranges.extend(ranges_of(points if "band" in classes else points[:2]))
                continue
            (found.dots if part.get("transform") else found.lines).extend(points)
    return found


def _read(data: bytes) -> Element:
    try:
        return read_xml(data)
    except ParseError as error:
        raise ValueError(f"it is no SVG: {error}") from None


def _number(part: Element, name: str) -> float:
    return float(part.get(name, ""))


def _name(part: Element) -> str:
    return part.tag.rpartition("}")[2]


def _classes(part: Element) -> list[str]:
    return part.get("class", "").split()


def _series(part: Element) -> str:
    """Return the number of the line whose text it is, "" if it is of none."""
    found = _SERIES.search(part.get("class", ""))
    return found[1] if found else ""


def _written(part: Element) -> str:
    return one_line("".join(part.itertext()))


def _texts(root: Element) -> list[Element]:
    """Return the texts beside the drawings."""
    return [each for each in root if _name(each) == "text"]


def _text_of(root: Element, name: str) -> str:
    return " ".join(_written(each) for each in root if _name(each) == name)
