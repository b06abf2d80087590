"""Limits for the Markdown of a text: for some texts, which no editor writes, converting takes quadratic time.

Counting costs little and gives the same on every machine. A limit of processor time, which does not depend on the
machine's other work, catches the rest.
"""

import re
from collections.abc import Iterator

from aimaq.base.problems import Problem
from aimaq.base.processes.time_limit import SECONDS, TooLong
from aimaq.figures.text.code import without_fenced_code

__all__ = ["conversion_problem", "excess"]

#: Of one text, without its front matter: about 100 printed pages.
MAX_CHARACTERS = 300_000
#: Brackets of one kind that are open at once in a paragraph: Markdown searches for the end of each.
MAX_OPEN = 100
#: Of lists and quotations within each other.
MAX_DEPTH = 20
#: Markdown searches every word for each of them.
MAX_ABBREVIATIONS = 300

#: The signs of Markdown in a paragraph times its characters: it is copied for each of them.
MAX_WORK = 1_000_000_000

_SIGNS = re.compile(r"[\\`*_\[\]<>&!]")
_BETWEEN = re.compile(r"\n[ \t>]*\n")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]\n]*\]:", re.MULTILINE)
_PREFIX = re.compile(r"([ \t]*)((?:(?:[>*+:-]|\d{1,9}[.)])(?:[ \t]+|(?=>)))+)(?=\S)")
_MARKER = re.compile(r"[>*+:-]|\d+[.)]")
_BRACKETS = {"[": re.compile(r"(\[)|\]"), "(": re.compile(r"(\]\()|\)"), "<": re.compile(r"(<[a-zA-Z/!?])|>")}


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
    lines, unclosed = without_fenced_code(body.split("\n"))
    text = "\n".join(lines)
    problems = []
    if unclosed is not None:
        fence = lines[unclosed][: len(lines[unclosed]) - len(lines[unclosed].lstrip("`~"))]
        message = f'the fence "{fence[:9]}" is never closed'
        hint = "write it once more, alone on a line, where the code ends"
        problems.append(Problem(path, message, first_line + unclosed, hint=hint))
    return [
        *problems,
        *_too_deep(lines, path, first_line),
        *_too_many_abbreviations(text, path, first_line),
        *_too_open(text, path, first_line),
        *_too_dense(text, path, first_line),
    ]


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


def _too_dense(text: str, path: str, first_line: int) -> Iterator[Problem]:
    if len(text) * len(_SIGNS.findall(text)) <= MAX_WORK:
        return
    start = 0
    for end in (*(match.start() for match in _BETWEEN.finditer(text)), len(text)):
        signs = sum(1 for _ in _SIGNS.finditer(text, start, end))
        if (end - start) * signs > MAX_WORK:
            line = first_line + text.count("\n", 0, start + len(text[start:end]) - len(text[start:end].lstrip("\n")))
            message = f"a paragraph of {end - start} characters has {signs} signs of Markdown"
            yield Problem(path, message, line, hint="divide it by empty lines, or put it between two lines of ```")
            return
        start = end
