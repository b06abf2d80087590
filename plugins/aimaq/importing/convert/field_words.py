"""The words of HTML for a field without markup: a title, a summary, an alternative text, a caption.

A raised figure has a letter of its own, and a struck one its signs, as in plain texts: 10<sup>6</sup> is not 106, and
a call for a note behind a number is no digit of it.
"""

from typing import Final

from bs4 import Tag
from bs4.element import PreformattedString

from aimaq.importing.convert.html_tree import BLOCKS, INVISIBLE
from aimaq.newsroom.markdown.plain_text import STRUCK, raised_or_lowered

__all__ = ["field_line"]

_STRUCK: Final = frozenset({"del", "s", "strike"})


def field_line(tag: Tag) -> str:
    """Return the words of an element on one line."""
    return " ".join(_words(tag).split())


def _words(tag: Tag) -> str:
    parts: list[str] = []
    waiting: list[object] = [tag]  # not recursive: a hostile page may be nested to any depth
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            if not isinstance(node, PreformattedString):  # comments and the like
                parts.append(node)
        elif isinstance(node, Tag) and node.name not in INVISIBLE:
            if node.name in ("sup", "sub"):
                parts.append(raised_or_lowered(node.get_text(), node.name))
                continue
            edge = (
                ["\n"] if node.name in BLOCKS else [STRUCK] if node.name in _STRUCK and node.get_text().strip() else []
            )
            waiting += [*edge, *reversed(list(node.children)), *edge]
    return "".join(parts)
