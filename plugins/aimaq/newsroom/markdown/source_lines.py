"""Find the line of an editor's Markdown on which something stands that the parser has read.

Python-Markdown keeps no line numbers, and before it parses, markers have become tokens. So the lines are compared
without what changes on the way: indentation, the signs of lists and quotations, the inside of markers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aimaq.base.problems import Problem
from aimaq.base.slots import PRIVATE_DIGITS, TOKEN_CLOSE, TOKEN_OPEN
from aimaq.figures.text.code import without_fenced_code
from aimaq.figures.text.exemptions import REASON
from aimaq.figures.text.markers import MARKER

__all__ = ["Slip", "slip_problems", "without_markers"]

_TOKEN = re.compile(f"{TOKEN_OPEN}[{PRIVATE_DIGITS}]+{TOKEN_CLOSE}")
_PREFIX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*")


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a text that readers would see otherwise than it is written; ``line`` is the line as parsed."""

    message: str
    hint: str
    line: str


def without_markers(line: str) -> str:
    """Return a line with the same sign for each marker, whether it is a token already or not."""
    return _TOKEN.sub(TOKEN_OPEN, MARKER.sub(TOKEN_OPEN, line))


def slip_problems(slips: Iterable[Slip], body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yield a problem for each slip, at its line of the Markdown ``body``; the body's first line if none is like it."""
    places: defaultdict[str, list[int]] | None = None
    for slip in slips:
        if places is None:
            places = _places(body)
        numbers = places[_plain(slip.line)]
        # Of lines that are alike, each is named once.
        number = numbers.pop(0) if len(numbers) > 1 else numbers[0] if numbers else 0
        yield Problem(path, slip.message, first_line + number, hint=slip.hint)


def _places(body: str) -> defaultdict[str, list[int]]:
    """Return the numbers of the lines outside of fenced code, by what they hold, from 0."""
    text = REASON.sub(lambda match: "\n" * match[0].count("\n"), body)
    text = MARKER.sub(lambda match: TOKEN_OPEN + "\n" * match[0].count("\n"), text)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(without_fenced_code(text.split("\n"))[0]):
        if line:
            places[_plain(line)].append(number)
    return places


def _plain(line: str) -> str:
    line = _TOKEN.sub(TOKEN_OPEN, line.expandtabs(4).rstrip())
    prefix = _PREFIX.match(line)
    assert prefix is not None, "the pattern matches nothing, too"
    return line[prefix.end() :]
