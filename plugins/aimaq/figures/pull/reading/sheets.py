"""What workbooks of all formats have in common: a sheet is chosen, and a table stands in it."""

from collections.abc import Iterable, Sequence

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import MOST_ROWS, Cell, Table
from aimaq.figures.pull.reading.question import Question, RefusedError

__all__ = ["as_table", "chosen_sheet"]


def chosen_sheet(names: Sequence[str], question: Question) -> str:
    """Return the name of the sheet that is asked for, or of the only one; raise RefusedError."""
    wanted, listed = question.options.get("sheet", ""), ", ".join(f'"{name}"' for name in names[:20])
    if not wanted and len(names) == 1:
        return names[0]
    if wanted not in names:
        message = (
            tr('there is no sheet "%(wanted)s"', wanted=wanted)
            if wanted
            else tr("there are %(number)s sheets: which one is meant?", number=len(names))
        )
        raise RefusedError(message, tr('"sheet" in the file of sources names one of %(listed)s', listed=listed))
    return wanted


def as_table(rows: Iterable[Sequence[Cell]], question: Question) -> Table:
    """Return the rows below the headings, the first row with something in it if none is named; empty ones left out."""
    headings: list[str] = []
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for number, cells in enumerate(rows, 1):
        filled = [place for place, cell in enumerate(cells) if cell != ""]
        if not filled or number < question.headings:
            continue
        if not headings:
            headings = [cell if isinstance(cell, str) else getattr(cell, "text", "") for cell in cells]
            headings = headings[: filled[-1] + 1]
            continue
        if len(found) == MOST_ROWS:
            raise RefusedError(tr("there are more than %(most)s rows", most=MOST_ROWS), row=number)
        width = len(headings)
        found.append((number, (*cells[:width], *("" for _ in range(width - len(cells))))))
    return Table(tuple(headings), tuple(found))
