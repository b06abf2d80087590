"""Pelican's reader of ``<slug>.<lang>.md``: typed front matter and Markdown."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from markdown import Markdown
from pelican.readers import BaseReader

from support.problems import Problem

from .config import Newsroom
from .fields import ArticleFields, PageFields
from .frontmatter import Document, read_document
from .links import anchors_in, links_in
from .markup import top_headings, with_newsroom_markup
from .names import ContentName, parse_name
from .past import is_later, known_fields, later_metadata

__all__ = ["NewsroomReader"]


class NewsroomReader(BaseReader):  # type: ignore[misc]  # Pelican ships no types
    """Never raises: Pelican would log the exception, drop the article and go on.

    Problems are collected in the setting PROBLEMS. What it read then comes back as a draft without whatever
    was wrong, so that other plugins can look for problems of theirs in the rest.

    Beside the front matter's fields, the metadata hold ``slug``, ``lang``, ``source_lines`` (field -> line
    and column at which its text starts, counted from 1), ``body_line`` (the body's first line), ``links`` (pairs of
    an address and a line that links to it) and ``anchors`` (what a link may have after ``#``). While a
    body is converted, the Markdown instance has an attribute ``source``: a dict of ``path`` (relative to the
    project), ``line`` (the body's first), ``lang``, and ``date`` (the day of publication, a
    ``datetime.date``, or None).
    """

    # Pelican takes every subclass with extensions for a default reader; hooks.py registers this one.
    file_extensions: ClassVar[list[str]] = []

    @property
    def room(self) -> Newsroom:
        room: Newsroom = self.settings["NEWSROOM"]
        return room

    @cached_property
    def markdown(self) -> Markdown:
        """One instance for all files: building one costs more than converting an article."""
        return Markdown(**with_newsroom_markup(self.settings["MARKDOWN"]))

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata."""
        path = Path(source_path)
        shown = self.room.shown(path)
        found = len(self.room.problems)
        name = parse_name(shown, self.room.languages)
        if isinstance(name, Problem):
            self.room.problems.append(name)
            # Any name will do that no other file has: a broken draft is never published.
            name = ContentName(shown, self.room.default_lang)
        relative = path.relative_to(self.room.content) if path.is_relative_to(self.room.content) else path
        is_page = any(relative.is_relative_to(folder) for folder in self.room.page_paths)
        document = read_document(
            path.read_bytes(),
            shown,
            PageFields if is_page else ArticleFields,
            kinds=self.room.kinds,
            zone=self.room.zone,
            today=self.room.today,
            past=self.room.as_of is not None,
        )
        self.room.problems.extend(document.problems)
        if is_later(document.values, self.room):
            return "", {**later_metadata(document.values, shown), "slug": name.slug, "lang": name.lang}
        html = self.convert(document, shown, name.lang)
        metadata = {
            "title": shown,
            **{field: value for field, value in known_fields(document.values, self.room).items() if value is not None},
            "slug": name.slug,
            "lang": name.lang,
            "source_lines": dict(document.places),
            "body_line": document.body_line,
            "links": links_in(html, document.body, document.body_line),
            "anchors": anchors_in(html),
        }
        if len(self.room.problems) > found:
            metadata["status"] = "draft"
        return html, metadata

    def convert(self, document: Document, shown: str, lang: str) -> str:
        """Return the body as HTML."""
        moment = document.values.get("date")
        source = {
            "path": shown,
            "line": document.body_line,
            "lang": lang,
            "date": moment.date() if moment else None,
        }
        self.markdown.reset()
        self.markdown.source = source  # type: ignore[attr-defined]  # the contract above
        try:
            html = self.markdown.convert(document.body)
        except Exception as error:
            self.room.problems.append(Problem(shown, f"this text cannot be converted: {error}", document.body_line))
            return ""
        if "<h1" in html:
            lines = top_headings(document.body) or [0]
            self.room.problems.extend(
                Problem(
                    shown,
                    "a heading of level 1 in the text: the page's title is one already",
                    document.body_line + line,
                    hint='begin the heading with "##"',
                )
                for line in lines
            )
        return html
