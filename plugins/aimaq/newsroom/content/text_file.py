"""Read a content file: its name, its typed front matter and its Markdown, with everything that is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import Struct

from aimaq.base.problems import Problem
from aimaq.newsroom.content.field_words import FILE_WORDS, FieldWords
from aimaq.newsroom.content.fields import ArticleFields, PageFields, PartFields, PersonFields, Values, publication
from aimaq.newsroom.content.frontmatter import read_document
from aimaq.newsroom.content.names import ContentName, parse_name
from aimaq.newsroom.editorial.as_of import is_later, known_fields, later_metadata
from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.settings import PARTS, PEOPLE, Newsroom
from aimaq.newsroom.typography.documents import typeset_document
from aimaq.newsroom.versions.statements import statements_of

__all__ = ["TextFile", "page_schema", "read_text"]

_SCHEMAS: Final[Mapping[str, type[Struct]]] = {PEOPLE: PersonFields, PARTS: PartFields}


def page_schema(folder: str) -> type[Struct]:
    """Return the fields of the texts in a folder of pages."""
    return _SCHEMAS.get(folder, PageFields)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A content file as it was read.

    ``metadata`` hold the fields of the front matter that are right and known on the day that the site shows, and
    ``slug``, ``lang``, ``source_lines`` (field → line and column at which its text starts, counted from 1),
    ``body_line`` (the body's first line), ``links`` (pairs of an address and a line that links to it) and ``anchors``
    (what a link may have after ``#``); ``doubts``, what typography has left as it is typed; ``draft``, whether its
    editor has not finished it. To Pelican, a text with problems is a draft, and ``broken``; so is one that was
    published after that day, and ``later``.
    """

    metadata: Values
    html: str
    problems: tuple[Problem, ...]


def read_text(
    data: bytes, path: Path, newsroom: Newsroom, converter: Converter, words: FieldWords = FILE_WORDS
) -> TextFile:
    """Read the bytes of the content file at the absolute ``path``. Never raises for what the file holds.

    ``words`` are those of the problems of fields.
    """
    shown = newsroom.shown(path)
    problems: list[Problem] = []
    name = parse_name(shown, newsroom.languages)
    if isinstance(name, Problem):
        problems.append(name)
        # Any slug will do that no other file has: a broken draft is never published.
        name = ContentName(shown, newsroom.settings.default_lang)
    relative = path.relative_to(newsroom.content) if path.is_relative_to(newsroom.content) else path
    folder = next((folder for folder in newsroom.settings.page_paths if relative.is_relative_to(folder)), "")
    document = read_document(
        data,
        shown,
        page_schema(folder) if folder else ArticleFields,
        zone=newsroom.zone,
        today=newsroom.today,
        past=newsroom.as_of is not None,
        words=words,
    )
    problems += document.problems
    values = dict(document.values)
    if "date" in values and (moment := publication(values)):
        values["date"] = moment
    if is_later(values, newsroom):
        later = later_metadata(values, shown, document.body)
        later |= {"slug": name.slug, "lang": name.lang, "draft": document.draft}
        return TextFile(later, "", tuple(problems))
    gettext = newsroom.catalogs[name.lang].gettext
    converted = converter.convert(document.body, shown, document.body_line, gettext, has_page=folder != PARTS)
    problems += converted.problems
    metadata = {
        "title": shown,
        **{field: value for field, value in known_fields(values, newsroom).items() if value is not None},
        "slug": f"{folder}/{name.slug}" if folder in _SCHEMAS else name.slug,
        "lang": name.lang,
        **_page_fields(folder, values),
        "draft": document.draft,
        "source_lines": dict(document.places),
        "body_line": document.body_line,
        "links": converted.links,
        "anchors": converted.anchors,
    }
    if not metadata.get("template"):
        metadata.pop("template", None)  # then it is the theme's, as Pelican names it
    if problems:
        metadata.update(status="draft", broken=True)
        return TextFile(metadata, converted.html, tuple(problems))
    title, summary = (str(metadata.get(field) or "") for field in ("title", "summary"))
    metadata["says"] = statements_of(converted.html, title, summary, metadata, name.lang)
    if not newsroom.settings.typography:
        return TextFile(metadata, converted.html, ())
    lines = {"": document.body_line, **{field: line for field, (line, _) in document.places.items()}}
    printed = typeset_document(metadata, converted.html, name.lang, data.decode(), shown, lines)
    return TextFile({**printed.fields, "doubts": printed.doubts}, printed.html, ())


def _page_fields(folder: str, values: Values) -> dict[str, object]:
    """Return the fields of a page that people and parts need, because they are built as pages."""
    if folder == PEOPLE:
        name, post = values.get("name", ""), values.get("post", "")
        return {"title": name, "summary": post, "menu": False, "order": 0, "template": "person"}
    if folder == PARTS:
        # A draft is not written; `part` says whether other pages print it.
        return {"part": values.get("status") == "published", "status": "draft"}
    return {}
