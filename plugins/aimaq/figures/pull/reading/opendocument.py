"""Read a sheet of an OpenDocument workbook (.ods), as LibreOffice saves it, by Python's own zip and XML.

OpenDocument 1.3, part 3, sections 9.1 (tables) and 19.385 (values): numbers stand there as decimal texts.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import MOST_ROWS, Cell, Table, Unfit, cell_of, exact_double
from aimaq.figures.pull.reading.question import Question, RefusedError
from aimaq.figures.pull.reading.sheets import as_table, chosen_sheet

__all__ = ["ask"]

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FACTOR: Final = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}display-factor"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: What stands in one cell of many that are alike, of which a sheet has thousands at its ends.
_MOST_COLUMNS: Final = 1000


def ask(question: Question) -> Table:
    """Return the sheet's rows; raise RefusedError. Formulas have the values with which the workbook was saved."""
    try:
        with ZipFile(question.path) as archive:
            content = ElementTree.fromstring(archive.read("content.xml"))
    except (BadZipFile, KeyError, ElementTree.ParseError, RuntimeError, NotImplementedError):
        message = tr("it is no OpenDocument workbook (.ods), or it is encrypted or damaged")
        raise RefusedError(message) from None
    tables = {table.get(f"{_TABLE}name", ""): table for table in content.iter(f"{_TABLE}table")}
    return as_table(_rows(tables[chosen_sheet(list(tables), question)], _scaled(content)), question)


def _scaled(content: ElementTree.Element) -> frozenset[str]:
    """Return the names of the styles in which a cell shows thousands or millions of what it holds."""
    formats = {
        each.get(f"{_STYLE}name") for each in content.iter() if any(part.get(_FACTOR, "1") != "1" for part in each)
    }
    styles = content.iter(f"{_STYLE}style")
    return frozenset(
        each.get(f"{_STYLE}name", "") for each in styles if each.get(f"{_STYLE}data-style-name") in formats
    )


def _rows(table: ElementTree.Element, scaled: frozenset[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows, those that are repeated too; the empty ones at the end may be a million."""
    count = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = tuple(_cells(row, scaled))
        for _ in range(_repeated(row, "rows")):
            count += 1
            if count > MOST_ROWS + 1100:
                return
            yield cells


def _cells(row: ElementTree.Element, scaled: frozenset[str]) -> Iterator[Cell]:
    count = 0
    for element in row:
        if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        cell = _cell(element, scaled)
        for _ in range(_repeated(element, "columns")):
            count += 1
            if count > _MOST_COLUMNS:
                return
            yield cell


def _repeated(element: ElementTree.Element, what: str) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(text) if text.isdigit() else 1


def _cell(element: ElementTree.Element, scaled: frozenset[str]) -> Cell:
    """Return what a cell holds; its first paragraphs are also what it shows."""
    shown = "\n".join("".join(paragraph.itertext()) for paragraph in element.iterfind(f"{_TEXT}p"))
    value = element.get(f"{_OFFICE}value", "")
    match element.get(f"{_OFFICE}value-type"):
        case "percentage":
            return Unfit(
                tr("the cell shows per cent, and holds %(value)s: give it the format of a number", value=value)
            )
        case "float" | "currency":
            if shown.startswith(("#", "Err:")):
                return Unfit(tr("found %(shown)s, the result of a formula that failed", shown=shown))
            if element.get(f"{_TABLE}style-name") in scaled:
                return Unfit(
                    tr(
                        "the cell shows thousands or millions, and holds %(value)s: give it the format of a number",
                        value=value,
                    )
                )
            return _number(value)
        case "date":
            day = element.get(f"{_OFFICE}date-value", "")
            moment = day.partition("T")[2].strip("0:.")
            return cell_of(day[:10]) if not moment else Unfit(tr("found the moment %(day)s; expected a day", day=day))
        case "boolean":
            return cell_of(element.get(f"{_OFFICE}boolean-value") == "true")
        case "time":
            return Unfit(tr('found the time "%(shown)s"; expected a text, a number or a date', shown=shown))
        case _:
            return cell_of(shown)


def _number(text: str) -> Cell:
    """Return a number, which LibreOffice computes with as a double, and writes with all the digits of one."""
    try:
        return exact_double(float(Decimal(text)))
    except (InvalidOperation, OverflowError):
        return Unfit(tr('"%(text)s" is not a number', text=text))
