"""Headings in a text: none of level 1, none without words."""

import re
from collections.abc import Iterator
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.slots import SLOT, decode

__all__ = ["heading_problems"]

_TOP: Final = re.compile(r"^#[ \t]+[^\n]*\S|^[ ]{0,3}<h1\b", re.MULTILINE)
_HEADING: Final = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
_EMPTY: Final = re.compile(
    r"^[ \t>]*(?:[-*+] +)?#{1,6}(?:[#\s\u200b]|&nbsp;|\{\{\s*assert[^{}]*\}\}|<!--.*?-->)*$", re.MULTILINE
)


def heading_problems(html: str, text: str, path: str, first_line: int, *, named: bool) -> Iterator[Problem]:
    """Yield what is wrong with the headings in the ``html`` of a Markdown ``text`` whose code is blank.

    A heading of level 1 that no line of ``#`` makes may have been ``named`` already.
    """

    def lines(pattern: re.Pattern[str]) -> list[int]:
        return [first_line + text.count("\n", 0, match.start()) for match in pattern.finditer(text)]

    if "<h1" in html:
        message = tr("a heading of level 1 in the text: the page's title is one already")
        for line in lines(_TOP) or [first_line] * (not named):
            yield Problem(path, message, line, hint=tr('begin the heading with "##"'))
    if any(not _words(match[2]) for match in _HEADING.finditer(html)):
        for line in lines(_EMPTY) or [first_line]:
            yield Problem(
                path, tr("a heading without words"), line, hint=tr("write its words after the signs, or delete them")
            )


def _words(html: str) -> str:
    """Return what readers see of a heading: its words, figures and pictures; an assertion prints nothing."""
    shown = SLOT.sub(lambda match: "" if decode(match[0]).body.startswith("assert ") else "0", html)
    return re.sub(r"<(?!img\b)[^>]*>|&nbsp;|\s|\u200b", "", shown)
