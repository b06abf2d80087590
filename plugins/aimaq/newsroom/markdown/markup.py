"""Our extensions and settings of Python-Markdown: tables, ids of headings."""

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import SLOT
from aimaq.base.slugs import slugify
from aimaq.newsroom.links.references import UndefinedReferences
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import MarkdownSetting

__all__ = ["NewsroomMarkup", "check_markdown", "heading_id", "top_headings", "with_newsroom_markup"]

ALIGN = re.compile(r"text-align: (left|center|right);")
FENCED = re.compile(r"^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
TOP_HEADING = re.compile(r"^#(?!#)[^\n]*\S|^[^\n]*\S[^\n]*\n=+[ ]*$|^[ ]{0,3}<h1\b", re.MULTILINE)


class NewsroomMarkup(Extension):
    """Makes tables fit for a strict Content Security Policy and for screen readers."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After `inline`, so that it gets the finished tree.
        md.treeprocessors.register(_Tables(md), "newsroom-tables", 5)


class _Tables(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag == "th":
                cell.set("scope", "col")
            if cell.tag in ("th", "td") and (match := ALIGN.fullmatch(cell.attrib.get("style", ""))):
                # The policy forbids inline style.
                del cell.attrib["style"]
                cell.set("class", f"align-{match[1]}")


def check_markdown(settings: MarkdownSetting, root: Path) -> None:
    """Raise ProblemsFound if MARKDOWN names an extension that cannot be loaded, or an option that it does not have."""
    try:
        Markdown(**with_newsroom_markup(settings))
    except Exception as error:  # an extension may raise anything
        hint = "look at the extensions' names"
        raise ProblemsFound([setting_problem(root, "MARKDOWN", settings, str(error), hint)]) from error


def heading_id(text: str, separator: str) -> str:
    """Return a heading's id for the ``toc`` extension: ASCII, without the figures that the heading quotes."""
    return slugify(SLOT.sub(" ", text))


def top_headings(body: str) -> list[int]:
    """Return the lines, counted from 0, of the level 1 headings in a Markdown text."""
    blanked = FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), body)
    return [blanked.count("\n", 0, match.start()) for match in TOP_HEADING.finditer(blanked)]


def with_newsroom_markup(settings: MarkdownSetting, references: UndefinedReferences | None = None) -> dict[str, Any]:
    """Return the setting MARKDOWN with our extensions and ids, as arguments of ``Markdown``.

    ``references`` is the extension that collects what a text uses and does not define.
    """
    toc = "markdown.extensions.toc"
    configs = dict(settings.get("extension_configs", {}))
    if toc in settings["extensions"]:
        configs[toc] = {"slugify": heading_id, "marker": "", **configs.get(toc, {})}
    return {
        **settings,
        "extensions": [*settings["extensions"], NewsroomMarkup(), references or UndefinedReferences()],
        "extension_configs": configs,
    }
