"""The parts of a content file as they lie in it, and edits of lines that keep the others' ends."""

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Final, Self

from aimaq.newsroom.content.frontmatter import FENCE

__all__ = ["TextParts", "normal_lines", "parts_of", "with_lines"]

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
#: Longer texts are compared from both ends only: a comparison of all lines with each other takes its time.
_MOST_COMPARED: Final = 3000


@dataclass(frozen=True, slots=True)
class TextParts:
    """A file's text in four pieces, which together are the text: both fences belong to what they follow or end."""

    opening: str
    header: str
    closing: str
    body: str

    @property
    def text(self) -> str:
        """The whole text."""
        return self.opening + self.header + self.closing + self.body

    def with_header(self, header: str) -> Self:
        """Return the same with other fields."""
        return replace(self, header=header)

    def with_body(self, lines: str) -> Self:
        """Return the same with another body, whose lines end in ``\\n``."""
        return replace(self, body=with_lines(self.body, lines))


def parts_of(text: str) -> TextParts:
    """Return the parts of a text; one without front matter is a body."""
    lines = [match[0] for match in _LINE.finditer(text) if match[0]]
    if not lines or lines[0].removeprefix("\ufeff").rstrip() != FENCE:
        return TextParts("", "", "", text)
    header = list(takewhile(lambda line: line.rstrip() != FENCE, lines[1:]))
    if len(header) == len(lines) - 1:
        return TextParts("", "", "", text)
    rest = lines[1 + len(header) :]
    return TextParts(lines[0], "".join(header), rest[0], "".join(rest[1:]))


def normal_lines(text: str) -> str:
    """Return a text as a browser's field has it: its lines end in ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def with_lines(old: str, new: str) -> str:
    """Return ``old`` with the lines of ``new``, which end in ``\\n``; those that are in both keep their ends."""
    if normal_lines(old) == new:
        return old
    found = _LINE.findall(old)[: 1 + normal_lines(old).count("\n")]
    contents, ends = [content for content, _ in found], [end for _, end in found]
    usual = max(dict.fromkeys(filter(None, ends)), key=ends.count, default="\n")
    lines = new.split("\n")
    same = _counterparts(contents, lines)
    own = [ends[same[number]] or usual if number in same else usual for number in range(len(lines) - 1)]
    result = "".join((*map("".join, zip(lines, own, strict=False)), lines[-1]))
    # "\r" of one line and "\n" of the next, which is empty, would be one end.
    return result if normal_lines(result) == new else new.replace("\n", usual)


def _counterparts(old: list[str], new: list[str]) -> dict[int, int]:
    """Return by its number which line of the old text each line of the new one is, or stands in the place of."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    same = {at: at for at in range(head)}
    same |= {len(new) - 1 - at: len(old) - 1 - at for at in range(tail)}
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) + len(middle_new) <= _MOST_COMPARED:
        for _, start, end, new_start, new_end in SequenceMatcher(
            None, middle_old, middle_new, autojunk=False
        ).get_opcodes():
            same |= {head + new_start + at: head + start + at for at in range(min(end - start, new_end - new_start))}
    return same
