"""Read the rows of a source as observations, with a problem and its line for every mistake."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar
from urllib.parse import urlsplit

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, first_problems, raise_any, shortened
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.grammar.numbers import machine, rounded
from aimaq.figures.ledger import Indicator, Period, Source, Status, parse_date
from aimaq.figures.ledger.record import NewObservation, parse_value
from aimaq.figures.pull.answers import decoded_answer
from aimaq.figures.pull.cells import MOST_ROWS, Cell, Number, Table, Unfit
from aimaq.figures.pull.local_habits import day_from, decimal_sign, plain_number
from aimaq.figures.pull.sources import DataSource
from aimaq.figures.pull.statistics_json import json_stat_table, sdmx_table
from aimaq.figures.pull.text_tables import PlacedCells, csv_rows, json_rows, table_rows

__all__ = ["Row", "read_rows"]

_FIELDS: Final = ("period", "value", "status", "released", "kind", "source_title", "source_url")
_PATHS: Final = {"source_title": "source/title", "source_url": "source/url"}
#: Before the heading, in the name of a field, of a column by which rows are picked.
_WHERE: Final = "where "


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place, and its observation, which is released today where the row has no release date."""

    path: str
    line: int
    observation: NewObservation


def read_rows(
    body: bytes, name: str, source: DataSource, indicator: Indicator, *, languages: Sequence[str], today: date
) -> tuple[Row, ...]:
    """Return the rows of a file that messages call ``name``, one at least; raise ``ProblemsFound`` with its mistakes.

    Two rows that contradict each other are mistakes: nothing says which of them is right.
    """
    problems: list[Problem] = []
    signs: dict[str, int] = {}
    rows = []
    for line, cells in _picked(_cells(body, name, source, _wanted(source, languages)), source):
        reader = _RowReader(name, line, cells, source, indicator, languages, today, problems)
        if observation := reader.observation():
            rows.append(Row(name, line, observation))
        if isinstance(value := cells["value"], str) and not source.decimal:
            signs.setdefault(decimal_sign(value), line)
    if signs.keys() >= {".", ","}:
        message = tr("the value has a decimal point, and that of line %(line)s a decimal comma", line=signs[","])
        hint = tr(
            'Say which is meant, by "decimal" in the file of sources: the other one stands between thousands then.'
        )
        problems.append(Problem(name, message, signs["."], hint=hint))
    problems += _contradictions(rows)
    if not problems and not rows:
        problems.append(Problem(name, tr("there are no rows"), hint=tr("look at the source: it may have been cut off")))
    raise_any(first_problems(problems))
    return tuple(rows)


def _wanted(source: DataSource, languages: Sequence[str]) -> dict[str, str]:
    """Return what the source calls each field that is read, by our names."""
    fields = (*_FIELDS, *(f"note_{lang}" for lang in languages))
    own = {field: field for field in fields}
    if source.format == "json" and not source.query:
        own |= _PATHS | {field: field.replace("_", "/", 1) for field in fields if field.startswith("note_")}
    return {**own, **source.columns, **{f"{_WHERE}{heading}": heading for heading in source.where}}


def _cells(body: bytes, name: str, source: DataSource, wanted: Mapping[str, str]) -> Iterator[PlacedCells]:
    if source.is_read_apart:
        table = decoded_answer(body)
        return table_rows(table, name, source, wanted) if isinstance(table, Table) else iter(())
    if source.format == "sdmx-json":
        return table_rows(sdmx_table(body, name, source.where), name, source, wanted)
    if source.format == "json-stat":
        return table_rows(json_stat_table(body, name), name, source, wanted)
    return (json_rows if source.format == "json" else csv_rows)(body, name, source, wanted)


def _picked(rows: Iterator[PlacedCells], source: DataSource) -> Iterator[PlacedCells]:
    """Yield the rows whose columns have the texts that are asked for, with our fields only."""
    count = 0
    for line, cells in rows:
        if all(_text_of(cells[f"{_WHERE}{heading}"]) == text for heading, text in source.where.items()):
            count += 1
            if count > MOST_ROWS:
                raise ProblemsFound(
                    [Problem(source.shown, tr("there are more than %(most)s rows", most=MOST_ROWS), line)]
                )
            yield line, {field: cell for field, cell in cells.items() if not field.startswith(_WHERE)}


def _text_of(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text if isinstance(cell, Number) else ""


def _contradictions(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield a problem for each row that says something else of the same release than a row before it.

    A correction may be released on the day of what it corrects.
    """
    first: dict[tuple[str, bool, date], Row] = {}
    for row in rows:
        new = row.observation
        if new.correction:
            continue
        before = first.setdefault((new.period, new.status is Status.PLAN, new.released), row)
        old = before.observation
        if (new.value, new.status) != (old.value, old.status):
            yield Problem(
                row.path,
                tr(
                    "%(new)s for %(period)s, released %(released)s, but line %(line)s has %(old)s: the two rows "
                    "contradict each other",
                    new=_said(new),
                    period=new.period,
                    released=new.released,
                    line=before.line,
                    old=_said(old),
                ),
                row.line,
                hint=tr('delete the wrong one; or, if both were made public, give each its "released"'),
            )


def _said(observation: NewObservation) -> str:
    return f"{machine(observation.value)} ({observation.status.word})"


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads one row; adds a problem to ``problems`` for each mistake, with the column's name in the file."""

    name: str
    line: int
    cells: Mapping[str, Cell]
    source: DataSource
    indicator: Indicator
    languages: Sequence[str]
    today: date
    problems: list[Problem]

    def observation(self) -> NewObservation | None:
        """Return the row's observation, or None after adding its problems."""
        before = len(self.problems)
        for field, cell in self.cells.items():
            if isinstance(cell, Unfit):
                self._add_problem(field, cell.reason)
        if len(self.problems) > before:
            return None
        period = self._read("period", self._period)
        value = self._read("value", self._value)
        status = self._read("status", self._status)
        released = self._read("released", self._day) if self._text("released") else self.today
        kind = self._text("kind")
        if kind not in ("", "correction"):
            self._add_problem("kind", tr('found "%(kind)s"; expected "correction" or nothing', kind=shortened(kind)))
        given = self._source(correction=kind == "correction")
        note = {lang: self._text(f"note_{lang}") for lang in self.languages}
        if any(note.values()) and not all(note.values()):
            missing = ", ".join(lang for lang, text in note.items() if not text)
            self._add_problem(
                f"note_{missing.split(', ')[0]}", tr("the note is missing in %(missing)s", missing=missing)
            )
        if len(self.problems) > before or period is None or value is None or status is None or released is None:
            return None
        note = note if any(note.values()) else {}
        return NewObservation(period.text, value, status, released, given, kind == "correction", note)

    def _source(self, *, correction: bool) -> Source | None:
        url = self._text("source_url")
        if not url and not self._text("source_title") and is_web_address(self.source.place):
            url = self.source.place
        if not url:
            if not correction:
                self._add_problem("source_url", tr("missing: say where the figure was made public, or give a default"))
            return None
        if not is_web_address(url):
            self._add_problem(
                "source_url", tr('"%(url)s" is not a web address; it begins with https://', url=shortened(url))
            )
        return Source(self._text("source_title") or urlsplit(url).netloc, url)

    def _text(self, field: str) -> str:
        return _text_of(self.cells.get(field, "")) or self.source.defaults.get(field, "")

    def _read(self, field: str, read: Callable[[str], _Value]) -> _Value | None:
        text = self._text(field)
        try:
            return read(text)
        except ValueError as error:
            self._add_problem(field, str(error).replace(text, shortened(text)))
            return None

    def _period(self, text: str) -> Period:
        if text == "today" and text == self.source.defaults.get("period"):
            return Period.parse(self.today.isoformat())
        return Period.parse(day_from(text, self.source.dates))

    def _day(self, text: str) -> date:
        return parse_date(day_from(text, self.source.dates))

    def _value(self, text: str) -> Decimal:
        if not text:
            raise ValueError(tr("empty; expected a number"))
        plain = isinstance(self.cells["value"], Number)
        value = parse_value(text if plain else plain_number(text, self.source.decimal))
        if rounded(value, self.indicator.decimals) != value:
            limit = f'"{self.indicator.key}" ({self.indicator.decimals})'
            raise ValueError(tr('"%(text)s" has more decimal places than %(limit)s', text=text, limit=limit))
        return value

    def _status(self, text: str) -> Status:
        if not text:
            raise ValueError(tr("missing, with no default"))
        return Status.parse(text)

    def _add_problem(self, field: str, message: str) -> None:
        column = self.source.columns.get(field, field)
        self.problems.append(Problem(self.name, f"{column}: {message}", self.line))
