"""Tables that may be wider than a telephone: they scroll in a box of their own, and the page does not.

The box takes the focus, so that the keyboard scrolls it (WCAG 2.1.1); a table that fits has none, for each is a stop on
the way through the page. In a box no word is broken to make a column narrower.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Final

__all__ = ["with_boxes"]

#: On 320 CSS pixels as many columns find room, whole words and all (WCAG 1.4.10).
MOST_COLUMNS: Final = 2
_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<t[hd]\b([^>]*)>")
_SPAN: Final = re.compile(r"""colspan=["']?(\d{1,3})""")


def with_boxes(html: str, gettext: Callable[[str], str]) -> str:
    """Return HTML with each wide table in a box; ``gettext`` returns a message's translation."""
    if "<table" not in html:
        return html
    label = escape(gettext("Table"))

    def boxed(found: re.Match[str]) -> str:
        if _columns(found[0]) <= MOST_COLUMNS:
            return found[0]
        return f'<div class="table-box" role="group" tabindex="0" aria-label="{label}">\n{found[0]}\n</div>'

    return _TABLE.sub(boxed, html)


def _columns(table: str) -> int:
    return max((sum(map(_width, _CELL.findall(row))) for row in _ROW.findall(table)), default=0)


def _width(attributes: str) -> int:
    span = _SPAN.search(attributes)
    return int(span[1]) if span else 1
