"""Reasons why a typed number may stay: ``<!-- figure: as quoted in the press -->`` in an editor's text.

In front matter it is a YAML comment, ``# figure: as quoted in the press``. The contradiction check reads the reasons;
the Markdown extension removes them, so that they are not published.
"""

import re

__all__ = ["REASON", "without_reasons"]

REASON = re.compile(r"<!--[ \t\n]*figure:(?P<reason>.*?)-->", re.DOTALL)
_CODE = r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
_REMOVED = re.compile(
    rf"{_CODE}|^[ \t>]*{REASON.pattern}[ \t]*(?:\n|\Z)|[ \t]*{REASON.pattern.replace('<reason>', '<here>')}",
    re.DOTALL | re.MULTILINE,
)


def without_reasons(markdown: str) -> str:
    """Return the text without its reasons, and without lines that hold nothing else; code spans stay."""
    if "figure:" not in markdown:
        return markdown
    return _REMOVED.sub(lambda match: match[0] if match["ticks"] else "", markdown)
