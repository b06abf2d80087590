"""Text of a generator's site as HTML, by the rules of the generator's own language of markup."""

import re
from collections.abc import Mapping
from io import StringIO

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.writers.html5_polyglot import Writer
from markdown import Markdown
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from aimaq.base.languages.messages import tr
from aimaq.importing.report import SourceReport, shortened

__all__ = ["commonmark_html", "python_markdown_html", "restructured"]

_FAULT = re.compile(r".*?:(\d+): \(\w+/\d\) (.*)")
#: Nothing is read from other files, nothing of another language is passed on, and each fault is told.
_SAFE = {"file_insertion_enabled": False, "raw_enabled": False, "report_level": 2, "halt_level": 5, "docinfo_xform": 1}


def commonmark_html(text: str) -> str:
    """Return the HTML of Markdown as Hugo (Goldmark) and, nearly, Jekyll (kramdown) understand it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html: str = parser.use(footnote_plugin).use(deflist_plugin).render(text)
    return html


def python_markdown_html(text: str) -> str:
    """Return the HTML of Markdown as Pelican has it by default."""
    return Markdown(extensions=["extra"]).convert(text)


def restructured(text: str, report: SourceReport) -> tuple[Mapping[str, object], str]:
    """Return the fields and the HTML of a text in reStructuredText; what it cannot be read as is a loss."""
    faults = StringIO()
    tree = publish_doctree(text, settings_overrides={**_SAFE, "warning_stream": faults})
    fields: dict[str, object] = {"title": tree.get("title") or ""}
    for info in list(tree.findall(nodes.docinfo)):
        for each in info.children:
            if isinstance(each, nodes.field):
                fields[each[0].astext().lower()] = each[1].astext()
            else:
                fields[type(each).__name__] = each.astext()
        info.parent.remove(info)
    for title in list(tree.findall(nodes.title))[:1]:
        if title.parent is tree:
            tree.remove(title)
    for message in list(tree.findall(nodes.system_message)):
        message.parent.remove(message)
    for line in faults.getvalue().splitlines():
        if match := _FAULT.match(line):
            report.lost("markup", shortened(match[2], 120), tr("line %(line)s cannot be read", line=match[1]))
    writer = Writer()
    publish_from_doctree(tree, writer=writer, settings_overrides={**_SAFE, "output_encoding": "unicode"})
    return fields, str(writer.parts["fragment"])
