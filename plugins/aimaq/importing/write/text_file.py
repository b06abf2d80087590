"""The content file of a text: front matter and Markdown. Reports what the conversion changed."""

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from bs4 import Tag

from aimaq.base.languages.messages import tr, tr_number
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.footnotes import NOTE, take_footnotes
from aimaq.importing.convert.html_tree import BLOCKS, item_labels, parse, visible_text, words_of
from aimaq.importing.convert.to_markdown import to_markdown
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.dates import front_matter_date
from aimaq.importing.sources.source_text import SourceText
from aimaq.newsroom.content.characters import FORBIDDEN

__all__ = ["file_text"]

#: Characters of a summary that is made from the first sentences of a text.
_MAX_SUMMARY: Final = 300
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«“\"(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
_CALL = re.compile(r"\[\^\d+\]")
_MARKER = re.compile(r"\\*\{\{(?:[^{}\n])*\}\}|\\*\{\{|\}\}")


def file_text(text: SourceText, render: Callable[[str], str], report: SourceReport) -> str:
    """Return the whole file of a text, or "" after reporting why the build would refuse it."""
    try:
        markdown, kept_html = to_markdown(text.body, render)
    except ValueError as error:
        report.lost("text", tr("of the whole article"), str(error))
        return ""
    for words in kept_html:
        report.changed("html", f"“{shortened(words)}”", tr("Markdown cannot express it: it stays HTML"))
    body, removed = FORBIDDEN.subn("", markdown)
    if removed:
        count = tr_number("%(number)s character", "%(number)s characters", removed)
        report.left("characters", count, tr("they are invisible, and not allowed in texts"))
    _compare(text.body, body, render, report)
    title, summary = _one_line(text.title), _one_line(text.summary)
    if not title:
        report.lost("title", "", tr("the text has none, and cannot be published without one"))
        return ""
    is_story = bool(text.kind)
    if not summary and is_story:
        summary = _one_line(_first_sentences(text.body)) or title
        report.changed("summary", f"“{shortened(summary)}”", tr("made from the beginning of the text: read it"))
    topics = ", ".join(_quoted(FORBIDDEN.sub("", topic)) for topic in text.topics)
    fields = {
        "title": _quoted(title),
        "date": front_matter_date(text.date) if text.date and is_story else "",
        "kind": text.kind,
        "topics": f"[{topics}]" if topics and is_story else "",
        "summary": _quoted(summary) if summary else "",
        "modified": front_matter_date(text.modified) if text.modified and is_story else "",
        "menu": "" if text.menu_order is None else "true",
        "order": "" if text.menu_order is None else str(text.menu_order),
        "status": "draft" if text.draft else "",
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(("---", *lines, "---", "", body))


def _one_line(text: str) -> str:
    """Return a title or a summary on one line; what would be read as a marker is escaped."""

    def escape(match: re.Match[str]) -> str:
        # There is no escape for a closing pair alone, so a space divides it.
        return "} }" if match[0] == "}}" else "\\" + match[0].lstrip("\\")

    return _MARKER.sub(escape, " ".join(FORBIDDEN.sub("", text).split()))


def _first_sentences(body: Tag) -> str:
    """Return the first sentences of a text: at least one, and no more than fit into a summary."""
    for block in body.find_all(["p", "div", "li"]):
        text = " ".join(_CALL.sub("", FORBIDDEN.sub("", field_line(block))).split())
        if len(text) < 3 or block.find_parent(["table", "figure", NOTE]) or block.find(list(BLOCKS - {"br"})):
            continue
        first, *others = _SENTENCE_END.split(text)
        for sentence in others:
            if len(first) + len(sentence) >= _MAX_SUMMARY:
                break
            first = f"{first} {sentence}"
        return first
    return ""


def _compare(body: Tag, markdown: str, render: Callable[[str], str], report: SourceReport) -> None:
    """Render the Markdown as the build does, and report the words that it lost or added."""
    expected = FORBIDDEN.sub("", visible_text(body).replace("\n", " ")).split()
    try:
        rendered = parse(render(markdown))
    except ValueError as error:
        report.lost("text", tr("of the whole article"), str(error))
        return
    take_footnotes(rendered)
    if item_labels(rendered) != item_labels(body):
        why = tr("Markdown cannot express it: correct the file by hand")
        report.lost("text", tr("the numbers of a list"), why)
    found = words_of(rendered)
    if expected == found:
        return
    lost, added = (" ".join((Counter(a) - Counter(b)).keys()) for a, b in ((expected, found), (found, expected)))
    parts = (
        lost and tr("lost “%(words)s”", words=shortened(lost)),
        added and tr("added “%(words)s”", words=shortened(added)),
    )
    name = ", ".join(filter(None, parts)) or tr("the order of words")
    report.lost("text", name, tr("Markdown cannot express it: correct the file by hand"))


def _quoted(text: str) -> str:
    # A JSON string is a YAML string too (YAML 1.2, 1.3), and can hold any character.
    return json.dumps(text, ensure_ascii=False)
