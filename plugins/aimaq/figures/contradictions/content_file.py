"""Read a content file for the check: the words that readers see, the figures that it quotes, and editors' reasons.

Everything keeps its offset in the file, so that each finding has a line and a column; parsers of YAML and Markdown do
not keep them. A file begins with front matter between ``---`` lines; without it, the whole file is text.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate

from aimaq.base.problems import line_and_column
from aimaq.figures.ledger import parse_date
from aimaq.figures.ledger.formula import PUBLISHED
from aimaq.figures.text.code import code_spans, fenced_blocks
from aimaq.figures.text.exemptions import REASON
from aimaq.figures.text.markers import MARKER, ChartMarker, Marker, MarkerError, inside, parse_marker

__all__ = ["HIDDEN", "TRANSPARENT", "ContentFile", "Finding", "Quote", "Reason", "Text", "TextAlternative", "read_text"]

#: Stands in ``Text.prose`` for each character that is not part of the words that readers see.
HIDDEN = "\0"
#: Stands there for what interrupts no sentence: a comment, the address of a link, a tag such as ``<b>``.
TRANSPARENT = "\1"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([\w-]+):[ \t]*((?:[^\n]*)(?:\n(?:[ \t]+\S[^\n]*|[ \t]*(?=\n[ \t])))*)", re.MULTILINE)
_YAML_REASON = re.compile(r"(?:^[ \t]*|[ \t]+)#[ \t]*figure:(?P<reason>[^\n]*)", re.MULTILINE)
#: Fields that readers see and in which no marker can stand.
_PLAIN_FIELDS = ("photo", "photos", "portrait", "attachments", "post")
#: The address of a link; the text of a footnote begins alike, and readers see it.
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[^\n]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^[^\]\n]+\]:?")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_LINK_TARGET = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])"
_URL = r"https?://[^\s<>)\]\"]+"
# Each alternative begins with a different character, which makes the search fast.
_NOT_PROSE = re.compile(
    rf"(?P<marker>{MARKER.pattern})"
    rf"|(?P<image>!\[(?P<alt>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\]\n]*\])*)\]{_LINK_TARGET}?)"
    rf"|(?P<target>\]{_LINK_TARGET})"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    rf"|(?P<address><{_URL}>|{_URL})",
    re.DOTALL,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|data|em|i|mark|nobr|q|s|small|span|strong|sub|sup|time|u|wbr)\b", re.IGNORECASE
)
_ALT = re.compile(r"\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file to check: ``path`` as messages show it, and ``name``, which all translations of a text share."""

    path: str
    name: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction at an offset of a file: what was found, and what to do."""

    offset: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted figure or a claim about figures.

    ``part`` is ``title``, ``summary`` or ``text``; ``offset`` and ``end`` are those of its braces.
    """

    marker: Marker
    part: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class TextAlternative:
    """The text alternative of a picture; ``is_field``: a field of the front matter that can hold no marker."""

    words: str
    offset: int
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """An editor's comment that gives the reason for one finding: its ``words``, and where it starts and ends."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The contents of a file.

    ``prose`` is as long as the file and has its words at the same offsets. ``day`` is the ISO date of the article, ""
    if it has none that can be read. A ``draft`` will not be published.
    """

    file: ContentFile
    prose: str
    day: str
    draft: bool
    quotes: tuple[Quote, ...]
    alternatives: tuple[TextAlternative, ...]
    reasons: tuple[Reason, ...]

    def line(self, offset: int) -> int:
        """Return the line of an offset, counted from 1."""
        return line_and_column(self.file.text, offset)[0]


def read_text(file: ContentFile) -> Text:
    """Read a content file. Nothing in it is an error here: the build reports what it cannot read."""
    text = file.text
    front = _FRONT_MATTER.match(text)
    body = front.end() if front else 0
    fields = {match[1]: match.span(2) for match in (_FIELD.finditer(text, 4, front.end(1)) if front else ())}
    shown = {name: fields[name] for name in ("title", "summary") if name in fields}
    reasons = [
        Reason(match["reason"].strip(), match.start(), match.end())
        for match in (_YAML_REASON.finditer(text, 0, body) if "figure:" in text[:body] else ())
    ]
    quotes: list[Quote] = []
    alternatives = [
        TextAlternative(text[slice(*fields[name])], fields[name][0], is_field=True)
        for name in _PLAIN_FIELDS
        if name in fields
    ]
    pinned = _value(text, fields.get("indicators")) == PUBLISHED
    code = sorted((*_code_blocks(text, body), *code_spans(text, body)))
    scanned = _hide(text, code, HIDDEN)
    # Of the front matter, what stands between the fields that readers see.
    edges = [0, *(edge for span in sorted(shown.values()) for edge in span), body]
    passed: list[tuple[int, int]] = []
    hidden = [*zip(edges[::2], edges[1::2], strict=True), *((reason.start, reason.end) for reason in reasons), *code]

    def scan(start: int, end: int, part: str) -> None:
        for match in _NOT_PROSE.finditer(scanned, start, end):
            first = match.start()
            interrupts = not (match["target"] or match["comment"] or _INLINE.match(match[0]))
            (hidden if interrupts else passed).append(match.span())
            if match["marker"] and (marker := _marker(match[0], pinned)):
                quotes.append(Quote(marker, part, *match.span()))
            elif match["image"]:
                alternatives.append(TextAlternative(match["alt"], match.start("alt")))
            elif match["tag"] and (alt := _ALT.search(match[0])):
                alternatives.append(TextAlternative(alt[1] or alt[2] or "", first + alt.start(alt.lastindex or 0)))
            elif match["comment"] and (reason := REASON.fullmatch(match[0])):
                reasons.append(Reason(" ".join(reason["reason"].split()), *match.span()))

    for part, span in shown.items():
        scan(*span, part)
    scan(body, len(text), "text")
    if "]:" in text:
        hidden += (match.span() for match in _DEFINITION.finditer(text, body))
    if "[^" in text:
        passed += (match.span() for match in _FOOTNOTE.finditer(text, body))
    day = ""
    with suppress(ValueError):
        day = parse_date(_value(text, fields.get("date"))[:10]).isoformat()
    draft = _value(text, fields.get("status")) == "draft"
    prose = _hide(_hide(text, passed, TRANSPARENT), hidden, HIDDEN)
    return Text(file, prose, day, draft, tuple(quotes), tuple(alternatives), tuple(reasons))


def _value(text: str, span: tuple[int, int] | None) -> str:
    """Return the plain value of a front matter field, without quotation marks and comments; "" without the field."""
    return re.sub(r"[ \t]+#.*", "", text[slice(*span)]).strip().strip("\"'") if span else ""


def _marker(found: str, pinned: bool) -> Marker | None:
    try:
        marker = None if found.startswith("\\") else parse_marker(inside(found))
    except MarkerError:
        return None  # the build reports it
    if isinstance(marker, ChartMarker):
        return replace(marker, live=marker.live and not pinned)
    return replace(marker, pinned=True) if marker and pinned else marker


def _code_blocks(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of code blocks, between fences or indented; indented lines in a list are text."""
    lines = text[body:].split("\n")
    offsets = [body, *accumulate((len(line) + 1 for line in lines), initial=body)][1:]
    fenced = fenced_blocks(lines)[0] if "```" in text or "~~~" in text else []
    yield from ((offsets[first], offsets[last] + len(lines[last])) for first, last in fenced)
    if "\n    " not in text and "\n\t" not in text:
        return
    in_list, after_blank, in_code = False, True, False
    for line, offset in zip(lines, offsets, strict=False):
        if not line.strip():
            after_blank = True
            continue
        in_code = line.startswith(("    ", "\t")) and (in_code or (after_blank and not in_list))
        if in_code:
            yield offset, offset + len(line)
        elif _ITEM.match(line):
            in_list = True
        elif after_blank and not line.startswith(("  ", "\t")):
            in_list = False
        after_blank = False


def _hide(text: str, spans: list[tuple[int, int]], sign: str) -> str:
    """Return the text with ``sign`` for each character in the spans, except line breaks."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        parts += (text[at:start], "\n".join(sign * len(line) for line in text[start:end].split("\n")))
        at = end
    return "".join((*parts, text[at:]))
