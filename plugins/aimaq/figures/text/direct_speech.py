"""Find the figures that stand in somebody's words: a live one would change what a person has said.

Words are quoted by a ``<blockquote>``, a ``<q>``, quotation marks of any kind, also over several paragraphs, or the
dash that begins direct speech in Russian and Kazakh (Розенталь, "Знаки препинания при прямой речи").
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from aimaq.base.slots import OPEN
from aimaq.figures.text.blocks import LINE, Block

__all__ = ["DIALOGUE", "QUOTATION", "spoken_origins"]

QUOTATION: Final = "quotation"
DIALOGUE: Final = "dialogue"

_MARK: Final = re.compile("<<|>>|,,|''|[«»‹›„“”‟❝❞〝〞〟「」『』\"＂″]")
_SINGLE: Final = re.compile("['‘’‚‛❛❜＇′]")
#: Marks that open or close wherever they stand; the others are read from what stands beside them.
_OPENS: Final = frozenset("„‟❝〝「『‹") | {",,", "<<"}
_CLOSES: Final = frozenset("❞〞〟」』›") | {">>"}
#: What the mark on the left closes; where nothing of that kind is open, it closes what is open of another one.
_PARTNERS: Final = {
    "»": "«", "«": "»", "”": "“„”‟", "“": "„", "›": "‹", "❞": "❝", "〞": "〝", "〟": "〝", "」": "「", "』": "『",
    ">>": ("<<",), '"': '"', "＂": "＂", "″": "″", "''": ("''", ",,"),
}  # fmt: skip
#: Typed from other characters: without a partner they are no quotation.
_WEAK: Final = frozenset({"<<", ">>", ",,", "''", "″"})
_BEFORE_OPENING: Final = frozenset("([{—–―-/…:;«„“‘\"'" + LINE)
_DASH: Final = re.compile(rf"(?:\A|{LINE}|[.!?…:][»”\"]*\n)\s*(?:[—―–‒−-]\s+\S|[—―–][\"«„“]?[^\W\d_])|:\s+[—―–]\s+\S")
#: Quotations within each other; a mark that would open one more is left out.
_DEEPEST: Final = 20
_DATA: Final = frozenset({"td", "th"})


def spoken_origins(blocks: Sequence[Block]) -> dict[str, str]:
    """Return the origin of each slot in somebody's words, with ``QUOTATION`` or ``DIALOGUE``."""
    found: dict[str, str] = {}
    opened: int | None = None  # the block in which a quotation began that its own block does not end
    for number, block in enumerate(blocks):
        if block.is_heading:
            opened = None
        marks = _Marks(block.text)
        if opened is not None and marks.closes_earlier:
            for between in blocks[opened + 1 : number]:
                found.update(dict.fromkeys(between.origins, QUOTATION))
            marks.spans.append((0, marks.closes_earlier))
            opened = None
        if opened is None and marks.stays_open:
            opened = number
        if not block.origins:
            continue
        places = [match.start() for match in re.finditer(OPEN, block.text)]
        spans = [(0, len(block.text))] if block.quoted else [*block.spans, *marks.spans, *_single_spans(block.text)]
        speech = [] if block.element in _DATA else [*_speeches(block.text)]
        quoted, said = _within(places, spans), _within(places, speech)
        for origin, is_quoted, is_said in zip(block.origins, quoted, said, strict=True):
            if is_quoted:
                found[origin] = QUOTATION
            elif is_said:
                found.setdefault(origin, DIALOGUE)
    return found


def _within(places: Sequence[int], spans: Iterable[tuple[int, int]]) -> Iterator[bool]:
    """Yield for each of the places, which are in order, whether it lies in one of the spans."""
    waiting = deque(sorted(spans))
    reached = 0
    for place in places:
        while waiting and waiting[0][0] <= place:
            reached = max(reached, waiting.popleft()[1])
        yield place < reached


def _may_open(before: str, after: str) -> bool:
    """Whether a mark between these characters, "" at an end, may open a quotation."""
    return (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()


def _may_close(before: str, after: str) -> bool:
    return bool(before) and not before.isspace() and not (after.isalnum() or after == OPEN)


class _Marks:
    """The quotations that double marks make in a block.

    ``spans`` are the quotations; one that is not closed counts until the block's end. ``stays_open`` says that there
    is such a one, and ``closes_earlier`` is the end of one that began in an earlier block, 0 if there is none.
    """

    def __init__(self, text: str) -> None:
        self.spans: list[tuple[int, int]] = []
        self.closes_earlier = 0
        self._open: list[tuple[str, int]] = []
        for match in _MARK.finditer(text):
            mark, start, end = match[0], match.start(), match.end()
            if self._opens(mark, text[start - 1 : start], text[end : end + 1]):
                if len(self._open) < _DEEPEST:
                    self._open.append((mark, start))
            elif not self._close(mark, end):
                if mark in "»”":
                    self.spans.append((0, end))
                if mark not in _WEAK and not (text[start - 1 : start].isdigit() and mark in '"”＂'):
                    self.closes_earlier = end
        unclosed = [start for mark, start in self._open if mark not in _WEAK]
        self.stays_open = bool(unclosed)
        self.spans += [(start, len(text)) for start in unclosed[:1]]

    def _opens(self, mark: str, before: str, after: str) -> bool:
        if mark in _OPENS or mark in _CLOSES:
            return mark in _OPENS
        may_open, may_close = _may_open(before, after), _may_close(before, after)
        kinds = {kind for kind, _ in self._open}
        if mark == "«":
            return not ("»" in kinds and may_close and not may_open)
        if mark == "»":
            return "«" not in kinds and may_open and not may_close
        if mark == "“":
            return not (self._open and (self._open[-1][0] == "„" or (may_close and not may_open)))
        if mark == "”":
            return not self._open and may_open and not may_close
        if may_open != may_close:
            return may_open
        return mark not in kinds and (may_open or before.isspace())

    def _close(self, mark: str, end: int) -> bool:
        """Close the innermost quotation that the mark fits, with those within it; return False if none is open."""
        partners = _PARTNERS.get(mark, ())
        fits = [place for place, (kind, _) in enumerate(self._open) if kind in partners]
        place = fits[-1] if fits else len(self._open) - 1
        if place < 0 or (mark in _WEAK and not fits):
            return False
        self.spans.append((self._open[place][1], end))
        del self._open[place:]
        return True


def _single_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the quotations between single marks, which may be apostrophes as well: to the last mark that may close."""
    opening: list[int] = []
    closing: list[int] = []
    for match in _SINGLE.finditer(text):
        mark, before, after = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        decade = re.match(r"\d\ds?\b", text[match.end() : match.end() + 4])  # '90s
        closes_low = mark == "‘" and opening and text[opening[-1]] == "‚"
        if (mark in "‘‚‛❛" or (mark not in "’❜" and _may_open(before, after) and not decade)) and not closes_low:
            opening.append(match.start())
        elif _may_close(before, after):
            closing.append(match.end())
    for number, start in enumerate(opening):
        following = opening[number + 1] if number + 1 < len(opening) else len(text)
        last = bisect_right(closing, following)
        if last and closing[last - 1] > start + 1:
            yield start, closing[last - 1]


def _speeches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of direct speech, from its dash to the line's end."""
    for match in _DASH.finditer(text):
        end = text.find(LINE, match.end())
        yield match.start(), len(text) if end < 0 else end
