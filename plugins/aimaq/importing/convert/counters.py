"""Numbers that a script of the old site counted up to: the page holds "0", and readers saw 5,270."""

import re
from collections.abc import Mapping
from typing import Final

from bs4 import Tag

from aimaq.base.languages.messages import tr
from aimaq.importing.convert.html_tree import text_line
from aimaq.importing.report import SourceReport, shortened

__all__ = ["drop_counters"]

#: Attributes in which the scripts of themes and page builders keep the number that they count to.
_TARGET: Final = re.compile(
    r"data-(?:[\w-]+-)?(?:to|to-?value|count|count-?to|counter|counter-?value|end|end-?value|stop|target|max|final|"
    r"number|num|value|percent|percentage)"
)
_NUMBER: Final = re.compile(r"[+\u2212-]?\d[\d\s.,'\u2019]*%?")


def drop_counters(root: Tag, report: SourceReport) -> None:
    """Remove each number that is not the one that its element's script showed, and report both as a loss."""
    for tag in root.find_all(True):
        # The cells of a table have such attributes to be sorted by.
        if tag.decomposed or tag.name in ("td", "th") or tag.find(True):
            continue
        shown = text_line(tag)
        target = _target(tag.attrs, shown)
        if target and (not shown or _NUMBER.fullmatch(shown)):
            why = tr("a script of the old site showed another number: write what readers saw")
            report.lost("number", f"<{tag.name}> “{shortened(shown)}”, {target}", why)
            tag.decompose()


def _target(attributes: Mapping[str, object], shown: str) -> str:
    """Return the attribute with another number than the element shows, or ""."""
    for name, value in attributes.items():
        if not (isinstance(value, str) and _TARGET.fullmatch(name) and _NUMBER.fullmatch(value.strip())):
            continue
        if re.search("from|start|min", name) is None and _digits(value) != _digits(shown):
            return f'{name}="{shortened(value, 40)}"'
    return ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
