"""The rows of CSV and JSON texts: where each stands, and its cells by our names of fields."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import StringIO
from typing import TypeAlias

from aimaq.base.json_text.document import decode, value_at
from aimaq.base.json_text.list_items import located_items
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any, suggest
from aimaq.figures.pull.cells import MOST_ROWS, Cell, Table, cell_of
from aimaq.figures.pull.local_habits import decoded, delimiter_of
from aimaq.figures.pull.sources import DataSource

__all__ = ["PlacedCells", "csv_rows", "json_rows", "table_rows"]

PlacedCells: TypeAlias = tuple[int, Mapping[str, Cell]]
"""The line of a row, and its cells by our names of fields."""


def csv_rows(body: bytes, name: str, source: DataSource, wanted: Mapping[str, str]) -> Iterator[PlacedCells]:
    """Yield the rows of CSV (RFC 4180) below the line of headings; ``wanted`` are headings by our names of fields."""
    text = decoded(body, source.encoding, name)
    skipped = max(source.headings - 1, 0)
    head = text.split("\n", skipped + 1)[skipped : skipped + 1]
    delimiter = source.delimiter or delimiter_of("".join(head), wanted.values())
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _ in range(skipped):
            next(reader, None)
        headings = [heading.strip() for heading in next(reader, [])]
        columns = _columns(headings, name, source, wanted, reader.line_num or 1)
        before = reader.line_num
        for count, cells in enumerate(reader):
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if count >= MOST_ROWS:
                raise ProblemsFound([Problem(name, tr("there are more than %(most)s rows", most=MOST_ROWS), line)])
            if len(cells) != len(headings):
                message = tr(
                    "the row has %(number)s cells, and the headings are %(number_2)s",
                    number=len(cells),
                    number_2=len(headings),
                )
                raise ProblemsFound([Problem(name, message, line, hint=tr("look for a comma or a quotation mark"))])
            yield line, {field: cell_of(cells[place]) for field, place in columns.items()}
    except csv.Error as error:
        raise ProblemsFound([Problem(name, tr("not CSV: %(error)s", error=error), reader.line_num)]) from None


def table_rows(table: Table, name: str, source: DataSource, wanted: Mapping[str, str]) -> Iterator[PlacedCells]:
    """Yield the rows of a table that has been read; the only column of a query's result is the value."""
    headings = [heading.strip() for heading in table.headings]
    if source.query and len(headings) == 1:
        wanted = {**wanted, "value": headings[0]}
    columns = _columns(headings, name, source, wanted, source.headings or 1)
    for line, cells in table:
        yield line, {field: cells[place] for field, place in columns.items()}


def _columns(
    headings: list[str], name: str, source: DataSource, wanted: Mapping[str, str], line: int
) -> dict[str, int]:
    """Return the index of each field's column; declared columns, the value and a period are required."""
    needed = {"value", *source.columns, *({"period"} - source.defaults.keys())}
    problems = [
        Problem(name, tr('there is no column "%(heading)s"', heading=heading) + suggest(heading, headings), line)
        for field, heading in wanted.items()
        if heading not in headings and (field in needed or field.startswith("where "))
    ]
    problems += [
        Problem(name, tr('there are two columns "%(heading)s"', heading=heading), line)
        for heading in wanted.values()
        if headings.count(heading) > 1
    ]
    raise_any(problems)
    return {field: headings.index(heading) for field, heading in wanted.items() if heading in headings}


def json_rows(body: bytes, name: str, source: DataSource, wanted: Mapping[str, str]) -> Iterator[PlacedCells]:
    """Yield the items of a list in JSON; ``wanted`` are members, or paths of members, by our names of fields."""
    items = located_items(decode(body.removeprefix(b"\xef\xbb\xbf"), name), name, source.items, MOST_ROWS)
    if items is None:
        message = tr('there is no list of observations at "%(items)s"', items=source.items)
        raise ProblemsFound([Problem(name, message, hint=tr('say where it is: "items" in the file of sources'))])
    for line, item in items:
        yield line, {field: _json_cell(value_at(item, f"/{path}")) for field, path in wanted.items()}


def _json_cell(value: object) -> Cell:
    return cell_of(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value)
