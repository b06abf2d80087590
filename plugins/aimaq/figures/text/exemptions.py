"""Why a figure may stand as it is typed: ``<!-- figure: as quoted in the press -->`` in a text of an editor's.

In front matter the same is a YAML comment, ``# figure: as quoted in the press``. The contradiction check reads it;
no reader of the site does, so the Markdown extension takes it out before anything else can see it.
"""

from __future__ import annotations

import re

__all__ = ["REASON", "without_reasons"]

REASON = re.compile(r"<!--[ \t\n]*figure:(?P<reason>.*?)-->", re.DOTALL)
_CODE = r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
_OUT = re.compile(
    rf"{_CODE}|^[ \t>]*{REASON.pattern}[ \t]*(?:\n|\Z)|[ \t]*{REASON.pattern.replace('<reason>', '<here>')}",
    re.DOTALL | re.MULTILINE,
)


def without_reasons(markdown: str) -> str:
    """Return the text without its reasons, and without the lines that held nothing else; code spans stay."""
    if "figure:" not in markdown:
        return markdown
    return _OUT.sub(lambda match: match[0] if match["ticks"] else "", markdown)
