"""Convert the HTML of a text into plain text, to paste into another system or to read in a terminal.

A paragraph is one line of any length, since line breaks of ours would be in the way where it is pasted. The width of a
figure is not known before the fill, so nothing here counts characters: a row of a table becomes a list of its cells,
each after the name of its column. Links become numbers in brackets, whose addresses stand at the end of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, TypeAlias
from urllib.parse import urljoin

from aimaq.base.slots import has_slots
from aimaq.newsroom.markdown.list_numbers import first_number, item_sign, step_of, whole

__all__ = ["STRUCK", "PlainText", "plain_text", "raised_or_lowered"]

_WITHOUT_END: Final = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_PARAGRAPHS: Final = frozenset({"dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "p", "summary"})
_TABLE: Final = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_LISTS: Final = frozenset({"dd", "dl", "li", "ol", "ul"})
_BLOCKS: Final = _PARAGRAPHS | _TABLE | _LISTS | {"blockquote", "details", "div", "figure", "hr", "pre", "section"}
#: HTML's white space (Infra Standard, 4.6), which has no no-break space.
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
STRUCK: Final = "~~"
"""Stands around what is struck through, so that nobody takes it for what holds."""
#: A browser lets a cell cover no more columns (HTML, 4.9.11); 0 rows are all the following ones.
_MOST_SPANNED: Final = 1000
_RAISED: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised_or_lowered(text: str, tag: str) -> str:
    """Return what stands in an element ``sup`` or ``sub``, in letters of its own: "10³", "CO₂", "1st".

    A figure, or a number with a sign that has no such letter, comes behind a mark: 10^2.5 is not 102.5.
    """
    if has_slots(text) or re.search(r"\d[.,]\d", text):
        return f"{'^' if tag == 'sup' else '_'}{text}"
    return text.translate(_RAISED if tag == "sup" else _LOWERED)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text, and the addresses of its numbers in brackets, from [1] on."""

    text: str
    links: tuple[str, ...]


def plain_text(html: str, base: str, links: Sequence[str] = ()) -> PlainText:
    """Return sanitised HTML as plain text; slots pass through unchanged.

    Addresses are resolved against ``base``, the absolute address of the page. ``links`` are those that earlier parts
    of the same document have numbered.
    """
    tree = _Tree()
    tree.feed(str(html))
    tree.close()
    writer = _Writer(base, list(links))
    text = "\n".join(_joined(writer.blocks(tree.root.children)))
    return PlainText(text, tuple(writer.links))


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)

    def find(self, *tags: str) -> Iterator[_Element]:
        """Yield the elements of these names below this one, except those inside one that has been found."""
        for child in self.children:
            if isinstance(child, _Element):
                if child.tag in tags:
                    yield child
                else:
                    yield from child.find(*tags)


_Node: TypeAlias = str | _Element
_Block: TypeAlias = list[str]
"""Lines that belong together; an empty line stands between two blocks."""


class _Tree(HTMLParser):
    """Reads the elements of well-formed HTML, as a sanitiser writes it; hidden elements are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        if "hidden" not in element.attributes:
            self._open[-1].children.append(element)
        if tag not in _WITHOUT_END:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        depths = [depth for depth, element in enumerate(self._open) if element.tag == tag and depth]
        if depths:
            del self._open[depths[-1] :]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


class _Writer:
    """Writes elements as blocks of lines, and numbers links."""

    def __init__(self, base: str, links: list[str]) -> None:
        self.base, self.links = base, links

    def blocks(self, nodes: Iterable[_Node]) -> list[_Block]:
        """Return the blocks of some nodes; text beside blocks becomes a paragraph."""
        found: list[_Block] = []
        beside: list[_Node] = []
        for node in nodes:
            if isinstance(node, _Element) and (node.tag in _BLOCKS or any(node.find(*_BLOCKS))):
                found += self._paragraph(beside)
                beside = []
                found += self._block(node)
            else:
                beside.append(node)
        return found + self._paragraph(beside)

    def _paragraph(self, nodes: Sequence[_Node]) -> list[_Block]:
        text = self._text(nodes)
        return [text.split("\n")] if text else []

    def _block(self, element: _Element) -> list[_Block]:
        children = element.children
        match element.tag:
            case "hr":
                return [["* * *"]]
            case "pre":
                return [_verbatim(children).strip("\n").split("\n")]
            case "blockquote":
                return [[f"> {line}".rstrip() for line in _joined(self.blocks(children))]]
            case "ul" | "ol":
                return [self._list(element)]
            case "dl":
                return [self._definitions(element)]
            case "table":
                return self._table(element)
            case tag if tag in _PARAGRAPHS:
                return self._paragraph(children)
        return self.blocks(children)

    def _list(self, element: _Element) -> _Block:
        items = [*element.find("li")]
        number = first_number(element.attributes, len(items))
        lines = []
        for item in items:
            sign = "- "
            if element.tag == "ol":
                number = whole(item.attributes.get("value"), number)
                sign = f"{item_sign(number, element.attributes.get('type', ''))}. "
                number += step_of(element.attributes)
            inside = _joined(self.blocks(item.children)) or [""]
            indent = " " * len(sign)
            lines += [f"{indent if place else sign}{line}".rstrip() for place, line in enumerate(inside)]
        return lines

    def _definitions(self, element: _Element) -> _Block:
        lines = []
        for item in element.find("dt", "dd"):
            inside = _joined(self.blocks(item.children))
            lines += inside if item.tag == "dt" else [f"    {line}".rstrip() for line in inside]
        return lines

    def _table(self, element: _Element) -> list[_Block]:
        """Return a block for each row; the rows of headings that come first name the columns."""
        found = [block for caption in element.find("caption") for block in self._paragraph(caption.children)]
        names: list[str] = []
        below: dict[int, tuple[int, str]] = {}
        has_data = False
        for row in element.find("tr"):
            cells = list(row.find("th", "td"))
            texts = self._row(cells, below)
            is_head = all(cell.tag == "th" for cell in cells)
            if is_head and not (names and (has_data or len(cells) < 2)):
                names = [*map(_both, names, texts)] if len(names) == len(texts) else texts
            elif any(texts):
                has_data = True
                pairs = zip(names[1:] + [""] * len(texts), texts[1:], strict=False)
                found.append([texts[0] or "–", *(f"  {name}: {text}" if name else f"  {text}" for name, text in pairs)])
        return found

    def _row(self, cells: Iterable[_Element], below: dict[int, tuple[int, str]]) -> list[str]:
        """Return the text in each column of a row, which a cell covers of its own row or of one above.

        ``below`` has the columns that cells cover in rows to come too: in how many, and the text.
        """
        texts: list[str] = []
        for cell in cells:
            self._from_above(texts, below)
            text = " ".join(_joined(self.blocks(cell.children))).replace("\n", " ")
            rows = whole(cell.attributes.get("rowspan"), 1) or _MOST_SPANNED
            for _ in range(min(whole(cell.attributes.get("colspan"), 1), _MOST_SPANNED)):
                if rows > 1:
                    below[len(texts)] = rows - 1, text
                texts.append(text)
        self._from_above(texts, below)
        return texts

    def _from_above(self, texts: list[str], below: dict[int, tuple[int, str]]) -> None:
        """Add what cells of rows above have in the next columns of a row."""
        while len(texts) in below:
            rows, text = below.pop(len(texts))
            if rows > 1:
                below[len(texts)] = rows - 1, text
            texts.append(text)

    def _text(self, nodes: Iterable[_Node]) -> str:
        """Return running text: white space becomes one space, and a forced break stays."""
        lines = "".join(self._words(nodes)).split("\n")
        return "\n".join(_SPACE.sub(" ", line).strip(" ").rstrip(" \u00a0") for line in lines).strip("\n")

    def _words(self, nodes: Iterable[_Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                yield _SPACE.sub(" ", node)
                continue
            inside = "".join(self._words(node.children))
            match node.tag:
                case "br":
                    yield "\n"
                case "img":
                    yield f"[{node.attributes['alt']}]" if node.attributes.get("alt") else ""
                case "a" if node.attributes.get("class") == "footnote-backref":
                    pass  # it leads back within the page
                case "a":
                    yield inside + self._note(inside.strip(), node.attributes.get("href", ""))
                case "q":
                    yield f"“{inside}”"
                case "sup" | "sub":
                    yield raised_or_lowered(inside, node.tag)
                case "del" | "s":
                    yield f"{STRUCK}{inside}{STRUCK}"
                case _:
                    yield inside

    def _note(self, words: str, href: str) -> str:
        """Return a link's number; "" if its words are the address, and for a place on the same page."""
        address = urljoin(self.base, href)
        if not href or href.startswith("#") or words in ("", address, address.partition(":")[2]):
            return ""
        if address not in self.links:
            self.links.append(address)
        return f" [{self.links.index(address) + 1}]"


def _both(above: str, name: str) -> str:
    """Return the name of a column that has one of several columns above it."""
    return name if above in (name, "") else f"{above} {name}".rstrip()


def _joined(blocks: Iterable[_Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if lines else block
    return lines


def _verbatim(nodes: Iterable[_Node]) -> str:
    return "".join(node if isinstance(node, str) else _verbatim(node.children) for node in nodes)
