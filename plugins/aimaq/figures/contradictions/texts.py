"""A content file as the check reads it: the words that a reader sees, the figures that it quotes, and its reasons.

Everything keeps its offset in the file, so a finding has its line and column and no parser of YAML or Markdown has to
keep count. A file begins with front matter between ``---`` lines; without it, all of it is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from aimaq.figures.ledger import Assertion, parse_date
from aimaq.figures.text.exemptions import REASON
from aimaq.figures.text.markers import MARKER, PUBLISHED, Figure, MarkerError, inside, parse_marker

__all__ = ["HIDDEN", "Alternative", "Field", "Quote", "Reason", "Source", "Text", "read_source"]

#: Stands in ``Text.prose`` for each character that no reader sees as a word of the text.
HIDDEN = "\0"

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([\w-]+):[ \t]*((?:[^\n]*)(?:\n(?:[ \t]+\S[^\n]*|[ \t]*(?=\n[ \t])))*)", re.MULTILINE)
_REMARK = re.compile(r"(?:^[ \t]*|[ \t]+)#[ \t]*figure:(?P<reason>[^\n]*)", re.MULTILINE)
_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
_INDENTED = re.compile(r"\n[ \t]*\n((?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n(?= {4}|\t))+)")
_LISTED = re.compile(
    r"(?:\A|\n)[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t][^\n]*(?:\n(?![ \t]*\n)[^\n]*|\n[ \t]*\n(?: {2,}|\t)[^\n]*)*\Z"
)
_GOAL = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])"
_URL = r"https?://[^\s<>)\]\"]+"
# Each alternative begins with a character of its own, so the search passes over the rest of a text quickly.
_UNSEEN = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=ticks)(?!`))"
    rf"|(?P<marker>{MARKER.pattern})"
    rf"|(?P<image>!\[(?P<alt>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\]\n]*\])*)\]{_GOAL}?)"
    rf"|(?P<goal>\]{_GOAL})"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    rf"|(?P<address><{_URL}>|{_URL})",
    re.DOTALL,
)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to check: ``path`` as messages show it, and ``name``, which its translations share."""

    path: str
    name: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of front matter: where its value stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure that is quoted, or a claim about figures; ``part`` is ``title``, ``summary`` or ``text``."""

    marker: Figure | Assertion
    part: str
    offset: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The words that stand for a picture."""

    words: str
    offset: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What an editor gives as the reason for one finding: ``words``, and where the comment begins and ends."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A file that has been read.

    ``prose`` is as long as the file and holds its words at their places; ``date`` is what the front matter says,
    or "". ``draft`` tells that it will not be published.
    """

    source: Source
    prose: str
    date: str
    draft: bool
    fields: dict[str, Field]
    quotes: tuple[Quote, ...]
    alternatives: tuple[Alternative, ...]
    reasons: tuple[Reason, ...]
    lines: tuple[int, ...]

    @property
    def day(self) -> str:
        """The ISO date of the article; "" where there is none, or none that can be read."""
        try:
            return parse_date(self.date[:10]).isoformat()
        except ValueError:
            return ""

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset, counted from 1."""
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def read_source(source: Source) -> Text:
    """Read a file; nothing in it is an error here, for the build tells what it cannot read."""
    text = source.text
    front = _FRONT.match(text)
    body = front.end() if front else 0
    fields = {
        match[1]: Field(match.start(2), match.end(2))
        for match in (_FIELD.finditer(text, 4, front.end(1)) if front else ())
    }
    shown = {name: fields[name] for name in ("title", "summary") if name in fields}
    reasons = [
        Reason(match["reason"].strip(), match.start(), match.end())
        for match in (_REMARK.finditer(text, 0, body) if "figure:" in text[:body] else ())
    ]
    hidden: list[tuple[int, int]] = []
    quotes: list[Quote] = []
    alternatives: list[Alternative] = []

    at = 0
    for field in sorted(shown.values(), key=lambda field: field.start):
        hidden.append((at, field.start))
        at = field.end
    hidden.append((at, body))
    hidden += ((reason.start, reason.end) for reason in reasons)
    pinned = _value(text, fields.get("indicators")) == PUBLISHED
    code = [*_code(text, body)]
    hidden += code

    def look(start: int, end: int, part: str) -> None:
        for match in _UNSEEN.finditer(text, start, end):
            first = match.start()
            if code and any(begin <= first < finish for begin, finish in code):
                continue
            hidden.append(match.span())
            if match["marker"] and (marker := _marker(match[0], pinned)):
                quotes.append(Quote(marker, part, first))
            elif match["image"]:
                alternatives.append(Alternative(match["alt"], match.start("alt")))
            elif match["tag"] and (alt := _ALT.search(match[0])):
                alternatives.append(Alternative(alt[1] or alt[2] or "", first + alt.start(alt.lastindex or 0)))
            elif match["comment"] and (reason := REASON.fullmatch(match[0])):
                reasons.append(Reason(" ".join(reason["reason"].split()), *match.span()))

    for part, field in shown.items():
        look(field.start, field.end, part)
    look(body, len(text), "text")
    if "]:" in text:
        hidden += (match.span() for match in _DEFINITION.finditer(text, body))
    return Text(
        source,
        _hide(text, hidden),
        _value(text, fields.get("date")),
        _value(text, fields.get("status")) == "draft",
        fields,
        tuple(quotes),
        tuple(alternatives),
        tuple(reasons),
        tuple(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1],
    )


def _value(text: str, field: Field | None) -> str:
    """Return a field's plain value, without quotation marks and comments."""
    if field is None:
        return ""
    return re.sub(r"[ \t]+#.*", "", text[field.start : field.end]).strip().strip("\"'")


def _marker(found: str, pinned: bool) -> Figure | Assertion | None:
    if found.startswith("\\"):
        return None
    try:
        marker = parse_marker(inside(found))
    except MarkerError:
        return None  # the build says so
    return replace(marker, pinned=True) if pinned else marker


def _code(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of code blocks; what is indented within a list is text."""
    if "```" in text or "~~~" in text:
        yield from (match.span() for match in _FENCE.finditer(text, body))
    if "\n    " in text or "\n\t" in text:
        for match in _INDENTED.finditer(text, body):
            if not _LISTED.search(text[body : match.start()]):
                yield match.span(1)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with ``HIDDEN`` for each character in the spans, line breaks excepted."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        parts += (text[at:start], "\n".join(HIDDEN * len(line) for line in text[start:end].split("\n")))
        at = end
    return "".join((*parts, text[at:]))
