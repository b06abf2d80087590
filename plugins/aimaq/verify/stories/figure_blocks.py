"""A figure as plain texts and ninjs list it: its name, what it was and is, its source; compared with its page's row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.stories.story_page import FigureRow, numbers_in
from aimaq.verify.values.html_text import one_line
from aimaq.verify.values.printed_numbers import digits_in, is_subsequence

__all__ = ["FigureBlock", "check_blocks"]


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure in a file: where it begins there, and its lines; ``line`` is the number of the first one, or 0."""

    place: str
    lines: tuple[str, ...]
    line: int = 0

    def at(self, number: int) -> str:
        """Return the place of one of its lines."""
        return f"line {self.line + number}" if self.line else self.place


def check_blocks(
    kind: str, file: str, blocks: Sequence[FigureBlock], rows: Sequence[FigureRow]
) -> Iterator[Comparison]:
    """Yield the comparison of each figure in a file with the rows of its page, of which none may be missing."""
    found: set[int] = set()
    for block in blocks:
        label = one_line(block.lines[0])
        named = [number for number, row in enumerate(rows) if _is_named(label, row.label)]
        wrong = {number: _wrong_line(block.lines, rows[number]) for number in named}
        right = [number for number, line in wrong.items() if line is None]
        if right:
            # A file may list a figure twice that its page shows once, as the current one and by its period.
            found.add(next((number for number in right if number not in found), right[0]))
            yield agreeing(kind, file)
        elif named:
            best = max(named, key=lambda number: wrong[number] or 0)
            found.add(best)
            line = wrong[best] or 0
            shown = f'"{one_line(block.lines[line])}"'
            yield disagreeing(kind, file, block.at(line), shown, f'the page has "{rows[best].text}"')
        else:
            shown = f'"{label}"'
            yield disagreeing(kind, file, block.at(0), shown, "the page lists no figure of this name")
    for number, row in enumerate(rows):
        if number not in found:
            yield disagreeing(kind, file, "", f'the figure "{row.label}" is missing', f'the page has "{row.text}"')


def _is_named(label: str, name: str) -> bool:
    return label == name or label.startswith(f"{name}, ")


def _wrong_line(lines: Sequence[str], row: FigureRow) -> int | None:
    """Return the number of the first line that the row does not have so, None if there is none."""
    asked = {digit.lstrip("0") for digit in digits_in(one_line(lines[0]).removeprefix(row.label))}
    if asked - row.asked:
        return 0
    for number in range(1, max(len(lines), len(row.values) + 1)):
        shown = numbers_in(lines[number]) if number < len(lines) else ()
        if number <= len(row.values):
            line = min(number, len(lines) - 1)
            status = row.statuses[number - 1].casefold()
            if shown not in row.values[number - 1] or status not in one_line(lines[line]).casefold():
                return line
        elif not is_subsequence(shown, row.source):
            return number
    return None
