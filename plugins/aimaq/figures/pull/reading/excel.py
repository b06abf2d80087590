"""Read a sheet of an Excel workbook (.xlsx): the values as they were saved, and only those that the cell shows so."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Final, Protocol

from openpyxl import load_workbook

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import MOST_ROWS, Cell, Table, Unfit, cell_of
from aimaq.figures.pull.reading.question import Question, RefusedError
from aimaq.figures.pull.reading.sheets import as_table, chosen_sheet

__all__ = ["ask"]

#: Texts, colours and fillers of a number format, in which signs mean nothing.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
#: A comma at the end of the digits: the cell shows thousands.
_SCALED: Final = re.compile(r"[0#?],+(?![0#?,])")


class _Cell(Protocol):
    """What is read of a cell of openpyxl."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


def ask(question: Question) -> Table:
    """Return the sheet's rows; raise RefusedError. Formulas have the values with which the workbook was saved."""
    try:
        workbook = load_workbook(question.path, read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl passes on every error of zip, XML and its own reading
        raise RefusedError(tr("it is no Excel workbook (.xlsx), or it is encrypted or damaged")) from None
    name = chosen_sheet(workbook.sheetnames, question)
    sheet = workbook[name]
    if not hasattr(sheet, "reset_dimensions"):
        raise RefusedError(tr('"%(name)s" is no sheet of cells', name=name))
    sheet.reset_dimensions()  # the size that the file states may be wrong
    rows: Iterator[tuple[_Cell, ...]] = sheet.iter_rows(max_row=MOST_ROWS + 1100)
    return as_table((tuple(map(_cell, row)) for row in rows), question)


def _cell(cell: _Cell) -> Cell:
    value, kind = cell.value, cell.data_type
    if kind == "e":
        return Unfit(tr("found %(value)s, the result of a formula that failed", value=value))
    if kind == "n" and value is not None:
        shown = _LITERAL.sub("", cell.number_format.partition(";")[0])
        if "%" in shown:
            return Unfit(
                tr("the cell shows per cent, and holds %(value)s: give it the format of a number", value=value)
            )
        if _SCALED.search(shown):
            return Unfit(
                tr(
                    "the cell shows thousands or millions, and holds %(value)s: give it the format of a number",
                    value=value,
                )
            )
    if isinstance(value, datetime) and value.time() == time():
        return cell_of(value.date())
    return cell_of(value)
