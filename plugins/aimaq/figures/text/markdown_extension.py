"""The markers' extension of Python-Markdown.

Before anything else is parsed, each marker is set aside as a token of private-use characters, which no other
Markdown syntax can take apart (a ``|`` in a table's cell, an underscore, an abbreviation). At the end the tokens
become slots, or, inside ``<code>`` and ``<pre>``, the editor's own text again.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import slugify_unicode, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from aimaq.base.slots import Slot, encode
from aimaq.figures.text.exemptions import without_reasons
from aimaq.figures.text.markers import MARKER, inside, origin_of

__all__ = ["MarkerExtension", "makeExtension"]

_DIGITS = {ord(str(digit)): chr(0xE010 + digit) for digit in range(10)}
_PLAIN = {private: plain for plain, private in ((d, ord(p)) for d, p in _DIGITS.items())}
_TOKEN = re.compile("\ue002([\ue010-\ue019]+)\ue003")
_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)
#: Private-use characters are ours alone; an editor's text that holds one could forge a slot.
_FOREIGN = re.compile("[\ue000-\uf8ff]")


class MarkerExtension(Extension):
    """Turns markers into slots. The slots' origins are ``line:column`` within the text that was converted."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.found: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register a preprocessor after ``meta`` (27) and before all that reads text, and the last postprocessor."""
        md.registerExtension(self)
        counted = _Count(md)
        md.preprocessors.register(counted, "indicator-lines", 28)
        md.preprocessors.register(_SetAside(md, self.found, counted), "indicator-markers", 26)
        md.preprocessors.register(_WithoutReasons(md), "indicator-reasons", 24)
        md.treeprocessors.register(_HeadingIds(md), "indicator-heading-ids", 6)
        md.postprocessors.register(_PutBack(md, self.found), "indicator-slots", -10)

    def reset(self) -> None:
        """Forget the markers of the text before."""
        self.found.clear()


class _Count(Preprocessor):
    """Counts the lines before ``meta`` takes its own away, so that the rest keep their numbers."""

    lines = 0

    def run(self, lines: list[str]) -> list[str]:
        self.lines = len(lines)
        return lines


class _SetAside(Preprocessor):
    def __init__(self, md: Markdown, found: list[tuple[str, str]], counted: _Count) -> None:
        super().__init__(md)
        self.found, self.counted = found, counted

    def run(self, lines: list[str]) -> list[str]:
        text = _FOREIGN.sub("\ufffd", "\n".join(lines))
        # A highlighter would colour the tokens' characters one by one, so fenced code is left as it is.
        first = 1 + self.counted.lines - len(lines)
        fences = [match.span() for match in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text)]

        def set_aside(match: re.Match[str]) -> str:
            start = match.start()
            if any(begin <= start < end for begin, end in fences):
                return match[0]
            self.found.append((match[0], origin_of(match[0], text, start, first)))
            return f"\ue002{str(len(self.found) - 1).translate(_DIGITS)}\ue003"

        return MARKER.sub(set_aside, text).split("\n")


class _WithoutReasons(Preprocessor):
    """Takes the contradiction check's comments out: after fenced code (25), before raw HTML (20) is set aside."""

    def run(self, lines: list[str]) -> list[str]:
        return without_reasons("\n".join(lines)).split("\n")


class _HeadingIds(Treeprocessor):
    """Gives each heading that quotes a figure an id without it: an address must not change with a figure.

    Runs just before ``toc`` (5), which leaves an id alone, and does nothing without ``toc``.
    """

    def run(self, root: Element) -> None:
        if "toc" not in self.md.treeprocessors:
            return
        used = {element.get("id", "") for element in root.iter()}
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                text = "".join(element.itertext())
                if _TOKEN.search(text):
                    element.set("id", unique(slugify_unicode(_TOKEN.sub("", text), "-") or "figure", used))


class _PutBack(Postprocessor):
    def __init__(self, md: Markdown, found: list[tuple[str, str]]) -> None:
        super().__init__(md)
        self.found = found

    def run(self, text: str) -> str:
        if "\ue002" not in text:
            return text
        text = _CODE.sub(lambda match: _TOKEN.sub(self._source, match[0]), text)
        return _TOKEN.sub(self._slot, text)

    def _marker(self, match: re.Match[str]) -> tuple[str, str]:
        return self.found[int(match[1].translate(_PLAIN))]

    def _source(self, match: re.Match[str]) -> str:
        return escape(self._marker(match)[0], quote=False)

    def _slot(self, match: re.Match[str]) -> str:
        marker, origin = self._marker(match)
        if marker.startswith("\\"):
            return escape(marker[1:], quote=False)
        return encode(Slot(inside(marker), origin=origin))


def makeExtension(**options: Any) -> MarkerExtension:
    """Return the extension, for ``"extensions": ["aimaq.figures.text.markdown_extension"]``."""
    return MarkerExtension(**options)
