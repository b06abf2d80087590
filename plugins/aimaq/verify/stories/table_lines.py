"""The rows of a table as lines of text: each cell behind the name of its column, whichever row has the cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["CellText", "TableLines"]

#: A browser lets a cell cover no more columns (HTML, 4.9.11); 0 rows are all the following ones.
_MOST_SPANNED: Final = 1000


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell: its text, whether it is a heading, and how many columns and rows it covers."""

    text: str
    is_heading: bool
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class TableLines:
    """Writes one table after another row; the rows of headings that come first name the columns."""

    names: list[str] = field(default_factory=list)
    has_data: bool = False
    _below: dict[int, tuple[int, str]] = field(default_factory=dict)

    def lines(self, row: Sequence[CellText]) -> Iterator[str]:
        """Yield the lines of the next row, none for one that names columns."""
        texts = self._texts(row)
        if all(each.is_heading for each in row) and not (self.names and (self.has_data or len(row) < 2)):
            if len(self.names) == len(texts):
                pairs = zip(self.names, texts, strict=True)
                texts = [name if above in (name, "") else f"{above} {name}" for above, name in pairs]
            self.names = texts
        elif any(texts):
            self.has_data = True
            names = [*self.names[1:], *[""] * len(texts)]
            yield texts[0]
            yield from (f"{name}: {text}" if name else text for name, text in zip(names, texts[1:], strict=False))

    def _texts(self, row: Sequence[CellText]) -> list[str]:
        """Return the text in each column, which a cell covers of its own row or of one above."""
        texts: list[str] = []
        for each in row:
            self._from_above(texts)
            for _ in range(min(each.columns, _MOST_SPANNED)):
                if (each.rows or _MOST_SPANNED) > 1:
                    self._below[len(texts)] = (each.rows or _MOST_SPANNED) - 1, each.text
                texts.append(each.text)
        self._from_above(texts)
        return texts

    def _from_above(self, texts: list[str]) -> None:
        while len(texts) in self._below:
            rows, text = self._below.pop(len(texts))
            if rows > 1:
                self._below[len(texts)] = rows - 1, text
            texts.append(text)
