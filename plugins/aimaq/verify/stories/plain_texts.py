"""The plain text of a story: every number in it against the story's page, line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.stories.figure_blocks import FigureBlock, check_blocks
from aimaq.verify.stories.story_page import StoryPage, numbers_in
from aimaq.verify.values.html_text import one_line

__all__ = ["check_plain_text"]

_KIND: Final = "values in plain texts"
#: Of so many lines it is found out which one is meant, from the first that does not agree on.
_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its number and its runs of digits."""

    number: int
    text: str
    digits: tuple[str, ...]


def check_plain_text(file: str, data: bytes, page: StoryPage, labels: Collection[str]) -> Iterator[Comparison]:
    """Yield what was compared in a plain text.

    ``labels`` are those of figures in its language: in the values of a chart it repeats them, and the page does not.
    """
    lines = data.decode("utf-8", errors="replace").split("\n")
    blocks, begin, end = _figures(lines, page.figures)
    yield from check_blocks(_KIND, file, blocks, page.rows)
    numbered = [label for label in sorted(labels, key=len, reverse=True) if numbers_in(label)]
    beside = [_line(number, text, numbered) for number, text in enumerate(lines, 1) if not begin <= number < end]
    found = [each for each in beside if each.digits]
    own = [_line(0, each.text, numbered) for each in page.lines if each.is_own]
    wanted = [each for each in own if each.digits]
    seen = _seen_on(page, numbered)
    above = [each for each in found if each.number < begin]
    matched, first = _matched(wanted, above)
    wrong: dict[int, str] = {}
    if first is not None:
        matched, wrong, missing = _differences(wanted, above)
        for each in missing if wrong or missing else [first]:
            yield disagreeing(_KIND, file, "", "a line is missing", f'the page has "{_shown(each.text)}"')
    for line in found:
        place, shown = f"line {line.number}", f'"{_shown(line.text)}"'
        if line.number in wrong:
            yield disagreeing(_KIND, file, place, shown, f'the page has "{_shown(wrong[line.number])}"')
        elif line.number in matched or f" {' '.join(line.digits)} " in seen:
            yield agreeing(_KIND, file)
        else:
            yield disagreeing(_KIND, file, place, shown, "the page itself says otherwise")


def _line(number: int, text: str, labels: Sequence[str]) -> _Line:
    said = one_line(text)
    for label in labels:
        said = said.replace(label, "")
    return _Line(number, text, numbers_in(said))


def _seen_on(page: StoryPage, labels: Sequence[str]) -> str:
    """Return the runs of digits of the page, with and without the labels that have some."""
    plain = " ".join(digit for each in page.lines for digit in _line(0, each.text, labels).digits)
    return f"{page.digits}| {plain} "


def _figures(lines: Sequence[str], heading: str) -> tuple[list[FigureBlock], int, int]:
    """Return the figures under a heading, and the numbers of its line and of the first line after them."""
    beyond = len(lines) + 1
    begin = next((number for number, text in enumerate(lines, 1) if heading and one_line(text) == heading), beyond)
    blocks: list[FigureBlock] = []
    at = begin + 1
    while at < beyond:
        block: list[str] = []
        while at + len(block) < beyond and lines[at + len(block) - 1].strip():
            block.append(lines[at + len(block) - 1])
        if len(block) == 1 or (block and not block[1].startswith("  ")):
            break
        if block:
            blocks.append(FigureBlock(f"line {at}", tuple(block), at))
        at += len(block) + 1
    return blocks, begin, max(at, begin)


def _matched(wanted: Sequence[_Line], found: Sequence[_Line]) -> tuple[set[int], _Line | None]:
    """Return the numbers of the lines that are those of the page, in their order, and its first one that is not."""
    matched: set[int] = set()
    rest = iter(found)
    for each in wanted:
        line = next((line for line in rest if line.digits == each.digits), None)
        if line is None:
            return matched, each
        matched.add(line.number)
    return matched, None


def _differences(wanted: Sequence[_Line], found: Sequence[_Line]) -> tuple[set[int], dict[int, str], list[_Line]]:
    """Return the lines that agree, those that do not with what the page has, and what the file does not have."""
    pairs = zip(found, wanted, strict=False)
    same = next(
        (at for at, (line, each) in enumerate(pairs) if line.digits != each.digits), min(len(found), len(wanted))
    )
    matched = {each.number for each in found[:same]}
    found, wanted = found[same : same + _MOST], wanted[same : same + _MOST]
    wrong: dict[int, str] = {}
    missing: list[_Line] = []
    matcher = SequenceMatcher(None, [each.digits for each in found], [each.digits for each in wanted], autojunk=False)
    for kind, begin, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            matched |= {each.number for each in found[begin:end]}
            continue
        both = list(zip(found[begin:end], wanted[first:last], strict=False))
        wrong |= {line.number: each.text for line, each in both}
        missing += wanted[first + len(both) : last]
    return matched, wrong, missing


def _shown(text: str) -> str:
    """Return a line in a message: not more of it than shows what is meant."""
    text = one_line(text)
    return text if len(text) <= 200 else f"{text[:200]}…"
