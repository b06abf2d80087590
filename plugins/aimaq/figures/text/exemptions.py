"""Reasons why a typed number may stay: ``<!-- figure: as quoted in the press -->`` in an editor's text.

In front matter it is a YAML comment, ``# figure: as quoted in the press``. The contradiction check reads the reasons;
the Markdown extension removes them, so that they are not published.
"""

import re

from aimaq.figures.text.code import code_spans, is_within

__all__ = ["REASON", "without_reasons"]

REASON = re.compile(r"<!--[ \t\n]*figure:(?P<reason>.*?)-->", re.DOTALL)
_REMOVED = re.compile(
    rf"^[ \t>]*{REASON.pattern}[ \t]*(?:\n|\Z)"
    rf"|(?<![ \t])[ \t]*{REASON.pattern.replace('<reason>', '<here>')}",
    re.DOTALL | re.MULTILINE,
)


def without_reasons(markdown: str) -> str:
    """Return the text without its reasons, and without lines that hold nothing else; code spans stay."""
    if "figure:" not in markdown:
        return markdown
    code = code_spans(markdown)
    # Behind the line of the last end of a comment nothing can match, and looking for an end would take long.
    line_end = markdown.find("\n", markdown.rfind("-->"))
    end = len(markdown) if line_end < 0 else line_end + 1
    kept, last = [], 0
    for match in _REMOVED.finditer(markdown, 0, end):
        if not is_within(code, match.start(match.lastgroup or 0)):
            kept.append(markdown[last : match.start()])
            last = match.end()
    return "".join((*kept, markdown[last:]))
