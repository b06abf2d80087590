"""HTML as the Markdown of our site: markdownify's, with the signs that Python-Markdown reads, and no marker in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import Final

from bs4 import Tag
from markdownify import ATX, MarkdownConverter

from aimaq.importing.html import parse, words_of
from aimaq.newsroom.content.characters import FORBIDDEN
from aimaq.newsroom.markdown.sanitising import sanitise

__all__ = ["to_markdown"]

#: Python-Markdown takes a backslash before each of these for the sign itself (and before | with tables).
_SIGNS = re.compile(r"[\\`*_{}\[\]|]")
#: What begins a block at the start of a line: a heading, a quotation, a list, a line below a heading.
_START = re.compile(r"^([ \t]*)(#|[+-](?=\s|$)|-(?=-)|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
#: The same for signs that no backslash takes the meaning from: definitions, fences, underlines.
_ENTITY = re.compile(r"^([ \t]*)([:~=])", re.MULTILINE)
_ITEM: Final = "    "
_BLANK_LINES = re.compile(r"\n{3,}")
#: Braces that would make a marker of what is written as HTML.
_BRACES = re.compile(r"\{(?=\{)|\}(?=\})")


def to_markdown(body: Tag, render: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """Return an article's text, and the beginnings of blocks that Markdown cannot say and that are HTML in it.

    ``body`` has gone through ``structure``. ``render`` turns Markdown into HTML as the build does: each block is read
    again, and one that comes back with other words stays HTML. What braces there are, are no markers.
    """
    converter = _Converter(
        heading_style=ATX, bullets="-", sub_symbol="<sub>", sup_symbol="<sup>", autolinks=False, escape_misc=False
    )
    blocks: list[str] = []
    kept: list[str] = []
    for child in body.children:
        if not isinstance(child, Tag):
            continue
        block = _tidy(converter.convert_element(child, set()))
        wanted = FORBIDDEN.sub("", " ".join(words_of(child))).split()
        if words_of(parse(render(FORBIDDEN.sub("", block)))) != wanted:
            block = _as_html(child)
            kept.append(" ".join(wanted))
        if block:
            blocks.append(block)
    return "\n\n".join(blocks) + "\n", tuple(kept)


def _tidy(text: str) -> str:
    """Return Markdown without white space at lines' ends, but for breaks, and without more than one blank line."""
    lines = "\n".join(line if line.endswith("  ") and line.strip() else line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n \t")


class _Converter(MarkdownConverter):
    """``convert_<tag>`` gets an element and the Markdown of what is in it."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Take their meaning from all signs. Those at the start of a line lose it even if none begins there."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = _SIGNS.sub(r"\\\g<0>", text)
        text = _START.sub(lambda match: _without_start(match), text)
        return _ENTITY.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link; an address stands in angle brackets if it holds what would end it."""
        address = str(el.get("href") or "")
        core = text.strip()
        if not core or not address or "_noformat" in parent_tags:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before and ' '}[{core}]({_address(address)}){after and ' '}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture with the words for it, and who took it."""
        alt = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        title = str(el.get("title") or "").replace('"', "”")
        address = _address(str(el.get("src") or ""))
        return f'![{alt}]({address} "{title}")' if title else f"![{alt}]({address})"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """An item; what belongs to it is indented by four spaces, as Python-Markdown wants it."""
        text = text.strip()
        if not text:
            return "\n"
        sign = "-   "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "1")
            number = (int(start) if start.isdigit() else 1) + len(el.find_previous_siblings("li"))
            sign = f"{number}.".ljust(3) + " "
        first, *rest = text.split("\n")
        return "\n".join([sign + first, *(_ITEM + line if line.strip() else "" for line in rest)]) + "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A block of code."""
        text = text.strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        return f"\n\n{fence}\n{text}\n{fence}\n\n" if text.strip() else ""

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Struck text; Python-Markdown has no sign for it."""
        return f"<del>{text}</del>" if text.strip() else text

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A change of subject; three hyphens below a paragraph would make it a heading."""
        return "\n\n* * *\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table as lines if it is made of rows alike; else as HTML, which says the same as before."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        rows = [row.find_all(["td", "th"], recursive=False) for row in el.find_all("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return f"\n\n{text.strip()}\n\n"
        if _is_plain(el, rows):
            return f"\n\n{self._lines(el, rows)}\n\n"
        return f"\n\n{_as_html(el)}\n\n"

    def convert_element(self, el: Tag, parent_tags: set[str]) -> str:
        """Return the Markdown of an element that stands in ``parent_tags``."""
        text: str = super().process_tag(el, parent_tags=parent_tags)  # type: ignore[misc]  # its stubs leave it out
        return text

    def _lines(self, el: Tag, rows: Sequence[Sequence[Tag]]) -> str:
        caption = el.find("caption")
        lines = [self._row(row) for row in rows]
        lines.insert(1, f"|{' --- |' * len(rows[0])}")
        above = f"{self.convert_element(caption, parent_tags={'_inline'}).strip()}\n\n" if caption else ""
        return above + "\n".join(lines)

    def _row(self, cells: Sequence[Tag]) -> str:
        texts = (self.convert_element(cell, parent_tags={"table"}) for cell in cells)
        return "|" + "|".join(f" {' '.join(text.strip(' |').split())} " for text in texts) + "|"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell's text alone: rows are set by ``convert_table``."""
        return f" {text.strip()} "

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """The same for a row."""
        return f" {text.strip()} "


def _without_start(match: re.Match[str]) -> str:
    if match[2].isdigit():
        return f"{match[1]}{match[2]}\\"
    return f"{match[1]}\\{match[2]}"


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _is_plain(table: Tag, rows: Sequence[Sequence[Tag]]) -> bool:
    """Tell whether lines can say what a table says: a row of headings, cells of equal number without blocks."""
    cells = [cell for row in rows for cell in row]
    return (
        len({len(row) for row in rows}) == 1
        and len(rows[0]) > 1
        and len(rows) > 1
        and not table.find("table")
        and not any(str(cell.get(span) or "1") != "1" for cell in cells for span in ("colspan", "rowspan"))
        and not any(cell.find(["ul", "ol", "br", "pre", "blockquote"]) for cell in cells)
        and not any(len(cell.find_all("p")) > 1 for cell in cells)
        and (table.find("thead") is not None or all(cell.name == "th" for cell in rows[0]))
        and not any(cell.name == "th" for row in rows[1:] for cell in row)
    )


_KEPT: Final = {
    "ol": ("start",),
    "a": ("href",),
    "img": ("src", "alt"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
_KEPT_TAGS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a blockquote br caption code del div em h2 h3 h4 h5 h6 hr img li ol p pre strong sub sup table tbody td tfoot th
        thead tr ul
        """,
    )
)


def _as_html(block: Tag) -> str:
    """Return a block as HTML without attributes that only look like something."""

    def write(tag: Tag, within_pre: bool) -> str:
        within_pre = within_pre or tag.name == "pre"
        inner = "".join(
            write(child, within_pre) if isinstance(child, Tag) else html.escape(_text(child, within_pre), quote=False)
            for child in tag.children
        )
        if tag.name not in _KEPT_TAGS:
            return inner
        values = ((name, str(tag.get(name) or "")) for name in _KEPT.get(tag.name, ()))
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in values if value or name == "alt")
        if tag.name in ("br", "img", "hr"):
            return f"<{tag.name}{attributes}>"
        lead = "\n" if tag.name in ("tr", "thead", "tbody", "tfoot", "caption", "li") and not within_pre else ""
        inner = inner.strip() if tag.name in ("td", "th", "p", "li") else inner
        return f"{lead}<{tag.name}{attributes}>{inner}</{tag.name}>"

    # What a browser would not take where it stands, the sanitiser sets right here, and so loses nothing in the build.
    return _BRACES.sub(_reference, sanitise(write(block, False).strip())[0])


def _text(node: object, within_pre: bool) -> str:
    return str(node) if within_pre else " ".join(_spaced(node))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _spaced(text: object) -> list[str]:
    """Return the words of a text, with an empty one where white space stood at an end."""
    raw = str(text)
    words = raw.split()
    return [*([""] if raw[:1].isspace() else []), *words, *([""] if words and raw[-1:].isspace() else [])]
