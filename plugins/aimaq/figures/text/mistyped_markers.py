"""Signs that an editor has typed for a marker and that are none: ``{ { jobs } }``, ``{jobs}``, ``[[jobs]]``.

They would be published as they are typed. What is code is cut out before.
"""

import re
from collections.abc import Iterator
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem

__all__ = ["mistyped_markers"]

_SPACE: Final = "[ \t\u00a0]"
_INSIDE: Final = rf"{_SPACE}*+(?P<{{name}}>[A-Za-z][A-Za-z0-9-]++{_SPACE}*+(?:[|@][^{{{{}}}}\[\]\n]*+)?){_SPACE}*+"
#: Pelican's words in braces, which stand before an address.
_PELICAN: Final = r"(?!(?:filename|static|attach|author|category|index|tag)\})"
_MISTYPED: Final = re.compile(
    "|".join(
        (
            rf"(?<![\\{{])\{{{_SPACE}++\{{(?P<apart>[^{{}}\n]*+)\}}{_SPACE}*+\}}",
            rf"(?<![\\{{$])\{{{_PELICAN}{_INSIDE.format(name='one')}\}}(?!\}})",
            rf"(?<![\\\[])\[\[{_INSIDE.format(name='square')}\]\](?![(\[])",
            rf"\{{%{_INSIDE.format(name='per_cent')}%\}}",
            r"(?<!｛)｛++(?P<wide>[^｛｝\n]*+)｝++",
        )
    )
)


def mistyped_markers(text: str, path: str, line: int = 1) -> Iterator[Problem]:
    """Yield a problem for each of them in a text without code that begins at ``line``."""
    for number, content in enumerate(text.split("\n"), line):
        for match in _MISTYPED.finditer(content):
            inside = next(filter(None, match.groups()), "").strip() or "jobs"
            message = tr('"%(found)s" is no marker and would be published as it is typed', found=match[0])
            hint = tr(
                "write {{ %(inside)s }}; to print the braces themselves, put a backslash before them", inside=inside
            )
            yield Problem(path, message, number, match.start() + 1, hint=hint)
