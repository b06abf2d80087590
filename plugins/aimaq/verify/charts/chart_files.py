"""The files of the charts in texts: each value in them is what the log has for the day of the text, or now."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from aimaq.verify.charts.chart_pictures import text_chart_wrongly
from aimaq.verify.charts.charted_values import ChartMarker, Row, Said, TextChart, by_key, in_one_line, rows_of
from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.log.logged_figures import FOR_EVER, Logged, LoggedRelease, days_of
from aimaq.verify.places import COPIES, Place
from aimaq.verify.values.printed_numbers import number_of
from aimaq.verify.values.release_checks import Stated, digest_of, range_stated, release_compared

__all__ = [
    "CHART_FILES",
    "KIND",
    "UNKNOWN",
    "ChartFiles",
    "check_chart_files",
    "name_of",
    "named_charts",
    "wrong_compared",
]

CHART_FILES: Final = "api/charts/"
KIND: Final = "values in charts"
UNKNOWN: Final = "no text in the log has this chart, and no page links to it"
"""What is wrong with a file of a chart that nobody has."""


@dataclass(slots=True)
class ChartFiles:
    """The paths of a chart's files. ``marker`` is None for one that no text in the log has.

    ``days`` are those of the texts that have it, and ``rows`` those of its table, once they are known to be right.
    """

    paths: set[str] = field(default_factory=set)
    marker: ChartMarker | None = None
    days: set[str] = field(default_factory=set)
    rows: Sequence[Row] = ()

    @property
    def is_dated(self) -> bool:
        """Whether it has to say as of which day it is."""
        return self.marker is not None and not self.marker.is_live

    def shown(self, logged: Logged) -> TextChart:
        """Return what the chart has to show, wherever it is drawn."""
        return TextChart(self.rows, _panels_of(self.rows, logged), self.days, self.is_dated)


def named_charts(logged: Logged, linked: Iterable[tuple[str, str]]) -> dict[str, ChartFiles]:
    """Return the charts by the names of their files: those of the texts in the log, and those that pages link to.

    ``linked`` has the paths of files, each with the ISO date of a page that links to it, "" if it has none.
    """
    found: dict[str, ChartFiles] = {}
    for text in logged.texts.values():
        for marker in ChartMarker.all_of(text) if text.change != "removed" else ():
            chart = found.setdefault(marker.name, ChartFiles())
            chart.marker = marker
            chart.days = set() if marker.is_live else {marker.day}
            chart.paths |= {f"{CHART_FILES}{marker.name}.{ending}" for ending in ("csv", f"{text.lang}.svg")}
    for path, day in linked:
        chart = found.setdefault(name_of(path), ChartFiles())
        chart.paths.add(path)
        chart.days |= {day} if day and chart.marker is None else set()
    return found


def check_chart_files(
    place: Place, charts: Mapping[str, ChartFiles], listed: Iterable[str], logged: Logged, said: Mapping[str, Said]
) -> Iterator[Comparison]:
    """Yield what was compared in the files of charts, and set the rows of each; ``said`` is by language."""
    for path in sorted(each for each in listed if each.startswith(CHART_FILES)):
        if not path.endswith(COPIES) and path not in getattr(charts.get(name_of(path)), "paths", ()):
            yield disagreeing(KIND, path, "", "the file is there", UNKNOWN)
    for _, chart in sorted(charts.items()):
        for path in sorted(chart.paths, key=lambda each: (not each.endswith(".csv"), each)):
            data = place.read(path)
            try:
                if data is None:
                    yield disagreeing(KIND, path, "", "there is none", "a text in the log or a page has this chart")
                elif path.endswith(".csv"):
                    yield from _table_compared(path, data, chart, logged)
                elif path.endswith(".svg") and chart.rows:
                    yield from _picture_compared(path, data, chart, logged, said)
            except (ValueError, ArithmeticError, LookupError, csv.Error) as error:
                yield disagreeing(KIND, path, "", "it cannot be read", str(error))


def _panels_of(rows: Sequence[Row], logged: Logged) -> list[list[Row]]:
    """Return the rows of each drawing: those of the indicators of one unit stand in one."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        found.setdefault(logged.figures[row.key].get("unit"), []).append(row)
    return [*found.values()]


def wrong_compared(
    kind: str, path: str, place: str, wrong: Iterable[tuple[str, str]], count: int
) -> Iterator[Comparison]:
    """Yield what is wrong, each thing with what is right; if nothing is, as many comparisons as there are values."""
    try:
        found = [disagreeing(kind, path, place, f'it shows "{shown}"', right) for shown, right in wrong]
    except (ValueError, ArithmeticError, LookupError) as error:
        found = [disagreeing(kind, path, place, "it cannot be read", str(error))]
    yield from found or (agreeing(kind, path) for _ in range(count))


def _table_compared(path: str, data: bytes, chart: ChartFiles, logged: Logged) -> Iterator[Comparison]:
    rows: list[Row] = []
    compared: list[Comparison] = []
    for number, line in enumerate(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True), 2):
        if None in line or None in line.values():
            raise ValueError(f"line {number} has another number of fields than the first")
        source = {"title": line["source_title"], "url": line["source_url"]}
        bounds = range_stated(line.get("range_low"), line.get("range_high"))
        members = {
            "status": line["status"],
            "range": bounds,
            "source": digest_of(source if any(source.values()) else {}),
        }
        value, plan = number_of(line["value"]), number_of(line["plan"])
        release = Stated(value, line["period"], line["released"], members, days=(line["start"], line["end"]))
        compared.append(release_compared(KIND, path, f"line {number}", line["indicator"], release, logged))
        if value is None or (plan is None and line["plan"]):
            raise ValueError(f"line {number} has no number")
        rows.append(Row(line["indicator"], line["period"], value, line["status"], plan, line["released"], bounds))
    yield from compared
    if all(each.agrees for each in compared):
        wrong = [*_otherwise_known(chart, rows, logged)]
        yield from (disagreeing(KIND, path, "", found, right) for found, right in wrong)
        chart.rows = () if wrong else rows


def _otherwise_known(chart: ChartFiles, rows: Sequence[Row], logged: Logged) -> Iterator[tuple[str, str]]:
    """Yield how the rows of a table, each a release of the log, differ from what was known on the chart's day."""
    found, marker = in_one_line(rows), chart.marker
    if marker is None:
        if not rows or not any(_is_known(rows, day, logged) for day in (FOR_EVER, *chart.days)):
            day = " and ".join(sorted(chart.days))
            yield found, f"the log has other values for these periods now{f', and on {day}' if day else ''}"
    elif chart.is_dated and found != marker.stated:
        yield found, f'the log has "{marker.stated}" for {{{{ {marker.text} }}}} of {marker.day}'
    elif not _is_known(rows, marker.known_until, logged, marker):
        shown = [row for key in marker.keys for row in rows_of(logged, key, marker.known_until, marker.shows)]
        yield found, f'the log has "{in_one_line(shown)}" for {{{{ {marker.text} }}}}'


def _is_known(rows: Sequence[Row], day: str, logged: Logged, marker: ChartMarker | None = None) -> bool:
    """Return whether rows are what was valid on a day for the periods of a chart, or from their first to their last."""
    own = by_key(rows)
    if marker and tuple(own) != marker.keys:
        return False
    for key, shown in own.items():
        valid: dict[str, list[LoggedRelease]] = {}
        for each in logged.standing(key, day):
            valid.setdefault(each.period, []).append(each)
        spans = [days_of(row.period) for row in shown]
        shows = marker.shows if marker else _Between(min(spans)[0], max(first for _, first in spans)).shows
        if [row.period for row in shown] != [period for period in valid if shows(days_of(period))]:
            return False
        for row in shown:
            if not any((each.value, each.released) == (row.value, row.released) for each in valid[row.period]):
                return False
            if row.plan != (None if row.is_plan else logged.planned(key, row.period, day)):
                return False
    return True


@dataclass(frozen=True, slots=True)
class _Between:
    """Periods that end on a day or after it, and begin on another or before it."""

    last: str
    first: str

    def shows(self, span: tuple[str, str]) -> bool:
        return span[0] >= self.last and span[1] <= self.first


def _picture_compared(
    path: str, data: bytes, chart: ChartFiles, logged: Logged, said: Mapping[str, Said]
) -> Iterator[Comparison]:
    lang = path.split(".")[-2]
    wrong = text_chart_wrongly(data, chart.shown(logged), said[lang])
    yield from wrong_compared(KIND, path, "", wrong, len(chart.rows))


def name_of(path: str) -> str:
    """Return the name of the chart whose file a path is."""
    return path.removeprefix(CHART_FILES).partition(".")[0]
