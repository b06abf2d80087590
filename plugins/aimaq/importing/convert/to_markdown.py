"""Converts HTML to Markdown with markdownify, escaped for Python-Markdown and without markers of figures."""

import html
import re
from collections.abc import Callable, Sequence
from typing import Final

from bs4 import Tag
from markdownify import ATX, MarkdownConverter

from aimaq.base.languages.sign_pairs import with_kept_signs
from aimaq.importing.convert.footnotes import CALL, NOTE
from aimaq.importing.convert.html_tree import item_labels, item_numbers, parse, words_of
from aimaq.newsroom.content.characters import FORBIDDEN
from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.markdown.sanitising import sanitise
from aimaq.settings.schema import MarkdownSetting

__all__ = ["markdown_renderer", "to_markdown"]

#: Characters that Python-Markdown lets a backslash escape (| is one with tables).
_ESCAPABLE = re.compile(r"[\\`*_{}\[\]|]")
#: What begins a block at the start of a line: a heading, a list, a line below a heading.
_BLOCK_START = re.compile(r"^([ \t]*)(#|[+-](?=\s|$)|-(?=-)|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
#: The same where a backslash does not help: definitions, fences, underlines. A character reference does.
_REFERENCED = re.compile(r"^([ \t]*)([:~=])", re.MULTILINE)
_ITEM_INDENT: Final = "    "
_BLANK_LINES = re.compile(r"\n{3,}")
#: Braces in HTML that would be read as a marker.
_BRACES = re.compile(r"\{(?=\{)|\}(?=\})")


def to_markdown(body: Tag, render: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """Return an article as Markdown, and the texts of its blocks that stay HTML because Markdown cannot express them.

    ``body`` has been normalised. ``render`` turns Markdown into HTML as the build does: a block that then has
    other words stays HTML. Braces are escaped, so that none is read as a marker.
    """
    converter = _Converter(
        heading_style=ATX, bullets="-", sub_symbol="<sub>", sup_symbol="<sup>", autolinks=False, escape_misc=False
    )
    converter.numbers = {
        id(item): number
        for each in body.find_all("ol")
        for item, number in zip(each.find_all("li", recursive=False), item_numbers(each), strict=True)
    }
    blocks: list[str] = []
    kept: list[str] = []
    for child in body.find_all(True, recursive=False):
        is_note = child.name == NOTE
        block = _tidy(converter.convert_element(child, set()))
        wanted = FORBIDDEN.sub("", " ".join(words_of(child))).split()
        rendered = parse(render(FORBIDDEN.sub("", block)))
        if words_of(rendered) != wanted or item_labels(rendered) != item_labels(child):
            block = converter.escape(" ".join(wanted), set()) if is_note else _as_html(child)
            kept.append(" ".join(wanted))
        if is_note:
            block = f"[^{child['data-number']}]: " + block.replace("\n", f"\n{_ITEM_INDENT}")
        if block:
            blocks.append(_tidy(block))
    return "\n\n".join(blocks) + "\n", tuple(kept)


def _tidy(text: str) -> str:
    """Return Markdown without white space at the ends of lines, except line breaks, and without double blank lines."""
    lines = "\n".join(line if line.endswith("  ") and line.strip() else line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n \t")


def markdown_renderer(options: MarkdownSetting) -> Callable[[str], str]:
    """Return a function from Markdown to the HTML that the build publishes; ``options`` are the setting ``MARKDOWN``.

    It raises ValueError, with a message for editors, for texts that the build refuses as too long or too deeply nested.
    """
    converter = Converter(options, trusts_html=False)

    def render(text: str) -> str:
        html = converter.raw_html(text, "", 1)
        if not isinstance(html, str):
            raise ValueError(html[0].message)
        return sanitise(html)[0]

    return render


class _Converter(MarkdownConverter):
    """``convert_<tag>`` is given an element and the Markdown of its content; ``numbers`` are those of list items."""

    numbers: dict[int, int]

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape all syntax. A text may not start a line, but what would begin a block there is escaped too."""
        if CALL in parent_tags:
            return text
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = _ESCAPABLE.sub(r"\\\g<0>", text)
        text = _BLOCK_START.sub(_escaped_start, text)
        return with_kept_signs(_REFERENCED.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link."""
        address = str(el.get("href") or "")
        core = text.strip()
        if not core or not address or "_noformat" in parent_tags:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before and ' '}[{core}]({_address(address)}){after and ' '}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture with its alternative text, and its credit as the title."""
        alt = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        title = str(el.get("title") or "").replace('"', "”")
        address = _address(str(el.get("src") or ""))
        return f'![{alt}]({address} "{title}")' if title else f"![{alt}]({address})"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A list item; its further lines are indented by four spaces, as Python-Markdown requires."""
        text = text.strip()
        if not text:
            return "\n"
        mark = "-   "
        if el.parent is not None and el.parent.name == "ol":
            mark = f"{self.numbers[id(el)]}.".ljust(3) + " "
        first, *rest = text.split("\n")
        return "\n".join([mark + first, *(_ITEM_INDENT + line if line.strip() else "" for line in rest)]) + "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A block of code."""
        text = text.strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        return f"\n\n{fence}\n{text}\n{fence}\n\n" if text.strip() else ""

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Struck text; Python-Markdown has no syntax for it."""
        return f"<del>{text}</del>" if text.strip() else text

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A thematic break; three hyphens below a paragraph would make it a heading."""
        return "\n\n* * *\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A table in Markdown if its rows are equal and simple; else in HTML."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        rows = [row.find_all(["td", "th"], recursive=False) for row in el.find_all("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return f"\n\n{text.strip()}\n\n"
        if not _is_simple(el, rows):
            return f"\n\n{_as_html(el)}\n\n"
        caption = el.find("caption")
        lines = [self._row(row) for row in rows]
        lines.insert(1, f"|{' --- |' * len(rows[0])}")
        above = f"{self.convert_element(caption, parent_tags={'_inline'}).strip()}\n\n" if caption else ""
        return "\n\n" + above + "\n".join(lines) + "\n\n"

    def convert_element(self, el: Tag, parent_tags: set[str]) -> str:
        """Return the Markdown of an element inside ``parent_tags``."""
        text: str = super().process_tag(el, parent_tags=parent_tags)  # type: ignore[misc]  # its stubs lack it
        return text

    def _row(self, cells: Sequence[Tag]) -> str:
        texts = (self.convert_element(cell, parent_tags={"table"}) for cell in cells)
        return "|" + "|".join(f" {' '.join(text.strip(' |').split())} " for text in texts) + "|"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A cell's text; ``convert_table`` makes the rows."""
        return f" {text.strip()} "

    convert_th = convert_tr = convert_td


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _is_simple(table: Tag, rows: Sequence[Sequence[Tag]]) -> bool:
    """Return whether Markdown can express a table: a row of headings, equal rows, cells without blocks."""
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


_KEPT_ATTRIBUTES: Final = {
    "ol": ("start", "type", "reversed"),
    "li": ("value",),
    "a": ("href",),
    "img": ("src", "alt"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
#: Attributes that say something without a value.
_FLAGS: Final = frozenset({"reversed"})
_KEPT_TAGS: Final = frozenset(
    "a blockquote br caption code del div em h2 h3 h4 h5 h6 hr img li ol p pre strong sub sup table tbody td tfoot th "
    "thead tr ul".split()
)


def _as_html(block: Tag) -> str:
    """Return a block as HTML without attributes that concern only its look."""

    def write(tag: Tag, within_pre: bool) -> str:
        within_pre = within_pre or tag.name == "pre"
        inner = "".join(
            write(child, within_pre)
            if isinstance(child, Tag)
            else html.escape(_raw_text(child, within_pre), quote=False)
            for child in tag.children
        )
        if tag.name not in _KEPT_TAGS:
            return inner
        values = ((name, str(tag.get(name) or "")) for name in _KEPT_ATTRIBUTES.get(tag.name, ()))
        shown = (
            (name, value) for name, value in values if value or name == "alt" or (name in _FLAGS and name in tag.attrs)
        )
        attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in shown)
        if tag.name in ("br", "img", "hr"):
            return f"<{tag.name}{attributes}>"
        lead = "\n" if tag.name in ("tr", "thead", "tbody", "tfoot", "caption", "li") and not within_pre else ""
        inner = inner.strip() if tag.name in ("td", "th", "p", "li") else inner
        return f"{lead}<{tag.name}{attributes}>{inner}</{tag.name}>"

    # The sanitiser corrects elements in wrong places here, so that it removes nothing in the build.
    return _BRACES.sub(lambda match: f"&#{ord(match[0])};", sanitise(write(block, False).strip())[0])


def _raw_text(node: object, within_pre: bool) -> str:
    """Return a text with single spaces, except inside ``<pre>``; white space alone is dropped."""
    text, words = str(node), str(node).split()
    if within_pre or not words:
        return text if within_pre else ""
    return " " * text[0].isspace() + " ".join(words) + " " * text[-1].isspace()
