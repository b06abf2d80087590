"""The table of texts: drafts, texts that wait for their moment, and published ones, with what is wrong with each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from aimaq.base.languages.messages import spoken
from aimaq.base.problems import Problem
from aimaq.desk.editor.field_edits import CannotEdit, fields_of
from aimaq.desk.editor.form_words import FormWords, said_of
from aimaq.desk.editor.named_files import NamedFile, named_files
from aimaq.newsroom.content.field_words import FILE_WORDS, FieldWords
from aimaq.newsroom.content.fields import ArticleFields, Values, publication
from aimaq.newsroom.content.frontmatter import Document, read_document
from aimaq.newsroom.content.names import ContentName, parse_name
from aimaq.newsroom.content.text_file import page_schema
from aimaq.newsroom.settings import Newsroom

__all__ = ["STATES", "State", "TextRow", "TextTable", "chosen_rows"]

State = Literal["draft", "review", "approved", "scheduled", "embargo", "published", "withdrawn"]
STATES: Final[tuple[State, ...]] = ("draft", "review", "approved", "scheduled", "embargo", "published", "withdrawn")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text in one language; ``path`` is below the project, ``until`` the moment at which a held text is public.

    ``problems`` have the words of its form; advice stands in a line of its own.
    """

    path: str
    slug: str
    lang: str
    kind: str
    title: str
    day: date | None
    state: State
    until: datetime | None = None
    approved_by: str = ""
    problems: tuple[str, ...] = ()
    named: tuple[NamedFile, ...] = ()

    @property
    def picture(self) -> str:
        """The first picture that its fields name, below the content folder; "" without one."""
        return next((each.file for each in self.named if each.credit), "")


class TextTable:
    """The rows of all texts; a file is read again only when it has changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int, str], TextRow]] = {}

    def rows(self, newsroom: Newsroom) -> list[TextRow]:
        """Return the rows: what is not public yet first, then the newest; texts without a day at the end."""
        known, found = self._known, {}
        for path in sorted(newsroom.content.rglob("*.md")):
            try:
                stat = os.stat(path)
                state = (stat.st_mtime_ns, stat.st_size, spoken())  # problems are said in a language
                same = path in known and known[path][0] == state
                found[path] = known[path] if same else (state, _read(path, newsroom))
            except OSError:  # an editor's program has replaced it in this moment
                continue
        self._known = found
        rows = [_at_moment(row, newsroom.now) for _, row in found.values()]
        return sorted(rows, key=_order)


def chosen_rows(rows: Iterable[TextRow], query: Mapping[str, str]) -> list[TextRow]:
    """Return the rows of a state, a language, a kind, with words in their title or name; "" stands for any."""
    words = query.get("q", "").casefold().split()
    wanted = {name: query[name] for name in ("state", "lang", "kind") if query.get(name)}
    return [
        row
        for row in rows
        if all(getattr(row, name) == value for name, value in wanted.items())
        and all(word in f"{row.title} {row.slug}".casefold() for word in words)
    ]


def _read(path: Path, newsroom: Newsroom) -> TextRow:
    shown = newsroom.shown(path)
    name = parse_name(shown, newsroom.languages)
    problems: list[Problem] = [name] if isinstance(name, Problem) else []
    known = ContentName(path.stem, "") if isinstance(name, Problem) else name
    folder = path.relative_to(newsroom.content).parts[0]
    is_page = folder in newsroom.settings.page_paths
    schema, data = page_schema(folder) if is_page else ArticleFields, path.read_bytes()

    def read(words: FieldWords) -> Document:
        return read_document(data, shown, schema, zone=newsroom.zone, today=newsroom.today, words=words)

    document, has_form = read(FormWords()), True
    if document.problems and not _has_form(data):
        document, has_form = read(FILE_WORDS), False
    values = document.values
    moment = publication(values)
    return TextRow(
        shown,
        known.slug,
        known.lang,
        folder if is_page else str(values.get("kind") or ""),
        str(values.get("title") or values.get("name") or known.slug),
        moment.date() if moment else None,
        _state(values, is_draft=document.draft),
        moment,
        str(values.get("approved_by") or ""),
        said_of(shown, (*problems, *document.problems), document.places, document.body_line, has_form=has_form),
        tuple(named_files(values, document.body)),
    )


def _has_form(data: bytes) -> bool:
    """Return whether the editor can show a file as a form."""
    try:
        fields_of(data.decode())
    except (UnicodeDecodeError, CannotEdit):
        return False
    return True


def _state(values: Values, *, is_draft: bool) -> State:
    if is_draft:
        stage: State = values.get("stage") or "draft"
        return stage
    if values.get("withdrawn"):
        return "withdrawn"
    embargo = values.get("embargo")
    return "embargo" if embargo and embargo == publication(values) else "scheduled"


def _order(row: TextRow) -> tuple[bool, int, str, str]:
    day = row.day.toordinal() if row.day else 0
    return row.state in ("published", "withdrawn"), -day, row.slug, row.lang


def _at_moment(row: TextRow, now: datetime) -> TextRow:
    """Return the row with its state now: a text that was to come may be public by now."""
    if row.state in ("scheduled", "embargo") and (row.until is None or row.until <= now):
        return replace(row, state="published", until=None)
    return row
