"""Reads HTML as browsers do: decoding, parsing, and the words that a reader sees."""

import codecs
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

from bs4 import BeautifulSoup, Tag, UnicodeDammit
from bs4.element import PreformattedString

from aimaq.base.languages.messages import tr

__all__ = [
    "BLOCKS",
    "INVISIBLE",
    "Undecodable",
    "block_form",
    "decode",
    "drop_comments",
    "is_empty",
    "item_labels",
    "item_numbers",
    "parse",
    "text_line",
]
__all__ += ["too_deep", "unparsed_words", "visible_text", "words_of"]

#: Of nested elements; pages that people wrote have a tenth of it.
_MAX_DEPTH: Final = 150
#: Elements that start on a new line (HTML, 15.3), and footnotes: a word ends where one of them begins or ends.
BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr img legend li main menu nav ol p pre search section summary "
    "table tbody td tfoot th thead tr ul note-text".split()
)
#: Elements whose content is not shown.
INVISIBLE: Final = frozenset({"head", "noscript", "script", "style", "template", "title"})


class Undecodable(ValueError):
    """Raised for bytes in an unknown encoding; the message is for the editor."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a page, with Unix line ends, and the encoding that had to be guessed, or "".

    A byte-order mark has precedence over the encoding that the page states (HTML, 13.2.3). A page that states none is
    UTF-8, or else windows-1251, as old Russian and Kazakh pages are.
    """
    found = UnicodeDammit(data, is_html=True)
    stated, used = found.declared_html_encoding, found.original_encoding or ""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    if found.unicode_markup is not None and (marked or (stated and _is_same_encoding(used, stated))):
        return _with_unix_line_ends(found.unicode_markup), ""
    for encoding in ("utf-8", "windows-1251"):
        try:
            return _with_unix_line_ends(data.decode(encoding)), encoding if stated or encoding != "utf-8" else ""
        except UnicodeDecodeError:
            continue
    raise Undecodable(
        tr("it is neither UTF-8 nor windows-1251, nor %(stated)s, as it states", stated=stated)
        if stated
        else tr("it is neither UTF-8 nor windows-1251")
    )


def _with_unix_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_same_encoding(used: str, stated: str) -> bool:
    try:
        return codecs.lookup(used) == codecs.lookup(stated)
    except LookupError:
        return used.lower() == stated.lower()


def parse(html: str) -> BeautifulSoup:
    """Return lxml's tree of a page or of a part of one; it may be malformed."""
    # Without this, a blank line between two elements, which divides paragraphs in WordPress, becomes one line end.
    return BeautifulSoup(html, "lxml", preserve_whitespace_tags={"body"})


def too_deep(tag: Tag) -> str:
    """Return a message if elements are nested deeper than any that people write, else ""."""
    waiting = [(tag, 1)]
    while waiting:
        element, level = waiting.pop()
        if level > _MAX_DEPTH:
            return tr("elements are nested more than %(most)s deep", most=_MAX_DEPTH)
        waiting += ((child, level + 1) for child in element.children if isinstance(child, Tag))
    return ""


def block_form(tag: Tag) -> tuple[str, str | None]:
    """Return what stands before and behind an element's words, a line end of a block, and no other words for them."""
    return "\n" if tag.name in BLOCKS else "", None


def visible_text(tag: Tag, form: Callable[[Tag], tuple[str, str | None]] = block_form) -> str:
    """Return the text of an element as a reader sees it, with a line end where a block begins or ends.

    ``form`` returns for an element what stands before and behind it, and what stands for its words, or None.
    """
    parts: list[str] = []
    waiting: list[object] = [tag]  # not recursive: a hostile page may be nested to any depth
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            if not isinstance(node, PreformattedString):  # comments and the like
                parts.append(node)
        elif isinstance(node, Tag) and node.name not in INVISIBLE:
            edge, words = form(node)
            waiting += [edge, *(reversed(list(node.children)) if words is None else [words]), edge]
    return "".join(parts)


def words_of(tag: Tag) -> list[str]:
    """Return the words that a reader sees, in their order."""
    return visible_text(tag).split()


def text_line(tag: Tag) -> str:
    """Return the words that a reader sees on one line."""
    return " ".join(words_of(tag))


def drop_comments(root: Tag) -> None:
    """Remove comments and the like, which no reader sees: ``<!--more-->``."""
    for text in list(root.find_all(string=lambda text: isinstance(text, PreformattedString))):
        text.extract()


def item_numbers(ordered: Tag) -> list[int]:
    """Return the numbers of the items of a list as browsers count them (HTML, 4.4.5)."""
    items = ordered.find_all("li", recursive=False)
    step = -1 if ordered.has_attr("reversed") else 1
    number, numbers = _whole(ordered.get("start"), len(items) if step < 0 else 1), []
    for item in items:
        numbers.append(number := _whole(item.get("value"), number))
        number += step
    return numbers


def item_labels(tag: Tag) -> list[str]:
    """Return what a reader sees before the items of all numbered lists in an element: number and kind of digit."""
    lists = tag.find_all("ol") if tag.name != "ol" else [tag, *tag.find_all("ol")]
    return [f"{number} {each.get('type') or 1}" for each in lists for number in item_numbers(each)]


def _whole(value: object, otherwise: int) -> int:
    return int(str(value)) if re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", str(value)) else otherwise


def is_empty(tag: Tag) -> bool:
    """Return whether an element has neither words nor pictures."""
    return not words_of(tag) and tag.find("img") is None


def unparsed_words(html: str, tree: Tag) -> str:
    """Return the words that Python's tokenizer, which drops nothing, finds in ``html`` and that its tree lacks."""
    tokens = _Tokens()
    tokens.feed(html)
    tokens.close()
    words, parsed = "".join(tokens.parts).split(), words_of(tree)
    return "" if "".join(words) == "".join(parsed) else " ".join(Counter(words) - Counter(parsed))


class _Tokens(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._invisible: list[str] = []

    def parse_html_declaration(self, i: int) -> int:
        # In HTML, "<![x" begins a bogus comment (13.2.5.42); Python's parser fails on it.
        return self.parse_bogus_comment(i) if self.rawdata.startswith("<![", i) else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in INVISIBLE - {"head"}:
            self._invisible.append(tag)
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._invisible and self._invisible[-1] == tag:
            self._invisible.pop()
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._invisible:
            self.parts.append(data)
