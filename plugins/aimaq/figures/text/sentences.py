"""Finds the sentence at a position in an editor's Markdown.

When an assertion is no longer true, the sentence beside it has to be rewritten, so the message quotes it. A sentence
ends with its block: a paragraph, a heading, a list item, a table cell.
"""

import re

__all__ = ["block_at", "sentence_at", "sentence_span"]

#: What belongs to no sentence: assertions and comments, which print nothing.
_SILENT = re.compile(r"\\\{\{|\{\{\s*assert\b[^{}]*\}\}|<!--.*?-->", re.DOTALL)
_STARTER = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|#{1,6}[ \t]+)")
_ALONE = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|\|)")
_CELL = re.compile(r"\{\{[^{}]*\}\}|(?<!\\)(\|)")
_END = re.compile(r"[.!?…]+[»”’\"')\]*_]*(?=\s+(?P<next>\S)|\s*\Z)")
#: A full stop after one of these, or after an initial, ends no sentence.
_SHORT = re.compile(
    r"(?:\b[^\W\d_]|\b(?:гг|тыс|млн|млрд|трлн|руб|тг|им|ул|см|др|пр|жж|мың|Mr|Mrs|Ms|Dr|St|No|vs|etc|e\.g|i\.e))\.\Z"
)
_LONGEST = 400


def block_at(text: str, offset: int) -> tuple[int, int]:
    """Return the start and the end of the block at an offset, without its mark (``- ``, ``## ``)."""
    start = text.rfind("\n", 0, offset) + 1
    end = _line_end(text, offset)
    if not _ALONE.match(text, start, end):
        while start > 0 and not _STARTER.match(text, start, end):
            before = text.rfind("\n", 0, start - 1) + 1
            if not text[before : start - 1].strip(" \t>") or _ALONE.match(text, before, start - 1):
                break
            start = before
        while end < len(text):
            after = _line_end(text, end + 1)
            line = text[end + 1 : after]
            if not line.strip(" \t>") or _STARTER.match(line) or _ALONE.match(line):
                break
            end = after
    if mark := _STARTER.match(text, start, end):
        start = min(mark.end(), offset)
    if text[start:end].lstrip(" \t>").startswith("|"):
        for bar in _CELL.finditer(text, start, end):
            if bar[1] and bar.start() >= offset:
                return start, bar.start()
            start = bar.end() if bar[1] else start
    return start, end


def sentence_span(text: str, offset: int) -> tuple[int, int]:
    """Return the start and the end of the sentence at an offset.

    It is the one around the offset, or the one that ends just before it; at the start of a block the next one, and for
    a block that holds only assertions the last one of the block before.
    """
    start, end = block_at(text, offset)
    block = _silenced(text[start:end])
    if not block.strip():
        before = text[:start].rstrip()
        return sentence_span(text[: len(before)], len(before) - 1) if before else (offset, offset)
    spans = []
    begin = len(block) - len(block.lstrip())
    for match in _END.finditer(block):
        follows = match["next"]
        if follows is not None and (follows.islower() or _SHORT.search(block[: match.end()])):
            continue
        spans.append((begin, match.end()))
        begin = match.end() + len(block[match.end() :]) - len(block[match.end() :].lstrip())
    if block[begin:].strip():
        spans.append((begin, len(block.rstrip())))
    chosen = next((span for span in reversed(spans) if span[0] <= offset - start), spans[0])
    return start + chosen[0], start + chosen[1]


def sentence_at(text: str, offset: int) -> str:
    """Return the sentence at an offset on one line, as typed, without assertions and comments."""
    start, end = sentence_span(text, offset)
    sentence = " ".join(_silenced(text[start:end]).split())
    return sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1]}…"


def _silenced(block: str) -> str:
    """Return the block with spaces in the place of what prints nothing."""
    return _SILENT.sub(lambda match: match[0] if match[0] == "\\{{" else " " * len(match[0]), block)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
