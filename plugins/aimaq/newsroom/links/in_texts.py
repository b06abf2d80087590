"""The links and anchors of one text, and the lines of its Markdown on which they stand."""

import re
from html import unescape

from aimaq.base.slots import has_slots

__all__ = ["anchors_in", "lines_of", "links_in"]

# Python-Markdown escapes < and > wherever they are not markup; raw HTML may quote with either mark.
LINK = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src|poster|cite)\s*=\s*(["'])(.*?)\1""", re.DOTALL)
ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*["']([^"']+)["']""")

#: What stands around an address in Markdown, beside spaces and the ends of a line.
_BEFORE, _AFTER = "(<\"':=", ")>\"'"


def links_in(html: str, body: str, first_line: int) -> tuple[tuple[str, int], ...]:
    """Return each address that a text's ``html`` links to, with each line of its Markdown that holds it.

    An address that is written differently in the Markdown gets ``first_line``, the body's first. One that holds a slot
    is left out: what it will be is known only after the fill.
    """
    addresses = dict.fromkeys(unescape(match[2]).strip() for match in LINK.finditer(html))
    return tuple(
        (address, line)
        for address in addresses
        if not has_slots(address)
        for line in lines_of(address, body, first_line) or [first_line]
    )


def anchors_in(html: str) -> tuple[str, ...]:
    """Return what a link to this text may have after its ``#``."""
    return tuple(dict.fromkeys(unescape(name) for name in ANCHOR.findall(html)))


def lines_of(address: str, body: str, first_line: int) -> list[int]:
    """Return the numbers of the lines of a Markdown text that hold an address; ``first_line`` is the text's first."""
    numbers: dict[int, None] = {}
    at = body.find(address)
    while at >= 0:
        before, after = body[at - 1 : at] if at else "", body[at + len(address) : at + len(address) + 1]
        begins = before in _BEFORE or (before.isspace() and before != "\n")
        if before and begins and (after in _AFTER or after.isspace()):
            numbers[first_line + body.count("\n", 0, at)] = None
        at = body.find(address, at + 1)
    return list(numbers)
