"""Lists, headings, tables and code as editors write them, and a name for what Markdown would read otherwise.

A list may follow a paragraph without an empty line, and its numbers are published as they are typed (CommonMark 0.31,
5.2 and 5.3, where the first number of a list alone counts). What looks like a list, a heading or a table and is none,
and what is a heading or code by accident, becomes a problem: readers would see something else than the editor.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import CodeBlockProcessor, HashHeaderProcessor, ParagraphProcessor, SetextHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneOListProcessor, SaneUListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import Preprocessor

from aimaq.base.languages.messages import Message, tr
from aimaq.base.slots import TOKEN_OPEN
from aimaq.newsroom.content.characters import shortened
from aimaq.newsroom.markdown.source_lines import Slip, without_markers

__all__ = ["BlockStructure"]

_INDENT: Final = re.compile(r" *")
#: What begins a list in the middle of a paragraph: a bullet, or the number 1 (CommonMark, 5.3).
_LIST: Final = re.compile(r" *(?:[-*+]|1\.) +\S")
_FENCE: Final = re.compile(r"[ \t>]*(?:[-*+] +|\d+\. +)?(`{3,}|~{3,})[^`]*$")
_ROW: Final = re.compile(r"\s*\|.*\|\s*$")
#: A line of a spreadsheet: a tab between two cells. Markdown turns it into spaces.
_CELLS: Final = re.compile(r".*\S *\t\s*\S")
_SENTENCE_END: Final = re.compile(r"[.:;!?…][»”\"')]*$")
#: Signs of other symbols (So) that stand before a number or a name in running text.
_IN_TEXT: Final = frozenset("№©®°℃℉™℠")
_BULLETS: Final = frozenset("•‣⁃∙·●○◦▪▫→➤►⇒")
#: Signs that begin a line of a list for a reader, by kind; nothing of Markdown's own but where it is written wrongly.
_SIGNS: Final = {
    "dash": re.compile(
        r"(?P<sign>[—–―‒−](?=[^\d—–―‒−-])|[-+](?=[\u00a0\u2002-\u200a\u202f]|[^\s\d+-])|\*(?=[^\s*])(?!.*\*))"
    ),
    "number": re.compile(r"(?P<sign>\d{1,9}\.)(?=[ \u00a0\u202f]|[^\W\d_])"),
    "roman": re.compile(r"(?P<sign>[IVXLC]{1,6}\.)(?=[ \u00a0])"),
    "letter": re.compile(r"(?P<sign>[^\W\d_]\.)(?=[ \u00a0])"),
    "bracket": re.compile(r"(?P<sign>\(?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5})\))(?=[ \u00a0]|[^\W\d_])"),
}
_EMPTY_ITEM: Final = re.compile(r" *(?:[-*+]|\d+\.) *$")
_NUMBER: Final = re.compile(r"\d+\. ")
#: Where a reference leads: one that is left in a paragraph could not be read.
_DEFINITION: Final = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]: +\S")
_CELL_BORDERS: Final = re.compile(r"[\s|]+")
_MOST_DIGITS: Final = 9
_INSTEAD: Final = Message('begin each item with "- " or "1. ", or put an empty line between the lines')


class BlockStructure(Extension):
    """Reads lists as they are written, and collects ``slips`` in the text just converted."""

    def __init__(self) -> None:
        super().__init__()
        self.slips: list[Slip] = []
        self.numbers: dict[Element, int] = {}  # of the last item of each list
        self.cells: set[str] = set()  # lines of spreadsheets, as paragraphs have them

    def extendMarkdown(self, md: Markdown) -> None:
        """Replace the processors of lists, headings, code, tables and paragraphs, at the priorities of their own."""
        md.registerExtension(self)
        md.preprocessors.register(_Cells(md, self), "cells", 35)  # before tabs become spaces
        blocks = md.parser.blockprocessors
        blocks.register(_IndentedCode(md.parser, self), "code", 80)
        if "table" in blocks:
            blocks.register(_Table(md.parser, self), "table", 75)
        blocks.register(_HashHeading(md.parser, self), "hashheader", 70)
        blocks.register(_UnderlinedHeading(md.parser, self), "setextheader", 60)
        blocks.register(_NumberedList(md.parser, self), "olist", 40)
        blocks.register(_BulletList(md.parser, self), "ulist", 30)
        blocks.register(_Paragraph(md.parser, self), "paragraph", 10)

    def reset(self) -> None:
        """Forget the previous text."""
        self.slips.clear()
        self.numbers.clear()
        self.cells.clear()

    def note(self, message: str, hint: str, line: str) -> None:
        """Note what is wrong with a line."""
        self.slips.append(Slip(message, hint, line))


def _indentation(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def _is_list(element: Element | None) -> bool:
    return element is not None and element.tag in ("ol", "ul")


class _Cells(Preprocessor):
    def __init__(self, md: Markdown, structure: BlockStructure) -> None:
        super().__init__(md)
        self.structure = structure

    def run(self, lines: list[str]) -> list[str]:
        """Remember the lines whose cells are divided by tabs."""
        cells = (line.expandtabs(4).strip() for line in lines if _CELLS.match(line))
        self.structure.cells.update(map(without_markers, cells))
        return lines


class _IndentedCode(CodeBlockProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Note the block, unless it goes on with another one, or holds a marker, which the figures' check reports."""
        before = self.lastChild(parent)
        if TOKEN_OPEN not in blocks[0] and (before is None or before.tag != "pre"):
            hint = tr("take the spaces out; code stands between two lines of ```")
            message = tr("the paragraph begins with four spaces, which makes it code")
            self.structure.note(message, hint, blocks[0].partition("\n")[0])
        super().run(parent, blocks)


class _Table(TableProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser, {"use_align_attribute": False})
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Note the rows of which not all would be published: those with more cells than the first one."""
        head, _, *rows = blocks[0].split("\n")
        super().run(parent, blocks)
        for row, cells in zip([head, *rows], parent[-1].iter("tr"), strict=False):
            if _CELL_BORDERS.sub("", row) != _CELL_BORDERS.sub("", "".join(cell.text or "" for cell in cells)):
                message = tr("the row has more cells than the table has headings, and the last would not be published")
                self.structure.note(message, tr("add a heading, or write \\| for a bar within a cell"), row)


class _HashHeading(HashHeaderProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Note a heading whose sign touches its first letter: it may be a word such as "#Алматы"."""
        found = self.RE.search(blocks[0])
        if found and found["header"].startswith("#"):
            hint = tr('a heading begins with "## ", or with as many as six signs')
            self.structure.note(tr("a heading has no more than six levels"), hint, found[0].strip("\n"))
        elif found and found["level"] == "#" and found["header"] and not found["header"][0].isspace():
            line = found[0].strip("\n")
            word = shortened(line.split()[0], 40)
            message = tr('"%(word)s" at the beginning of a line would be a heading of level 1', word=word)
            self.structure.note(
                message, tr('write "\\%(word)s" for the word itself; a heading begins with "## "', word=word), line
            )
        super().run(parent, blocks)


class _UnderlinedHeading(SetextHeaderProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Note the heading: its underline may have been meant for a rule, or for the head of a table."""
        line, underline = blocks[0].split("\n")[:2]
        message = tr(
            'the line "%(underline)s" makes a heading of the line above it', underline=shortened(underline.strip(), 20)
        )
        hint = tr('a heading begins with "## "; for a rule between paragraphs, put an empty line before it')
        self.structure.note(message, hint, line)
        super().run(parent, blocks)


class _NumberedList(SaneOListProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Give each item whose number does not follow from the one before the number that is typed."""
        lines = [line for line in blocks[0].split("\n") if self.CHILD_RE.match(line)]
        _note_items(self.structure, self.lastChild(parent), lines)
        super().run(parent, blocks)
        numbered = parent if _is_list(parent) else parent[-1]
        typed = [line.strip().partition(".")[0] for line in lines]
        for line, digits, item in zip(lines, typed, numbered[-len(lines) :], strict=False):
            if _NUMBER.match(line.strip().removeprefix(f"{digits}.").lstrip()):
                message = tr("the line begins with two numbers, of which each would begin a list")
                self.structure.note(
                    message,
                    tr('write "%(digits)s\\." for a date, or no space between its numbers', digits=digits),
                    line,
                )
            number, last = int(digits[: _MOST_DIGITS + 1]), self.structure.numbers.get(numbered)
            self.structure.numbers[numbered] = number
            if digits != str(number) or len(digits) > _MOST_DIGITS:
                message = tr(
                    'the number "%(digits)s." of the list would be published as another one',
                    digits=shortened(digits, 20),
                )
                hint = tr("write it without zeros before it and with at most nine digits, or write \\. after it")
                self.structure.note(message, hint, line)
            elif last == number:
                message = tr('the number "%(number)s." stands twice in the list', number=number)
                self.structure.note(message, tr("number the items as readers are to see them: 1., 2., 3."), line)
            elif last is not None and number != last + 1:
                item.set("value", digits)


class _BulletList(SaneUListProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = [line for line in blocks[0].split("\n") if self.CHILD_RE.match(line)]
        _note_items(self.structure, self.lastChild(parent), lines)
        super().run(parent, blocks)


def _note_items(structure: BlockStructure, before: Element | None, lines: Sequence[str]) -> None:
    """Note an item without words, and one that two or three spaces would leave on the level of the others."""
    if line := next((line for line in lines if _EMPTY_ITEM.match(line)), None):
        structure.note(tr("the item of the list has no words"), tr("write them behind the sign, or delete it"), line)
    least = 0 if _is_list(before) else _indentation(lines[0])
    for line in lines:
        if (extra := _indentation(line) - least) > 1:
            message = tr(
                "the item is indented by %(extra)s spaces, and would stand on the level of the item above", extra=extra
            )
            structure.note(message, tr("write four spaces before an item that belongs to the one above, or none"), line)
            return


class _Paragraph(ParagraphProcessor):
    def __init__(self, parser: BlockParser, structure: BlockStructure) -> None:
        super().__init__(parser)
        self.structure = structure

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Begin a list in the middle of a paragraph; note lines that look like something else than a paragraph."""
        lines = blocks[0].split("\n")
        for number, line in enumerate(lines[1:], 1):
            if _LIST.match(line) and not lines[number - 1].endswith("  "):
                if parent.tag == "li" and not _indentation(line):
                    message = tr("another kind of list begins here, within an item of the list above")
                    self.structure.note(message, tr("put an empty line before it"), line)
                lines, rest = lines[:number], lines[number:]
                most = _indentation(line)
                rest = [line[min(most, _indentation(line)) :] for line in rest]
                blocks[:1] = ["\n".join(lines), "\n".join(rest)]
                break
        self._note(parent, lines)
        super().run(parent, blocks)

    def _note(self, parent: Element, lines: Sequence[str]) -> None:
        if _indentation(lines[0]) > 1 and _is_list(self.lastChild(parent)):
            message = tr(
                "the paragraph is indented by %(indentation)s spaces, and would stand outside of the list",
                indentation=_indentation(lines[0]),
            )
            self.structure.note(
                message, tr("write four spaces before it to keep it in the item above, or none"), lines[0]
            )
        if line := next((line for line in lines if _ROW.match(line)), None):
            message = tr("the line looks like a row of a table, but there is none")
            hint = tr("an empty line before the table, and below its headings a line with as many cells: | --- | --- |")
            self.structure.note(message, hint, line)
        elif line := next((line for line in lines if _DEFINITION.match(line)), None):
            message = tr("the line looks like the address of a reference, but holds more than an address")
            self.structure.note(message, tr('write it as "[name]: https://…", with %20 for a space'), line)
        elif line := next((line for line in lines if _FENCE.match(line)), None):
            message = tr("the line looks like the beginning or the end of code, but is none")
            self.structure.note(
                message, tr("a fence stands at the very beginning of its line, with one word after it at most"), line
            )
        elif found := _look_alike(lines):
            line, sign = found
            message = tr(
                'the line begins with "%(sign)s" like an item of a list, but readers would see one paragraph', sign=sign
            )
            self.structure.note(message, str(_INSTEAD), line)
        elif len(rows := [line for line in lines if without_markers(line.strip()) in self.structure.cells]) > 1:
            message = tr("tabs divide the lines into cells like a table, but readers would see one paragraph")
            hint = tr("write a table: | a | b |, below its headings | --- | --- |; at the desk, paste it into the text")
            self.structure.note(message, hint, rows[0])


def _look_alike(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the first line of a paragraph that continues it, but begins as an item of a list does, and its sign."""
    kind_before = _kind(lines[0])[0]
    open_brackets = lines[0].count("(") - lines[0].count(")")
    for before, line in pairwise(lines):
        kind, sign = _kind(line)
        broken = before.endswith("  ")  # a forced line break
        follows = bool(_SENTENCE_END.search(before.rstrip()))
        if kind and not broken:
            alone = kind == "bullet" or (kind == "bracket" and open_brackets <= 0 and sign[0] != "(")
            if alone or kind == kind_before or (follows and kind != "letter"):
                return line, sign
        kind_before = kind
        open_brackets += line.count("(") - line.count(")")
    return None


def _kind(line: str) -> tuple[str, str]:
    """Return the kind of sign with which a line begins, and the sign; two empty strings if it begins with none."""
    line = line.lstrip()
    first = line[:1]
    if first and (first in _BULLETS or (unicodedata.category(first) == "So" and first not in _IN_TEXT)):
        return "bullet", first
    for kind, pattern in _SIGNS.items():
        if match := pattern.match(line):
            return kind, match["sign"]
    return "", ""
