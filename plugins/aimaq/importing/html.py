"""HTML as browsers would read it: decoding, parsing, and the words that a reader sees."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from bs4 import BeautifulSoup, Tag, UnicodeDammit
from bs4.element import Comment, NavigableString, PreformattedString

__all__ = ["BLOCKS", "Undecodable", "decode", "depth", "parse", "unparsed_words", "visible_text", "words_of"]

#: What stands on lines of its own (HTML, 15.3): a word ends where one of them begins or ends.
BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr img legend li main menu nav ol p pre search section
        summary table tbody td tfoot th thead tr ul
        """,
    )
)
#: What readers never see.
_UNSEEN: Final = frozenset({"head", "noscript", "script", "style", "template", "title"})


class Undecodable(ValueError):
    """Bytes in no encoding that the file names or that is usual here; the message is for the editor."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a page, with plain line ends, and the encoding that had to be guessed, or "".

    A byte-order mark goes before what the page says of itself (HTML, 13.2.3); one that says nothing is UTF-8, or else
    windows-1251, as old Russian and Kazakh pages are.
    """
    stated = UnicodeDammit(data, is_html=True).declared_html_encoding
    found = UnicodeDammit(data, is_html=True)
    used = found.original_encoding or ""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    if found.unicode_markup is not None and (marked or (stated and _same(used, stated))):
        return _unix(found.unicode_markup), ""
    for encoding in ("utf-8", "windows-1251"):
        try:
            return _unix(data.decode(encoding)), encoding if stated or encoding != "utf-8" else ""
        except UnicodeDecodeError:
            continue
    raise Undecodable(f"it is neither UTF-8 nor windows-1251{f', nor {stated}, as it says' if stated else ''}")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _same(used: str, stated: str) -> bool:
    try:
        return codecs.lookup(used) == codecs.lookup(stated)
    except LookupError:
        return used.lower() == stated.lower()


def parse(html: str) -> BeautifulSoup:
    """Return the tree that lxml makes of a page or of a part of one, however malformed."""
    # Else a blank line between two elements, which makes paragraphs in WordPress, becomes a single line end.
    return BeautifulSoup(html, "lxml", preserve_whitespace_tags={"body"})


def depth(tag: Tag) -> int:
    """Return how many elements stand within one another at most."""
    deepest, waiting = 0, [(tag, 1)]
    while waiting:
        element, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += ((child, level + 1) for child in element.children if isinstance(child, Tag))
    return deepest


def visible_text(tag: Tag) -> str:
    """Return the words of an element, with a line's end where a block begins or ends."""
    return "".join(_pieces(tag))


def words_of(tag: Tag) -> list[str]:
    """Return the words that a reader sees, in their order."""
    return visible_text(tag).split()


def _pieces(root: Tag) -> Iterator[str]:
    # Not recursive: a hostile page may be as deep as it likes.
    waiting: list[object] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and not isinstance(each, NavigableString):
            yield each
        elif isinstance(each, NavigableString):
            if not isinstance(each, Comment | PreformattedString):
                yield str(each)
        elif isinstance(each, Tag) and each.name not in _UNSEEN:
            edge = ["\n"] if each.name in BLOCKS else []
            waiting += [*edge, *reversed(list(each.children)), *edge]


def unparsed_words(html: str, tree: Tag) -> list[str]:
    """Return the words that the source has and the tree has not: what a parser gave up on.

    Python's own tokenizer, which knows no structure and so has nothing to give up, says what the source has.
    """
    tokens = _Tokens()
    tokens.feed(html)
    tokens.close()
    if "".join(tokens.text.split()) == "".join(words_of(tree)):
        return []
    missing = Counter(tokens.text.split())
    missing.subtract(Counter(words_of(tree)))
    return [word for word, count in missing.items() if count > 0]


class _Tokens(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def parse_html_declaration(self, i: int) -> int:
        # In HTML, "<![x" begins a comment that is none (13.2.5.42); Python's parser fails on it.
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN - {"head"}:
            self._unseen.append(tag)
        if tag in BLOCKS:
            self._pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and self._unseen[-1] == tag:
            self._unseen.pop()
        if tag in BLOCKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces.append(data)
