"""The extension of Python-Markdown for markers.

Before anything else is parsed, each marker is replaced by a token of private-use characters, which no other Markdown
syntax can split (a ``|`` in a table cell, an underscore, an abbreviation). At the end the tokens become slots, or,
inside ``<code>`` and ``<pre>``, the editor's text again. In a code block that is made by four spaces they become slots,
too, so that the check of all slots reports them: an editor who means code writes a fence.
"""

import re
from html import escape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import slugify_unicode, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from aimaq.base.slots import PRIVATE_DIGITS, PRIVATE_USE, TOKEN_CLOSE, TOKEN_OPEN, Slot, encode
from aimaq.figures.text.chart_marker import CHART_CLASS, CHART_ELEMENT, is_chart
from aimaq.figures.text.exemptions import without_reasons
from aimaq.figures.text.markers import MARKER, inside, origin_of

__all__ = ["MarkerExtension"]

_TO_PRIVATE = str.maketrans("0123456789", PRIVATE_DIGITS)
_FROM_PRIVATE = str.maketrans(PRIVATE_DIGITS, "0123456789")
_TOKEN = re.compile(f"{TOKEN_OPEN}([{PRIVATE_DIGITS}]+){TOKEN_CLOSE}")
_CODE = re.compile(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)
#: An editor's text with such a character could forge a slot.
_PRIVATE = re.compile(f"[{PRIVATE_USE}]")


class MarkerExtension(Extension):
    """Turns markers into slots, whose origins are ``line:column`` within the converted text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register a preprocessor after ``meta`` (27) and before those that read text, and the last postprocessor."""
        md.registerExtension(self)
        counter = _LineCounter(md)
        md.preprocessors.register(counter, "indicator-lines", 28)
        md.preprocessors.register(_MarkersToTokens(md, self.found, counter), "indicator-markers", 26)
        md.preprocessors.register(_RemoveReasons(md), "indicator-reasons", 24)
        md.treeprocessors.register(_IndentedCode(md, self.found), "indicator-indented-code", 25)
        md.treeprocessors.register(_Charts(md, self.found), "indicator-charts", 7)
        md.treeprocessors.register(_HeadingIds(md), "indicator-heading-ids", 6)
        md.postprocessors.register(_TokensToSlots(md, self.found), "indicator-slots", -10)

    def reset(self) -> None:
        """Forget the markers of the previous text."""
        self.found.clear()


class _LineCounter(Preprocessor):
    """Counts the lines before ``meta`` removes its own, so that line numbers stay right."""

    lines = 0

    def run(self, lines: list[str]) -> list[str]:
        self.lines = len(lines)
        return lines


class _MarkersToTokens(Preprocessor):
    def __init__(self, md: Markdown, found: list[tuple[str, str]], counter: _LineCounter) -> None:
        super().__init__(md)
        self.found, self.counter = found, counter

    def run(self, lines: list[str]) -> list[str]:
        text = _PRIVATE.sub("\ufffd", "\n".join(lines))
        # A highlighter would split the tokens, so fenced code is left as it is.
        first = 1 + self.counter.lines - len(lines)
        fences = [match.span() for match in FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text)]

        def token(match: re.Match[str]) -> str:
            start = match.start()
            if any(begin <= start < end for begin, end in fences):
                return match[0]
            self.found.append((match[0], origin_of(match[0], text, start, first)))
            return f"{TOKEN_OPEN}{str(len(self.found) - 1).translate(_TO_PRIVATE)}{TOKEN_CLOSE}"

        return MARKER.sub(token, text).split("\n")


class _RemoveReasons(Preprocessor):
    """Removes the comments for the contradiction check: after fenced code (25), before raw HTML (20)."""

    def run(self, lines: list[str]) -> list[str]:
        return without_reasons("\n".join(lines)).split("\n")


class _HeadingIds(Treeprocessor):
    """Gives each heading that quotes a figure an id without it, so that its address stays the same.

    Runs just before ``toc`` (5), which keeps an existing id, and does nothing without ``toc``.
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


class _Found:
    """Writes the markers that have been found."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found = found

    def source(self, match: re.Match[str]) -> str:
        """Return the marker of a token as it is typed."""
        return escape(self._marker(match)[0], quote=False)

    def slot(self, match: re.Match[str]) -> str:
        """Return the slot of a token, or an escaped marker's text."""
        marker, origin = self._marker(match)
        if marker.startswith("\\"):
            return escape(marker[1:], quote=False)
        return encode(Slot(inside(marker), origin=origin))

    def slot_or_token(self, match: re.Match[str]) -> str:
        """Return the slot of a token, but the token of an escaped marker."""
        return match[0] if self._marker(match)[0].startswith("\\") else self.slot(match)

    def _marker(self, match: re.Match[str]) -> tuple[str, str]:
        return self.found[int(match[1].translate(_FROM_PRIVATE))]


class _IndentedCode(Treeprocessor):
    """Puts slots into code blocks that four spaces make; fenced code and raw HTML are not in the tree."""

    def __init__(self, md: Markdown, found: list[tuple[str, str]]) -> None:
        super().__init__(md)
        self.found = _Found(found)

    def run(self, root: Element) -> None:
        for block in root.iter("pre"):
            for code in block:
                if code.text and TOKEN_OPEN in code.text:
                    code.text = AtomicString(_TOKEN.sub(self.found.slot_or_token, code.text))


class _Charts(Treeprocessor):
    """Makes an element that may hold blocks of each paragraph that holds only a chart."""

    def __init__(self, md: Markdown, found: list[tuple[str, str]]) -> None:
        super().__init__(md)
        self.found = found

    def run(self, root: Element) -> None:
        for parent in root.iter():
            # A list that stands close together has no paragraphs: a chart has to have one of its own.
            for each in parent:
                words = "".join(each.itertext()).strip()
                if each.tag == "p" and not len(each) and (token := _TOKEN.fullmatch(words)) and self._is_chart(token):
                    each.tag = CHART_ELEMENT
                    each.set("class", CHART_CLASS)

    def _is_chart(self, token: re.Match[str]) -> bool:
        return is_chart(inside(self.found[int(token[1].translate(_FROM_PRIVATE))][0]))


class _TokensToSlots(Postprocessor):
    def __init__(self, md: Markdown, found: list[tuple[str, str]]) -> None:
        super().__init__(md)
        self.found = _Found(found)

    def run(self, text: str) -> str:
        if TOKEN_OPEN not in text:
            return text
        text = _CODE.sub(lambda match: _TOKEN.sub(self.found.source, match[0]), text)
        return _TOKEN.sub(self.found.slot, text)
