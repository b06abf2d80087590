"""The words of HTML for a field without markup: a title, a summary, an alternative text, a caption.

A raised figure has a letter of its own, and a struck one its signs, as in plain texts: 10<sup>6</sup> is not 106, and
a call for a note behind a number is no digit of it.
"""

from typing import Final

from bs4 import Tag

from aimaq.importing.convert.html_tree import block_form, visible_text
from aimaq.newsroom.markdown.plain_text import STRUCK, raised_or_lowered

__all__ = ["field_line"]

_STRUCK: Final = frozenset({"del", "s", "strike"})


def field_line(tag: Tag) -> str:
    """Return the words of an element on one line."""
    return " ".join(visible_text(tag, _form).split())


def _form(tag: Tag) -> tuple[str, str | None]:
    """Return what stands before and behind an element in a field, and what stands for its words, or None."""
    if tag.name in ("sup", "sub"):
        return "", raised_or_lowered(tag.get_text(), tag.name)
    if tag.name in _STRUCK and tag.get_text().strip():
        return STRUCK, None
    return block_form(tag)
