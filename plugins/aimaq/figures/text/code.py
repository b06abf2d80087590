"""Code in a Markdown text, found in linear time: blocks between fences, and spans between runs of back-ticks.

A span ends at a run of the same length in its paragraph (CommonMark 0.31, 6.1). In Python-Markdown a fence is closed by
the same characters, alone on a line.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

__all__ = ["code_spans", "fenced_blocks", "is_within", "without_code", "without_fenced_code"]

_FENCE: Final = re.compile(r"(`{3,}|~{3,})[^`\n]*")
_CLOSING_FENCE: Final = re.compile(r"(`{3,}|~{3,}) *")

_NO_BREAK: Final = re.compile(r"[^\n]")
_RUN: Final = re.compile(r"`+")
_BETWEEN_PARAGRAPHS: Final = re.compile(r"\n[ \t>]*\n")


def code_spans(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Return where each code span of a Markdown text begins and ends, from the offset ``start`` on, in order."""
    if text.find("`", start) < 0:
        return []
    breaks = [match.start() for match in _BETWEEN_PARAGRAPHS.finditer(text, start)]
    runs = [match.span() for match in _RUN.finditer(text, start)]
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for begin, end in runs:
        by_length[end - begin].append(begin)
    spans: list[tuple[int, int]] = []
    last = start
    for begin, end in runs:
        if begin < last:
            continue
        length = end - begin - _is_escaped(text, begin)
        closing = by_length.get(length, [])
        place = bisect_right(closing, end - 1)
        if length and place < len(closing):
            found = closing[place]
            if bisect_right(breaks, begin) == bisect_right(breaks, found):
                last = found + length
                spans.append((end - length, last))
    return spans


def _is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before an offset."""
    begin = at
    while begin and text[begin - 1] == "\\":
        begin -= 1
    return (at - begin) % 2 == 1


def is_within(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the spans, which are in order."""
    place = bisect_right(spans, at, key=itemgetter(0)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def fenced_blocks(lines: Sequence[str]) -> tuple[list[tuple[int, int]], int | None]:
    """Return the first and the last line of each block of fenced code, and the first fence that is not closed.

    Lines are counted from 0. Fences below an unclosed one are not looked at: they may close another one.
    """
    closing: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line[:1] in "`~" and (match := _CLOSING_FENCE.fullmatch(line)):
            closing[match[1]].append(number)
    blocks: list[tuple[int, int]] = []
    end = -1
    for number, line in enumerate(lines):
        if number > end and line[:1] in "`~" and (match := _FENCE.fullmatch(line)):
            ends = closing[match[1]]
            later = bisect_right(ends, number)
            if later == len(ends):
                return blocks, number
            end = ends[later]
            blocks.append((number, end))
    return blocks, None


def without_fenced_code(lines: Sequence[str]) -> tuple[list[str], int | None]:
    """Return the lines with those of fenced code empty, and the number of the first fence that is not closed."""
    blocks, unclosed = fenced_blocks(lines)
    kept = list(lines)
    for first, last in blocks:
        kept[first : last + 1] = [""] * (last + 1 - first)
    return kept, unclosed


def without_code(text: str) -> str:
    """Return a text, as long as it was and in the same lines, with spaces in the place of code."""
    lines = text.split("\n")
    for first, last in fenced_blocks(lines)[0]:
        lines[first : last + 1] = [" " * len(line) for line in lines[first : last + 1]]
    kept = "\n".join(lines)
    parts: list[str] = []
    end = 0
    for span in code_spans(kept):
        parts += (kept[end : span[0]], _NO_BREAK.sub(" ", kept[slice(*span)]))
        end = span[1]
    return "".join((*parts, kept[end:]))
