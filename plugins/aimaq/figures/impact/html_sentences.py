"""Split a page into its sentences, as readers see them: blocks of HTML without markup."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from aimaq.base.slots import OPEN, PLACE_MARK, SLOT

__all__ = ["Block", "blocks", "differences", "sentence_at", "sentences"]

_ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|[^'">])*"""
#: What holds no sentences: scripts, drawings, comments.
_NO_TEXT = rf"<(?P<silent>script|style|svg|template)\b{_ATTRIBUTES}>.*?</(?P=silent)\s*>|<!--.*?-->"
_BLOCK = (
    r"</?(?P<name>address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|header|hr|html|li|main|nav|ol|option|p|pre|section|select|summary|table|tbody|tfoot|thead|tr|ul)\b"
    rf"{_ATTRIBUTES}>"
)
_DRAWING = re.compile(rf"<svg\b{_ATTRIBUTES}>(?:(?!<svg\b).)*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(f"{_NO_TEXT}|{_BLOCK}", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(
    rf"\s?<(?P<hidden>\w+)\b(?=[^>]*\shidden\b){_ATTRIBUTES}>.*?</(?P=hidden)\s*>", re.DOTALL | re.IGNORECASE
)
_ROW = re.compile(rf"(?P<open><tr\b{_ATTRIBUTES}>)(?P<cells>.*?)(?P<close></tr\s*>)", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
_TERM = re.compile(rf"</dt\s*>\s*<dd\b{_ATTRIBUTES}>", re.IGNORECASE)
_TAG = re.compile(rf"</?[a-zA-Z]{_ATTRIBUTES}>")
_BODY = re.compile(rf"<body\b{_ATTRIBUTES}>", re.IGNORECASE)
#: The end of a sentence; not after a short word: "31 декабря 2022 г. открыли", "А. Сатыбалдиев".
_END = re.compile(
    r"(?:(?<=\w\w\w[.!?…])|(?<=[.!?…][»”\"’)])|(?<=[%)»”][.!?…]))[ \n]+(?=[«“„\"(—–]?[^\Wa-zа-яёәғқңөұүһі_])"
)
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page that quotes figures, with its markup; ``name`` is the element that begins it: "p", "h1"."""

    name: str
    html: str


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks in the body of a composed page that contain slots and that readers see."""
    body = _BODY.search(page)
    start, name = body.end() if body else 0, ""
    for match in _BREAK.finditer(page, start):
        if OPEN in (html := page[start : match.start()]):
            yield Block(name, html)
        start, name = match.end(), "" if match[0].startswith("</") else (match["name"] or "").lower()
    if OPEN in (html := page[start:]):
        yield Block(name, html)


def sentences(html: str) -> list[str]:
    """Return the sentences of an HTML fragment in order; a table row is one, with bars between its cells."""
    return [sentence for text in _texts(html) for sentence in _END.split(text)]


def sentence_at(block: Block, slot: int, fill: Callable[[str], str]) -> str:
    """Return the filled sentence that contains the block's slot number ``slot`` (from 0), or that ends before it."""
    token = list(SLOT.finditer(block.html))[slot]
    # The mark keeps the place while the markup is removed.
    marked = fill(block.html[: token.start()]) + PLACE_MARK + fill(block.html[token.end() :])
    whole = next((text for text in _texts(marked) if PLACE_MARK in text), PLACE_MARK)
    place, text = whole.index(PLACE_MARK), whole.replace(PLACE_MARK, "")
    start = 0
    for match in _END.finditer(text):
        if match.start() >= place:
            return text[start : match.start()]
        start = match.end()
    return text[start:]


def differences(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence that differs, before and after; "" where there is none.

    Where the number of sentences differs, they are joined to one difference.
    """
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, new = before[i:j], after[k:m]
        if len(old) == len(new):
            yield from zip(old, new, strict=True)
        else:
            yield " · ".join(old), " · ".join(new)


def _texts(html: str) -> Iterator[str]:
    """Yield the text of each block, without markup and hidden elements."""
    html = _HIDDEN.sub("", html)
    while html != (html := _DRAWING.sub("", html)):
        pass  # drawings may be nested
    html = _ROW.sub(lambda row: row["open"] + _BREAK.sub(" ", _CELL.sub(" | ", row["cells"])) + row["close"], html)
    joined = _TERM.sub(": ", _CELL.sub(" | ", html))
    for block in _BREAK.split(joined)[:: _BREAK.groups + 1]:
        if text := _SPACES.sub(" ", unescape(_TAG.sub("", block))).strip(" |"):
            yield text
