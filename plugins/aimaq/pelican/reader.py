"""Pelican's reader of ``<slug>.<lang>.md``: typed front matter and Markdown."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

from markdown import Markdown
from msgspec import Struct
from pelican.readers import BaseReader

from aimaq.base.problems import Problem
from aimaq.newsroom.content.fields import ArticleFields, PageFields, PartFields, PersonFields, publication
from aimaq.newsroom.content.frontmatter import Document, read_document
from aimaq.newsroom.content.names import ContentName, parse_name
from aimaq.newsroom.editorial.as_of import is_later, known_fields, later_metadata
from aimaq.newsroom.links.targets import anchors_in, lines_of, links_in
from aimaq.newsroom.links.undefined import reference_problems
from aimaq.newsroom.markdown.limits import SECONDS, at_most, conversion_problem, excess
from aimaq.newsroom.markdown.markup import top_headings, with_newsroom_markup
from aimaq.newsroom.markdown.pictures import as_figures, picture_problems
from aimaq.newsroom.markdown.sanitising import loss_problems, sanitise
from aimaq.newsroom.settings import PARTS, PEOPLE, Newsroom
from aimaq.pelican.state import build_of

__all__ = ["NewsroomReader"]

_SCHEMAS: dict[str, type[Struct]] = {PEOPLE: PersonFields, PARTS: PartFields}


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
        room = build_of(self.settings).newsroom
        assert room is not None, "the reader is registered only where the newsroom has been read"
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
        folder = self.folder(path)
        document = read_document(
            path.read_bytes(),
            shown,
            _SCHEMAS.get(folder, PageFields) if folder else ArticleFields,
            zone=self.room.zone,
            today=self.room.today,
            past=self.room.as_of is not None,
        )
        self.room.problems.extend(document.problems)
        values = dict(document.values)
        if "date" in values and (moment := publication(values)):
            values["date"] = moment
        if is_later(values, self.room):
            return "", {**later_metadata(values, shown, document.body), "slug": name.slug, "lang": name.lang}
        html = self.convert(document, shown, name.lang, values.get("date"))
        metadata = {
            "title": shown,
            **{field: value for field, value in known_fields(values, self.room).items() if value is not None},
            "slug": f"{folder}/{name.slug}" if folder in _SCHEMAS else name.slug,
            "lang": name.lang,
            **_beyond_fields(folder, document),
            "source_lines": dict(document.places),
            "body_line": document.body_line,
            "links": links_in(html, document.body, document.body_line),
            "anchors": anchors_in(html),
        }
        if len(self.room.problems) > found:
            metadata.update(status="draft", broken=True)
        return html, metadata

    def folder(self, path: Path) -> str:
        """Return the one of the folders of pages in which a text lies, "" for an article."""
        relative = path.relative_to(self.room.content) if path.is_relative_to(self.room.content) else path
        return next((folder for folder in self.room.page_paths if relative.is_relative_to(folder)), "")

    def convert(self, document: Document, shown: str, lang: str, moment: datetime | None) -> str:
        """Return the body as HTML that may be published at that moment."""
        report, at = self.room.problems, document.body_line
        if too_much := excess(document.body, shown, at):
            report.extend(too_much)
            return ""
        source = {
            "path": shown,
            "line": document.body_line,
            "lang": lang,
            "date": moment.date() if moment else None,
        }
        self.markdown.reset()
        self.markdown.source = source  # type: ignore[attr-defined]  # the contract above
        try:
            with at_most(SECONDS):
                html = self.markdown.convert(document.body)
        except Exception as error:
            report.append(conversion_problem(error, shown, at))
            # What was interrupted remembers in what it was: the next text would be taken for a part of this one.
            del self.markdown
            return ""
        report.extend(reference_problems(self.markdown, document.body, shown, at))
        if not self.room.trusts_html:
            html, losses = sanitise(html)
            report.extend(loss_problems(losses, document.body, shown, at))
        html, faults = as_figures(
            html, self.room.catalogs[lang].gettext("Photo: %(name)s"), strict=not self.room.trusts_html
        )
        report.extend(picture_problems(faults, partial(lines_of, body=document.body, first_line=at), shown, at))
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


def _beyond_fields(folder: str, document: Document) -> dict[str, Any]:
    """Return what Pelican has to be told of texts that are pages to it, and no pages to their editors."""
    if folder == PEOPLE:
        values = document.values
        name, post = values.get("name", ""), values.get("post", "")
        return {"title": name, "summary": post, "menu": False, "order": 0, "template": "person"}
    if folder == PARTS:
        # A draft is written nowhere; `part` tells that others print it.
        return {"part": document.values.get("status") == "published", "status": "draft"}
    return {}
