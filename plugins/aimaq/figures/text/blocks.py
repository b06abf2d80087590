"""The blocks of a text's HTML as plain text, to find out in which words its slots stand.

A block is a paragraph, a heading, a list item, a table cell, or the value of an attribute. In its text a slot is one
character, so that patterns can look at what stands beside it. A plain text, such as a title, is one block.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from aimaq.base.slots import CLOSE, OPEN, decode

__all__ = ["LINE", "Block", "blocks_of"]

#: Stands in a block's text for a forced line break; a line break of the source, which readers do not see, is "\n".
LINE: Final = "\v"
#: Stands where small letters begin or end: a digit in them is no digit of the number beside them.
RAISED: Final = "\u2060"
_RAISED: Final = frozenset({"sub", "sup"})
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_BLOCKS: Final = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption"),
    *("figure", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("tr", "ul"),
}
_TOKEN: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    rf"|{OPEN}(?P<slot>[^{OPEN}{CLOSE}]*){CLOSE}|(?P<words>[^<{OPEN}]+)|[<{OPEN}]"
)
_VALUE: Final = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(slots=True)
class Block:
    """A block's text with ``OPEN`` for each slot; ``origins`` are those of its slots, in order.

    ``element`` is the innermost element that is a block, "" for a plain text. ``quoted`` says that it stands in a
    ``<blockquote>``; ``spans`` are the parts of the text in a ``<q>``.
    """

    element: str = ""
    quoted: bool = False
    text: str = ""
    origins: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether the block is a heading."""
        return self.element in _HEADINGS


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._words: list[str] = []
        self._length = 0
        self._quote = 0
        self._block = Block()

    def add(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)

    def tag(self, name: str, rest: str, *, ends: bool) -> None:
        if OPEN in rest:
            for double, single in _VALUE.findall(rest):
                if OPEN in (double or single):
                    self.blocks += blocks_of(unescape(double or single).replace("<", "‹"))
        if name == "br":
            self.add(LINE)
        elif name in _RAISED:
            self.add(RAISED)
        elif name == "q" and not ends:
            self._counts["q"] += 1
            self._quote = self._length
        elif name == "q" and self._counts["q"]:
            self._counts["q"] -= 1
            self._block.spans.append((self._quote, self._length))
        if name in _BLOCKS:
            self.finish()
            if not ends and name != "hr":
                self._open.append(name)
                self._counts[name] += 1
            elif ends and self._counts[name]:
                while (closed := self._open.pop()) != name:
                    self._counts[closed] -= 1
                self._counts[name] -= 1
            self._block = Block(self._open[-1] if self._open else "", self._counts["blockquote"] > 0)

    def slot(self, token: str) -> None:
        self._block.origins.append(decode(token).origin)
        self.add(OPEN)

    def finish(self) -> None:
        if self._words:
            self._block.text = "".join(self._words)
            if self._counts["q"]:
                self._block.spans.append((self._quote, self._length))
            self.blocks.append(self._block)
        self._words, self._length, self._quote, self._counts["q"] = [], 0, 0, 0


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of HTML, or of a plain text, that hold words or slots."""
    reader = _Reader()
    for match in _TOKEN.finditer(html):
        if match["name"]:
            reader.tag(match["name"].lower(), match["rest"], ends=bool(match["end"]))
        elif match["slot"] is not None:
            reader.slot(match["slot"])
        else:
            reader.add(unescape(match["words"] or match[0]).replace(LINE, " "))
    reader.finish()
    return reader.blocks
