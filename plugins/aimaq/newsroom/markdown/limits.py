"""Limits for the Markdown of a text: for some texts, which no editor writes, converting takes quadratic time.

Counting costs little and gives the same on every machine. A limit of processor time, which does not depend on the
machine's other work, catches the rest.
"""

import re
import signal
import threading
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from aimaq.base.problems import Problem

__all__ = ["SECONDS", "TooLong", "at_most", "conversion_problem", "excess"]

#: Of one text, without its front matter: about 100 printed pages.
MAX_CHARACTERS = 300_000
#: Brackets of one kind that are open at once in a paragraph: Markdown searches for the end of each.
MAX_OPEN = 100
#: Of lists and quotations within each other.
MAX_DEPTH = 20
#: Markdown searches every word for each of them.
MAX_ABBREVIATIONS = 300
#: Of processor time for one text; an article of ten pages takes some hundredths of a second.
SECONDS = 10

_FENCE = re.compile(r"(`{3,}|~{3,})[^`\n]*")
_CLOSING_FENCE = re.compile(r"(`{3,}|~{3,}) *")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]\n]*\]:", re.MULTILINE)
_PREFIX = re.compile(r"([ \t]*)((?:(?:[>*+:-]|\d{1,9}[.)])(?:[ \t]+|(?=>)))+)(?=\S)")
_MARKER = re.compile(r"[>*+:-]|\d+[.)]")
_BRACKETS = {"[": re.compile(r"(\[)|\]"), "(": re.compile(r"(\]\()|\)"), "<": re.compile(r"(<[a-zA-Z/!?])|>")}


class TooLong(Exception):
    """Raised in a block that has used its processor time."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block after so many seconds of processor time.

    A signal does it, which Python delivers to a process's main thread, even during the search for a regular expression.
    Articles are read in main threads: of the build, or of a process forked for reading. In other threads, and on
    systems without such a clock, there is no limit.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    # It is sent again each second: the interrupted code may catch every exception.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def conversion_problem(error: Exception, path: str, line: int) -> Problem:
    """Return why a text could not be converted; ``line`` is its first."""
    if isinstance(error, TooLong):
        message = f"Markdown needs more than {SECONDS} seconds for this text"
        return Problem(path, message, line, hint="look for long runs of the same characters, or divide it")
    if isinstance(error, RecursionError):
        hint = "look for long runs of list or quotation marks; put blank lines between definitions"
        return Problem(path, "parts of this text are nested too deep to be read", line, hint=hint)
    return Problem(path, f"this text cannot be converted: {error}", line)


def excess(body: str, path: str, first_line: int) -> list[Problem]:
    """Return where a text exceeds a limit; ``first_line`` is that of the body in ``path``."""
    if len(body) > MAX_CHARACTERS:
        hint = "divide it into several texts, or attach it as a file"
        message = f"the text has {len(body)} characters, more than {MAX_CHARACTERS}"
        return [Problem(path, message, first_line, hint=hint)]
    lines, unclosed = _without_fenced_code(body.split("\n"))
    text = "\n".join(lines)
    problems = []
    if unclosed is not None and (match := _FENCE.fullmatch(lines[unclosed])):
        hint, message = (
            "write it once more, alone on a line, where the code ends",
            f'the fence "{match[1][:9]}" is never closed',
        )
        problems.append(Problem(path, message, first_line + unclosed, hint=hint))
    return [
        *problems,
        *_too_deep(lines, path, first_line),
        *_too_many_abbreviations(text, path, first_line),
        *_too_open(text, path, first_line),
    ]


def _without_fenced_code(lines: list[str]) -> tuple[list[str], int | None]:
    """Return the lines with those of fenced code blank, and the number of the first fence that is not closed.

    In Python-Markdown a fence is closed by the same characters, alone on a line. Fences below an unclosed one are not
    checked: they may close another one.
    """
    closing: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line[:1] in "`~" and (match := _CLOSING_FENCE.fullmatch(line)):
            closing[match[1]].append(number)
    kept = list(lines)
    end = -1
    for number, line in enumerate(lines):
        if number > end and line[:1] in "`~" and (match := _FENCE.fullmatch(line)):
            ends = closing[match[1]]
            later = bisect_right(ends, number)
            if later == len(ends):
                return kept, number
            end = ends[later]
            kept[number : end + 1] = [""] * (end + 1 - number)
    return kept, None


def _too_many_abbreviations(text: str, path: str, first_line: int) -> Iterator[Problem]:
    starts = [match.start() for match in _ABBREVIATION.finditer(text)]
    if len(starts) > MAX_ABBREVIATIONS:
        line = first_line + text.count("\n", 0, starts[MAX_ABBREVIATIONS])
        message = f"{len(starts)} abbreviations are explained, more than {MAX_ABBREVIATIONS}"
        yield Problem(path, message, line, hint="explain a word where it first stands")


def _too_deep(lines: list[str], path: str, first_line: int) -> Iterator[Problem]:
    for number, line in enumerate(lines, first_line):
        if line[:1] in " \t>*+:-0123456789" and (match := _PREFIX.match(line)):
            depth = len(match[1].expandtabs(4)) // 4 + len(_MARKER.findall(match[2]))
            if depth > MAX_DEPTH:
                message = f"lists or quotations are nested {depth} deep, more than {MAX_DEPTH}"
                yield Problem(path, message, number, hint="a few levels are all that a reader can follow")
                return


def _too_open(text: str, path: str, first_line: int) -> Iterator[Problem]:
    for bracket, pattern in _BRACKETS.items():
        if text.count(bracket) <= MAX_OPEN:
            continue
        start = 0
        for block in re.split(r"(?<=\n)[ \t]*\n", text):
            depth = 0
            for match in pattern.finditer(block) if block.count(bracket) > MAX_OPEN else ():
                depth = depth + 1 if match[1] else max(0, depth - 1)
                if depth > MAX_OPEN:
                    line = first_line + text.count("\n", 0, start + match.start())
                    hint = "close them; in code, put the text between ` and `"
                    yield Problem(path, f'more than {MAX_OPEN} brackets "{bracket}" stand open', line, hint=hint)
                    break
            start = text.find("\n", start + len(block)) + 1
