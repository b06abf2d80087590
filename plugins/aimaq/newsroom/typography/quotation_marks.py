"""Straight quotation marks and apostrophes become those of the language; what could be either is left.

A mark opens or closes by what stands beside it, as people read it; pairs are sought within a block. The marks that an
editor has typed as the language writes them count as levels, so that a straight pair within them gets the inner ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from aimaq.base.languages.typography import Typography
from aimaq.base.slots import PLACE_MARK

__all__ = ["BLOCK_END", "Marks", "marks_in"]

#: Stands between two blocks, such as paragraphs, in a text to set.
BLOCK_END: Final = "\f"
_BLOCK: Final = re.compile(rf"[^{BLOCK_END}]+")
_MARK: Final = re.compile("[\"'«»„“”]")
_WITHIN_A_WORD: Final = re.compile(rf"(?<=[^\W_]|{PLACE_MARK})'(?=[^\W\d_])|(?<!\w)'(?=\d\ds?\b)")
_BRACKETS: Final = "([{"
_BEFORE_OPENING: Final = frozenset(_BRACKETS + "—–-/«„“‘‚\"'")
_AFTER_CLOSING: Final = frozenset(".,:;!?…)]}»”“’—–-/\"'")
_NEVER_BEFORE_CLOSING: Final = frozenset(_BRACKETS + "«„‘‚")
_TYPED: Final = -1


@dataclass(slots=True)
class Marks:
    """What takes the place of straight marks, by their offsets, and the offsets of those that stay as they are.

    ``unclosed`` are those of the ``doubtful`` ones for whose sake the pairs of their block stay as well: without the
    partner nobody knows which of them stand within a quotation.
    """

    changes: dict[int, str] = field(default_factory=dict)
    doubtful: list[int] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)


def marks_in(text: str, typography: Typography) -> Marks:
    """Return the marks for the straight ones of a text, whose blocks have ``BLOCK_END`` between them."""
    found = Marks()
    if "'" in text:
        within = (each.start() for each in _WITHIN_A_WORD.finditer(text))
        found.changes = dict.fromkeys(within, typography.apostrophe or "'")
    if '"' in text or "'" in text:
        for block in _BLOCK.finditer(text):
            _Block(text, block.start(), block.end(), typography, found).read()
    return found


@dataclass(slots=True)
class _Block:
    """A block of the text, and the offsets of the marks that are open in it: ``_TYPED`` for one that stays."""

    text: str
    start: int
    end: int
    typography: Typography
    found: Marks
    doubles: list[int] = field(default_factory=list)
    singles: list[int] = field(default_factory=list)
    pairs: list[tuple[int, int, int]] = field(default_factory=list)

    def read(self) -> None:
        quotes = self.typography.quotes
        for match in _MARK.finditer(self.text, self.start, self.end):
            mark, at = match[0], match.start()
            if mark == '"':
                self._double(at)
            elif mark == "'":
                if at not in self.found.changes:
                    self._single(at)
            elif mark in quotes[::2]:
                self.doubles.append(_TYPED)
            elif mark in quotes[1::2] and _TYPED in self.doubles:
                del self.doubles[len(self.doubles) - 1 - self.doubles[::-1].index(_TYPED)]
        unclosed = [at for at in self.doubles if at != _TYPED]
        self.found.doubtful += [*unclosed, *self.singles]
        if not unclosed:
            self.found.changes.update(self._pairs_as_marks())
        elif self.pairs:
            self.found.unclosed += unclosed

    def _double(self, at: int) -> None:
        opens, closes = self._may_open(at), self._may_close(at)
        straight = [place for place, opened in enumerate(self.doubles) if opened != _TYPED]
        if opens and not (closes and straight):
            self.doubles.append(at)
        elif straight:  # where a mark can do neither, an ending or a note's number is joined to the quotation
            level = straight[-1]
            self.pairs.append((self.doubles[level], at, level % 2))
            del self.doubles[level:]
        else:
            self.found.doubtful.append(at)

    def _single(self, at: int) -> None:
        opening, closing = self.typography.quotes[2], self.typography.quotes[3]
        if opening not in "‘‚":  # the language has no single marks: it may be an apostrophe, a minute, a foot
            self.found.doubtful.append(at)
        elif self._may_close(at) and self.singles:
            self.found.changes |= {self.singles.pop(): opening, at: closing}
        elif self._may_close(at) and self.text[at - 1].isalpha() and self.typography.apostrophe:
            self.found.changes[at] = self.typography.apostrophe
        elif self._may_open(at):
            self.singles.append(at)
        else:
            self.found.doubtful.append(at)

    def _pairs_as_marks(self) -> Iterator[tuple[int, str]]:
        for opened, closed, inner in self.pairs:
            yield opened, self.typography.quotes[2 * inner]
            yield closed, self.typography.quotes[2 * inner + 1]

    def _may_open(self, at: int) -> bool:
        before, after = self._beside(at)
        return (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()

    def _may_close(self, at: int) -> bool:
        before, after = self._beside(at)
        ends = not after or after.isspace() or after in _AFTER_CLOSING
        return bool(before) and not before.isspace() and before not in _NEVER_BEFORE_CLOSING and ends

    def _beside(self, at: int) -> tuple[str, str]:
        """Return the characters before and after a mark, "" at an end of the block."""
        before = self.text[at - 1] if at > self.start else ""
        return before, self.text[at + 1] if at + 1 < self.end else ""
