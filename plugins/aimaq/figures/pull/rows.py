"""Read the rows of a CSV or JSON file as observations, with a problem and its line for every mistake."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Final, TypeAlias, TypeVar
from urllib.parse import urlsplit

from aimaq.base.json_text.document import Json, decode, value_at
from aimaq.base.json_text.list_items import located_items
from aimaq.base.problems import Problem, ProblemsFound, first_problems, raise_any, shortened, suggest
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.grammar.numbers import machine, rounded
from aimaq.figures.ledger import Indicator, Period, Source, Status, parse_date
from aimaq.figures.ledger.record import NewObservation, parse_value
from aimaq.figures.pull.sources import DataSource

__all__ = ["Row", "read_rows"]

_FIELDS: Final = ("period", "value", "status", "released", "kind", "source_title", "source_url")
_PATHS: Final = {"source_title": "source/title", "source_url": "source/url"}
MOST_ROWS: Final = 20_000
_MOST_DIGITS: Final = 40
#: Characters of a cell; what says more is no figure, source or note.
_MOST_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place, and its observation, which is released today where the row has no release date."""

    path: str
    line: int
    observation: NewObservation


_Cells: TypeAlias = tuple[int, Mapping[str, str]]
"""The line of a row, and its texts by our names of fields."""


def read_rows(
    body: bytes, name: str, source: DataSource, indicator: Indicator, *, languages: Sequence[str], today: date
) -> tuple[Row, ...]:
    """Return the rows of a file that messages call ``name``, one at least; raise ``ProblemsFound`` with its mistakes.

    Two rows that contradict each other are mistakes: nothing says which of them is right.
    """
    text = decode(body.removeprefix(b"\xef\xbb\xbf"), name)
    fields = (*_FIELDS, *(f"note_{lang}" for lang in languages))
    read = _from_json if source.format == "json" else _from_csv
    problems: list[Problem] = []
    rows = []
    for line, texts in read(text, name, source, fields):
        reader = _RowReader(name, line, texts, source, indicator, languages, today, problems)
        if observation := reader.observation():
            rows.append(Row(name, line, observation))
    problems += _contradictions(rows)
    if not problems and not rows:
        problems.append(Problem(name, "there are no rows", hint="look at the file: it may have been cut off"))
    raise_any(first_problems(problems))
    return tuple(rows)


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
                f"{_said(new)} for {new.period}, released {new.released}, but line {before.line} has {_said(old)}: "
                "the two rows contradict each other",
                row.line,
                hint='delete the wrong one; or, if both were made public, give each its "released"',
            )


def _said(observation: NewObservation) -> str:
    return f"{machine(observation.value)} ({observation.status.value})"


def _from_csv(text: str, name: str, source: DataSource, fields: Sequence[str]) -> Iterator[_Cells]:
    """Yield the rows of CSV (RFC 4180) below the line of headings."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=source.delimiter, strict=True)
    try:
        headings = [heading.strip() for heading in next(reader, [])]
        columns = _columns(headings, name, source, fields)
        before = reader.line_num
        for count, cells in enumerate(reader):
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if count >= MOST_ROWS:
                raise ProblemsFound([Problem(name, f"there are more than {MOST_ROWS} rows", line)])
            if len(cells) != len(headings):
                message = f"the row has {len(cells)} cells, and the headings are {len(headings)}"
                raise ProblemsFound([Problem(name, message, line, hint="look for a comma or a quotation mark")])
            yield line, {field: cells[place].strip() for field, place in columns.items()}
    except csv.Error as error:
        raise ProblemsFound([Problem(name, f"not CSV: {error}", reader.line_num)]) from None


def _columns(headings: Sequence[str], name: str, source: DataSource, fields: Sequence[str]) -> dict[str, int]:
    """Return the index of each field's column; declared columns, the period and the value are required."""
    wanted = {field: source.columns.get(field, field) for field in fields}
    problems = [
        Problem(name, f'there is no column "{heading}"{suggest(heading, headings)}', 1)
        for field, heading in wanted.items()
        if heading not in headings and (field in source.columns or field in ("period", "value"))
    ]
    problems += [
        Problem(name, f'there are two columns "{heading}"', 1)
        for heading in wanted.values()
        if headings.count(heading) > 1
    ]
    raise_any(problems)
    return {field: headings.index(heading) for field, heading in wanted.items() if heading in headings}


def _from_json(text: str, name: str, source: DataSource, fields: Sequence[str]) -> Iterator[_Cells]:
    items = located_items(text, name, source.items, MOST_ROWS)
    if items is None:
        message = f'there is no list of observations at "{source.items}"'
        raise ProblemsFound([Problem(name, message, hint='say where it is: "items" in the file of sources')])
    paths = _PATHS | {field: field.replace("_", "/", 1) for field in fields if field.startswith("note_")}
    named = [(field, source.columns.get(field, paths.get(field, field))) for field in fields]
    for line, item in items:
        yield line, {field: _text_of(value_at(item, f"/{path}")) for field, path in named}


def _text_of(value: Json) -> str:
    """Return a value as a cell of CSV has it; JSON's words for one that is neither a text nor a number."""
    match value:
        case None:
            return ""
        case Decimal():  # without an exponent, unless that makes it long
            return format(value, "f") if abs(value.adjusted()) <= _MOST_DIGITS else str(value)
        case bool():
            return str(value).lower()
        case dict() | list():
            return "{…}" if isinstance(value, dict) else "[…]"
        case _:
            return str(value)


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads one row; adds a problem to ``problems`` for each mistake, with the column's name in the file."""

    name: str
    line: int
    texts: Mapping[str, str]
    source: DataSource
    indicator: Indicator
    languages: Sequence[str]
    today: date
    problems: list[Problem]

    def observation(self) -> NewObservation | None:
        """Return the row's observation, or None after adding its problems."""
        before = len(self.problems)
        for field, text in self.texts.items():
            if len(text) > _MOST_CHARACTERS:
                self._add_problem(field, f"the cell has {len(text)} characters; at most {_MOST_CHARACTERS} are read")
            elif text in ("[…]", "{…}", "true", "false"):
                self._add_problem(field, f"found {text}; expected a text or a number")
        if len(self.problems) > before:
            return None
        period = self._read("period", Period.parse)
        value = self._read("value", self._value)
        status = self._read("status", self._status)
        released = self._read("released", parse_date) if self._text("released") else self.today
        kind = self._text("kind")
        if kind not in ("", "correction"):
            self._add_problem("kind", f'found "{shortened(kind)}"; expected "correction" or nothing')
        given = self._source(correction=kind == "correction")
        note = {lang: self._text(f"note_{lang}") for lang in self.languages}
        if any(note.values()) and not all(note.values()):
            missing = ", ".join(lang for lang, text in note.items() if not text)
            self._add_problem(f"note_{missing.split(', ')[0]}", f"the note is missing in {missing}")
        if len(self.problems) > before or period is None or value is None or status is None or released is None:
            return None
        note = note if any(note.values()) else {}
        return NewObservation(period.text, value, status, released, given, kind == "correction", note)

    def _source(self, *, correction: bool) -> Source | None:
        url = self._text("source_url")
        if not url and not self._text("source_title") and "://" in self.source.place:
            url = self.source.place
        if not url:
            if not correction:
                self._add_problem("source_url", "missing: say where the figure was made public, or give a default")
            return None
        if not is_web_address(url):
            self._add_problem("source_url", f'"{shortened(url)}" is not a web address; it begins with https://')
        return Source(self._text("source_title") or urlsplit(url).netloc, url)

    def _text(self, field: str) -> str:
        return self.texts.get(field) or self.source.defaults.get(field, "")

    def _read(self, field: str, read: Callable[[str], _Value]) -> _Value | None:
        text = self._text(field)
        try:
            return read(text)
        except ValueError as error:
            self._add_problem(field, str(error).replace(text, shortened(text)))
            return None

    def _value(self, text: str) -> Decimal:
        value = parse_value(text)
        if rounded(value, self.indicator.decimals) != value:
            limit = f'"{self.indicator.key}" ({self.indicator.decimals})'
            raise ValueError(f'"{text}" has more decimal places than {limit}')
        return value

    def _status(self, text: str) -> Status:
        if not text:
            raise ValueError("missing, with no default")
        return Status.parse(text)

    def _add_problem(self, field: str, message: str) -> None:
        column = self.source.columns.get(field, field)
        self.problems.append(Problem(self.name, f"{column}: {message}", self.line))
