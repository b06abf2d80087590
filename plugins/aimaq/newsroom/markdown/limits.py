"""Limits for the Markdown of a text: for some texts, which no editor writes, converting takes quadratic time.

Counting costs little and gives the same on every machine. A limit of processor time, which does not depend on the
machine's other work, catches the rest.
"""

import re
from collections.abc import Iterator

from aimaq.base.languages.messages import tr
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
        message = tr("Markdown needs more than %(seconds)s seconds for this text", seconds=SECONDS)
        return Problem(path, message, line, hint=tr("look for long runs of the same characters, or divide it"))
    if isinstance(error, RecursionError):
        hint = tr("look for long runs of list or quotation marks; put blank lines between definitions")
        return Problem(path, tr("parts of this text are nested too deep to be read"), line, hint=hint)
    return Problem(path, tr("this text cannot be converted: %(error)s", error=error), line)


def excess(body: str, path: str, first_line: int) -> list[Problem]:
    """Return where a text exceeds a limit; ``first_line`` is that of the body in ``path``."""
    if len(body) > MAX_CHARACTERS:
        hint = tr("divide it into several texts, or attach it as a file")
        message = tr(
            "the text has %(number)s characters, more than %(most)s",
            number=len(body),
            most=MAX_CHARACTERS,
        )
        return [Problem(path, message, first_line, hint=hint)]
    lines, unclosed = without_fenced_code(body.split("\n"))
    text = "\n".join(lines)
    problems = []
    if unclosed is not None:
        fence = lines[unclosed][: len(lines[unclosed]) - len(lines[unclosed].lstrip("`~"))]
        message = tr('the fence "%(fence)s" is never closed', fence=fence[:9])
        hint = tr("write it once more, alone on a line, where the code ends")
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
        message = tr(
            "%(number)s abbreviations are explained, more than %(most)s",
            number=len(starts),
            most=MAX_ABBREVIATIONS,
        )
        yield Problem(path, message, line, hint=tr("explain a word where it first stands"))


def _too_deep(lines: list[str], path: str, first_line: int) -> Iterator[Problem]:
    for number, line in enumerate(lines, first_line):
        if line[:1] in " \t>*+:-0123456789" and (match := _PREFIX.match(line)):
            depth = len(match[1].expandtabs(4)) // 4 + len(_MARKER.findall(match[2]))
            if depth > MAX_DEPTH:
                message = tr(
                    "lists or quotations are nested %(depth)s deep, more than %(most)s",
                    depth=depth,
                    most=MAX_DEPTH,
                )
                yield Problem(path, message, number, hint=tr("a few levels are all that a reader can follow"))
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
                    hint = tr("close them; in code, put the text between ` and `")
                    yield Problem(
                        path,
                        tr(
                            'more than %(most)s brackets "%(bracket)s" stand open',
                            most=MAX_OPEN,
                            bracket=bracket,
                        ),
                        line,
                        hint=hint,
                    )
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
            message = tr(
                "a paragraph of %(end)s characters has %(signs)s signs of Markdown", end=end - start, signs=signs
            )
            yield Problem(path, message, line, hint=tr("divide it by empty lines, or put it between two lines of ```"))
            return
        start = end
