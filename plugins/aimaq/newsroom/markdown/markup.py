"""Our extensions and settings of Python-Markdown: tables, ids of headings."""

import re
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import ProblemsFound
from aimaq.base.slots import SLOT
from aimaq.newsroom.links.references import UndefinedReferences
from aimaq.newsroom.markdown.block_structure import BlockStructure
from aimaq.newsroom.markdown.footnotes import CONFIG
from aimaq.newsroom.markdown.inline_signs import InlineSigns
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import MarkdownSetting

__all__ = ["FOOTNOTES", "THEME_IDS", "NewsroomMarkup", "check_markdown", "heading_id", "with_newsroom_markup"]

ALIGN = re.compile(r"text-align: (left|center|right);")
_TOC: Final = "markdown.extensions.toc"
_FOOTNOTES: Final = "markdown.extensions.footnotes"
FOOTNOTES: Final = "footnote"
"""Under this name the extension for footnotes registers its processors."""


#: The ids of the theme's templates; a test compares them.
THEME_IDS: Final = frozenset(
    "ask attachments boilerplate by-figure comfort comfort-title contact data description entries examples "
    "facts fields figure-card figure-card-label files filter filter-told footer-1 footer-2 footer-3 footer-4 "
    "footer-5 footer-feeds footer-figures footer-office for-ever head history how latest log log-figure "
    "log-text main newest over-time press q quoted-in related releases reuse rules said search sign sources "
    "speakers story-figures title topics updates".split()
)


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
        hint = tr("look at the extensions' names")
        raise ProblemsFound([setting_problem(root, "MARKDOWN", settings, str(error), hint)]) from error


def heading_id(text: str, separator: str) -> str:
    """Return a heading's id for the ``toc`` extension: ASCII, without the figures that the heading quotes.

    An id that the theme has on its pages is not taken: a link would lead to the first of the two.
    """
    found = slugify(SLOT.sub(" ", text))
    return f"{found}-section" if found in THEME_IDS else found


def with_newsroom_markup(
    settings: MarkdownSetting,
    references: UndefinedReferences | None = None,
    structure: BlockStructure | None = None,
) -> dict[str, Any]:
    """Return the setting MARKDOWN with our extensions and ids, as arguments of ``Markdown``.

    ``references`` is the extension that collects what a text uses and does not define, ``structure`` the one that
    collects what Markdown would read otherwise than it is written.
    """
    configs = dict(settings.get("extension_configs", {}))
    for extension, options in {_TOC: {"slugify": heading_id, "marker": ""}, _FOOTNOTES: CONFIG}.items():
        if extension in settings["extensions"]:
            configs[extension] = {**options, **configs.get(extension, {})}
    ours = (NewsroomMarkup(), references or UndefinedReferences(), structure or BlockStructure(), InlineSigns())
    return {**settings, "extensions": [*settings["extensions"], *ours], "extension_configs": configs}
