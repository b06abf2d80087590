"""The text of a document as HTML, with what could not be brought over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from lxml import etree

from aimaq.importing.sources.word.numbering import Mark, Numbering, W

__all__ = ["Block", "DocumentParts", "MarkupWriter", "html_of"]

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
#: Elements that only hold others.
_TRANSPARENT: Final = frozenset(
    f"{W}{name}" for name in "ins moveTo sdt sdtContent smartTag customXml fldSimple bdo dir hyperlink".split()
)
_REMOVED: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
#: Letters of the longest line in bold type that is taken for a heading.
_MAX_HEADING: Final = 120
_FORMATS: Final = (("b", "strong"), ("i", "em"), ("strike", "del"), ("dstrike", "del"))


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """``links`` and ``pictures`` map relations to addresses, ``styles`` the names of styles to their elements."""

    links: Mapping[str, str]
    pictures: Mapping[str, str]
    styles: Mapping[str, etree._Element]
    notes: Mapping[tuple[str, str], etree._Element]
    numbering: Numbering


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading (``level`` from 1), an item of a list (``depth`` from 0) or a table, as HTML."""

    html: str
    level: int = 0
    depth: int = -1
    mark: Mark = field(default_factory=Mark)
    is_bold: bool = False
    is_title: bool = False


class MarkupWriter:
    """``removed`` and ``added`` are texts of tracked changes; ``lost`` and ``left`` pairs of a kind and the words."""

    def __init__(self, parts: DocumentParts) -> None:
        self.parts = parts
        self.removed: list[str] = []
        self.added: list[str] = []
        self.lost: list[tuple[str, str]] = []
        self.left: list[tuple[str, str]] = []
        self.called: list[tuple[str, str]] = []
        self._fields: list[list[str]] = []

    def blocks(self, holder: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a body, a cell or a note."""
        for child in holder:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self.blocks(_alternative(child))
            elif child.tag in _REMOVED:
                self.removed.append(_words(child))
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child)

    def notes(self) -> str:
        """Return the notes that have been called, as a list; a note may call others."""
        items = []
        for number, key in enumerate(self.called, 1):
            note = self.parts.notes.get(key)
            inner = html_of(list(self.blocks(note))) if note is not None else ""
            items.append(f'<li id="fn-{number}">{inner}<a href="#fnref-{number}">↩</a></li>')
        return f"<ol>{''.join(items)}</ol>" if items else ""

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = _child_value(properties, "pStyle")
        boxes: list[etree._Element] = []
        html = self._inline(element, boxes)
        name = self._style_name(style)
        words = _words(element)
        if words and name.lower().startswith("toc "):
            self.left.append(("contents", words))
        elif html.strip():
            level = self._level(properties, style, name)
            mark, depth = self._mark(properties, style)
            if mark is not None and (mark.label or level):
                label = mark.label or f"{mark.number}." * bool(mark.type)
                html, mark = f"{escape(label)} {html}".strip(), None
            bold = len(words) <= _MAX_HEADING and re.fullmatch(r"\s*(<strong>.*?</strong>\s*)+", html) is not None
            is_title = name.lower() == "title"
            yield Block(html, level, depth if mark is not None else -1, mark or Mark(), bold, is_title)
        for box in boxes:
            yield from self.blocks(box)

    def _level(self, properties: etree._Element | None, style: str, name: str) -> int:
        if match := _HEADING.fullmatch(name):
            return int(match[1])
        outline = _child_value(properties, "outlineLvl") or self._inherited(style, "outlineLvl")
        return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0

    def _mark(self, properties: etree._Element | None, style: str) -> tuple[Mark | None, int]:
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, depth = _child_value(own, "numId"), _child_value(own, "ilvl")
        if not number:
            for each in self._styles(style):
                found = each.find(f"{W}pPr/{W}numPr")
                if found is not None and (number := _child_value(found, "numId")):
                    depth = depth or _child_value(found, "ilvl")
                    break
        at = int(depth) if depth.isdigit() else 0
        return (self.parts.numbering.mark(number, at), at) if number and number != "0" else (None, at)

    def _styles(self, style: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style and style not in seen and (found := self.parts.styles.get(style)) is not None:
            seen.add(style)
            yield found
            style = _child_value(found, "basedOn")

    def _style_name(self, style: str) -> str:
        """Return the name of a style, or of the one that it is based on, by which Word knows it in any language."""
        names = [_child_value(each, "name") for each in self._styles(style)]
        return next((name for name in names if _HEADING.fullmatch(name) or name.lower() == "title"), "".join(names[:1]))

    def _inherited(self, style: str, name: str) -> str:
        values = (_child_value(each.find(f"{W}pPr"), name) for each in self._styles(style))
        return next(filter(None, values), "")

    def _inline(self, element: etree._Element, boxes: list[etree._Element]) -> str:
        parts: list[str] = []
        for child in element:
            if child.tag in _REMOVED:
                self.removed.append(_words(child))
            elif child.tag == f"{W}r":
                parts.append(self._run(child, boxes))
            elif child.tag == f"{W}hyperlink":
                address = self.parts.links.get(child.get(f"{_R}id") or "", "")
                inner = self._inline(child, boxes)
                parts.append(f'<a href="{escape(address)}">{inner}</a>' if address and inner.strip() else inner)
            elif child.tag in _TRANSPARENT:
                if child.tag in (f"{W}ins", f"{W}moveTo"):
                    self.added.append(_words(child))
                parts.append(self._inline(child, boxes))
            elif child.tag == f"{_MC}AlternateContent":
                parts.append(self._inline(_alternative(child), boxes))
            elif str(child.tag).startswith(_MATH):
                self.lost.append(("formula", "".join(map(str, child.itertext()))))
        return "".join(parts)

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> str:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            if words := _words(run):
                self.lost.append(("hidden", words))
            return ""
        html = "".join(filter(None, (self._content(child, boxes) for child in run)))
        if self._fields and self._fields[-1][0] == "code":
            return ""
        if html.strip() and _words(run):  # not the ends of fields
            for name, tag in _FORMATS:
                if _is_on(properties, name):
                    html = f"<{tag}>{html}</{tag}>"
            place = _child_value(properties, "vertAlign")
            tag = {"superscript": "sup", "subscript": "sub"}.get(place, "")
            html = f"<{tag}>{html}</{tag}>" if tag and "fnref-" not in html else html
        return html

    def _content(self, child: etree._Element, boxes: list[etree._Element]) -> str:
        name = etree.QName(child).localname
        if child.tag == f"{W}t":
            return escape(child.text or "", quote=False)
        if name in ("tab", "cr", "br", "noBreakHyphen"):
            return {"tab": " ", "cr": "<br>", "br": "<br>", "noBreakHyphen": "\u2011"}[name]
        if name == "fldChar":
            return self._field(child.get(f"{W}fldCharType") or "")
        if name == "instrText" and self._fields:
            self._fields[-1][1] += child.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            key = (name.removesuffix("Reference"), child.get(f"{W}id") or "")
            if key not in self.called:
                self.called.append(key)
            number = self.called.index(key) + 1
            return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'
        elif name in ("drawing", "pict", "object"):
            return self._drawing(child, boxes)
        elif child.tag == f"{_MC}AlternateContent":
            return "".join(self._content(each, boxes) for each in _alternative(child))
        elif name == "sym":
            self.lost.append(("symbol", f"{child.get(f'{W}font')} {child.get(f'{W}char')}"))
        return ""

    def _field(self, kind: str) -> str:
        """Follow a field, code and result; a link becomes one, of all others the result stays."""
        if kind == "begin":
            self._fields.append(["code", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
            if match := _HYPERLINK.search(self._fields[-1][1]):
                return f'<a href="{escape(match[1])}">'
        elif kind == "end" and self._fields:
            state, code = self._fields.pop()
            return "</a>" if state == "result" and _HYPERLINK.search(code) else ""
        return ""

    def _drawing(self, element: etree._Element, boxes: list[etree._Element]) -> str:
        found = list(element.iter(f"{W}txbxContent"))
        boxes += found[:1]
        about = next(element.iter(f"{_WP}docPr"), None)
        alt = (about.get("descr") or about.get("title") or "") if about is not None else ""
        images = [(each.get(f"{_R}embed") or each.get(f"{_R}link") or "") for each in element.iter(f"{_A}blip")]
        images += [each.get(f"{_R}id") or "" for each in element.iter(f"{_V}imagedata")]
        html = ""
        for image in images:
            html += f'<img src="{escape(self.parts.pictures.get(image, ""))}" alt="{escape(alt)}">'
        if not images and not found:
            self.lost.append(("object", alt or (about.get("name") or "" if about is not None else "")))
        return html

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [row for row in _flattened(table) if row.tag == f"{W}tr"]
        self.removed += [_words(row) for row in rows if row.find(f"{W}trPr/{W}del") is not None]
        rows = [row for row in rows if row.find(f"{W}trPr/{W}del") is None]
        cells = [[cell for cell in _flattened(row) if cell.tag == f"{W}tc"] for row in rows]
        if len(rows) == 1 and len(cells[0]) == 1:  # a frame around a text
            yield from self.blocks(cells[0][0])
            return
        look = table.find(f"{W}tblPr/{W}tblLook")
        first = look is not None and (look.get(f"{W}firstRow") == "1" or _bit(look.get(f"{W}val"), 0x20))
        spans = _row_spans(cells)
        lines = []
        for at, row in enumerate(cells):
            is_head = at == 0 and (first or rows[0].find(f"{W}trPr/{W}tblHeader") is not None)
            tag, line = "th" if is_head else "td", ""
            for cell, rowspan in zip(row, spans[at], strict=True):
                inner = html_of(list(self.blocks(cell)))
                if rowspan == 0:
                    continue
                inner = re.sub(r"^<p>((?:(?!<p>).)*)</p>$", r"\1", inner, flags=re.DOTALL)
                colspan = _child_value(cell.find(f"{W}tcPr"), "gridSpan") or "1"
                wide = f' colspan="{colspan}"' if colspan != "1" else ""
                high = f' rowspan="{rowspan}"' if rowspan > 1 else ""
                line += f"<{tag}{wide}{high}>{inner}</{tag}>"
            lines.append(f"<tr>{line}</tr>")
        yield Block(f"<table>{''.join(lines)}</table>", level=-1)


def html_of(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML, items one after another in lists."""
    parts: list[str] = []
    lists: list[tuple[int, str]] = []  # that are open: depth and type, "" for one with bullets

    def close(depth: int, kind: str = "") -> None:
        while lists and (lists[-1][0] > depth or (lists[-1][0] == depth and lists[-1][1] != kind)):
            parts.append("</li></ol>" if lists.pop()[1] else "</li></ul>")

    for block in blocks:
        kind = block.mark.type
        close(block.depth, kind)
        if block.depth < 0:
            tag = f"h{min(6, block.level + 1)}" if block.level > 0 else "p"
            parts.append(block.html if block.level < 0 else f"<{tag}>{block.html}</{tag}>")
            continue
        value = f' value="{block.mark.number}"' if kind else ""
        if lists and lists[-1][0] == block.depth:
            parts.append(f"</li><li{value}>{block.html}")
        else:
            parts.append((f'<ol type="{kind}">' if kind else "<ul>") + f"<li{value}>{block.html}")
            lists.append((block.depth, kind))
    close(-1)
    return "".join(parts)


def _flattened(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in _TRANSPARENT:
            yield from _flattened(child)
        else:
            yield child


def _row_spans(cells: Sequence[Sequence[etree._Element]]) -> list[list[int]]:
    """Return over how many rows each cell goes; 0 for one that continues the cell above it."""
    grid: list[dict[int, tuple[int, str]]] = []
    for row in cells:
        places: dict[int, tuple[int, str]] = {}
        column = 0
        for at, cell in enumerate(row):
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            places[column] = at, "" if merge is None else merge.get(f"{W}val") or "continue"
            column += int(_child_value(properties, "gridSpan") or 1)
        grid.append(places)
    spans = [[1] * len(row) for row in cells]
    for number, row_places in enumerate(grid):
        for column, (at, state) in row_places.items():
            if state == "continue" and number:
                spans[number][at] = 0
            if state == "restart":
                below = number + 1
                while below < len(grid) and grid[below].get(column, (0, ""))[1] == "continue":
                    below += 1
                spans[number][at] = below - number
    return spans


def _alternative(element: etree._Element) -> etree._Element:
    """Return the one version of a content of which a document has several."""
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else element


def _child_value(element: etree._Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return "" if child is None else child.get(f"{W}val") or ""


def _is_on(properties: etree._Element | None, name: str) -> bool:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and (child.get(f"{W}val") or "1") not in ("0", "false", "off", "none")


def _bit(text: str | None, bit: int) -> bool:
    return bool(text and re.fullmatch("[0-9A-Fa-f]{1,4}", text) and int(text, 16) & bit)


def _words(element: etree._Element) -> str:
    texts = (each.text or "" for each in element.iter(f"{W}t", f"{W}delText"))
    return " ".join("".join(texts).split())
