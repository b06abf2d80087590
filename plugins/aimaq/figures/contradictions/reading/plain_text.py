"""The words of a Markdown text as readers see them: without the characters that mark them up or that nobody sees.

«**28**&nbsp;пред\u00adприятий» reads as «28 предприятий». Each place in the words still has its offset in the text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from aimaq.figures.contradictions.content_file import TRANSPARENT

__all__ = ["PlainText", "read_plain"]

_SPACES = "\t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
_ALIKE = str.maketrans({**dict.fromkeys(_SPACES, " "), "\u2010": "-", "\u2011": "-"})
# Marks of emphasis and of links, what has no width, and the line ends and entities that stand for a space.
_JOINED = re.compile(
    rf"(?P<none>[*_\[\]{TRANSPARENT}\u00ad\u200b-\u200f\u2060\ufeff]+|&(?:shy|zwnj|zwj|ZeroWidthSpace|\#173|\#8203);)"
    r"|(?P<space>&(?:nbsp|thinsp|ensp|emsp|\#160|\#xa0|\#8239);"
    r"|\n[ \t>]*(?!\s|\Z|[-+*|#:~`]|\d{1,9}[.)][ \t]|[^|\n]*\|))"
    r"|(?P<hyphen>&(?:\#8209|\#x2011);)"
)
_MARK = re.compile(rf"[*_\[\]{TRANSPARENT}]")
_WRITTEN = {"none": "", "space": " ", "hyphen": "-"}


@dataclass(frozen=True, slots=True)
class PlainText:
    """Words, and where they stand: from ``places[n]`` on, a place is ``shifts[n]`` characters later in the source."""

    source: str
    words: str
    places: tuple[int, ...]
    shifts: tuple[int, ...]

    def offset(self, place: int) -> int:
        """Return the offset in the source of the character at a place of the words."""
        return place + self.shifts[bisect_right(self.places, place) - 1]

    def place(self, offset: int) -> int:
        """Return the place in the words of the character at an offset of the source, or of the next that is left."""
        number = bisect_right(self.places, offset, key=lambda place: self.offset(place)) - 1
        following = self.places[number + 1] if number + 1 < len(self.places) else len(self.words)
        return min(offset - self.shifts[number], following)

    def end(self, place: int) -> int:
        """Return the offset in the source behind the character before a place."""
        return self.offset(place - 1) + 1 if place else 0

    def is_marked_up(self, start: int, end: int) -> bool:
        """Return whether marks of emphasis, a tag or the like begin or end between two places."""
        return bool(_MARK.search(self.source, self.offset(start), self.end(end)))


def read_plain(prose: str) -> PlainText:
    """Return what readers see of ``prose``; a line end within a paragraph is a space, and those of tables stay."""
    parts: list[str] = []
    places, shifts = [0], [0]
    last = length = 0
    for match in _JOINED.finditer(prose):
        written = _WRITTEN[match.lastgroup or "none"]
        parts += (prose[last : match.start()], written)
        length += match.start() - last + len(written)
        last = match.end()
        places.append(length)
        shifts.append(last - length)
    parts.append(prose[last:])
    return PlainText(prose, "".join(parts).translate(_ALIKE), tuple(places), tuple(shifts))
