"""A text as the file that an editor finds: front matter and Markdown, and what the way there has changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from bs4 import Tag

from aimaq.importing.accounts import Outcome, shortened
from aimaq.importing.cleaning import Dropped
from aimaq.importing.html import BLOCKS, parse, visible_text, words_of
from aimaq.importing.markdown import to_markdown
from aimaq.importing.moments import as_field
from aimaq.importing.piece import Piece
from aimaq.newsroom.content.characters import FORBIDDEN

__all__ = ["file_text", "plain", "summary_of"]

#: Characters of a summary that is made from a text.
_SUMMARY: Final = 300
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[«“\"(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])")
_MARKER = re.compile(r"\\*\{\{(?:[^{}\n])*\}\}|\\*\{\{|\}\}")


def file_text(piece: Piece, render: Callable[[str], str], dropped: Dropped) -> str:
    """Return the whole file of a text, or "" for one that the build would refuse, of which ``dropped`` is told.

    ``render`` turns Markdown into HTML as the build does.
    """
    try:
        text, kept = to_markdown(piece.body, render)
    except ValueError as error:
        dropped("text", "of the whole article", Outcome.LOST, str(error))
        return ""
    for words in kept:
        dropped("html", f"“{shortened(words)}”", Outcome.CHANGED, "Markdown cannot say it: it stays HTML")
    body, removed = FORBIDDEN.subn("", text)
    if removed:
        count = f"{removed} character{'s' * (removed > 1)}"
        dropped("characters", count, Outcome.LEFT, "they cannot be seen, and no text may hold them")
    _compare(piece.body, body, render, dropped)
    title, summary = plain(piece.title), plain(piece.summary)
    if not title:
        dropped("title", "", Outcome.LOST, "the text has none, and one without cannot be published")
        return ""
    if not summary and piece.kind:
        summary = plain(summary_of(piece.body)) or title
        dropped("summary", f"“{shortened(summary)}”", Outcome.CHANGED, "made from the beginning of the text: read it")
    fields = {
        "title": _quoted(title),
        "date": as_field(piece.date) if piece.date and piece.kind else "",
        "kind": piece.kind,
        "topics": f"[{', '.join(_quoted(FORBIDDEN.sub('', topic)) for topic in piece.topics)}]"
        if piece.topics and piece.kind
        else "",
        "summary": _quoted(summary) if summary else "",
        "modified": as_field(piece.modified) if piece.modified and piece.kind else "",
        "menu": "true" if piece.menu is not None else "",
        "order": str(piece.menu) if piece.menu is not None else "",
        "status": "draft" if piece.draft else "",
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(("---", *lines, "---", "", body))


def plain(text: str) -> str:
    """Return a title or a summary on one line, with nothing in it that a marker's reader would take for one."""

    def escape(match: re.Match[str]) -> str:
        # A closing pair alone has no escape; a space tells it from one.
        return "} }" if match[0] == "}}" else "\\" + match[0].lstrip("\\")

    return _MARKER.sub(escape, " ".join(FORBIDDEN.sub("", text).split()))


def summary_of(body: Tag) -> str:
    """Return the first sentences of a text, as many as a summary may have, but one at least."""
    for block in body.find_all(["p", "div", "li"]):
        text = " ".join(FORBIDDEN.sub("", visible_text(block)).split())
        if len(text) < 3 or block.find_parent(["table", "figure"]) or block.find(list(BLOCKS - {"br"})):
            continue
        first, *others = _SENTENCE.split(text)
        for sentence in others:
            if len(first) + len(sentence) >= _SUMMARY:
                break
            first = f"{first} {sentence}"
        return first
    return ""


def _compare(body: Tag, markdown: str, render: Callable[[str], str], dropped: Dropped) -> None:
    """Read the Markdown as the build does, and tell of each word that is not the source's, or is not there any more."""
    wanted = FORBIDDEN.sub("", visible_text(body).replace("\n", " ")).split()
    try:
        found = words_of(parse(render(markdown)))
    except ValueError as error:
        dropped("text", "of the whole article", Outcome.LOST, str(error))
        return
    if wanted == found:
        return
    missing, added = Counter(wanted), Counter(found)
    missing.subtract(Counter(found))
    added.subtract(Counter(wanted))
    gone = " ".join(word for word, count in missing.items() if count > 0)
    new = " ".join(word for word, count in added.items() if count > 0)
    told = ", ".join(filter(None, (gone and f"lost “{shortened(gone)}”", new and f"added “{shortened(new)}”")))
    dropped("text", told or "the order of words", Outcome.LOST, "Markdown cannot say it: mend the file by hand")


def _quoted(text: str) -> str:
    # JSON's strings are YAML's (YAML 1.2, 1.3), and hold any character.
    return json.dumps(text, ensure_ascii=False)
