"""Read a content file: front matter between ``---`` lines, then Markdown. Finds every problem at once."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from zoneinfo import ZoneInfo

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, not_utf8
from aimaq.figures.text.code import without_code
from aimaq.figures.text.mistyped_markers import mistyped_markers
from aimaq.newsroom.content.characters import forbidden_characters, mixed_word_problems, shortened
from aimaq.newsroom.content.field_checks import FieldChecker
from aimaq.newsroom.content.field_words import FILE_WORDS, FieldWords
from aimaq.newsroom.content.fields import PersonFields, Values
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.located_yaml import read_yaml

__all__ = ["Document", "read_document", "states_draft"]

FENCE = "---"
MAX_BYTES = 2_000_000
_DRAFT = re.compile(rb"""status:[ \t]*["']?draft["']?[ \t]*(?:#.*)?""")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's contents.

    ``values`` holds the fields that are right, defaults included: all of them, if ``problems`` is empty. ``places``
    maps a field ("photo", "photo.alt", "photos[0].alt"; "?photo" where the text can have none) to the line and column
    of its text; ``body_line`` is the body's first line. ``draft`` says that its editor has not finished it, even where
    nothing else can be read.
    """

    values: Values
    places: Mapping[str, tuple[int, int]]
    body: str
    body_line: int
    problems: tuple[Problem, ...]
    draft: bool


def read_document(
    data: bytes,
    path: str,
    schema: type[msgspec.Struct],
    *,
    zone: ZoneInfo,
    today: date,
    past: bool = False,
    words: FieldWords = FILE_WORDS,
) -> Document:
    """Read the bytes of ``path`` (as messages show it) by a schema; ``zone`` is that of times without one.

    With ``ArticleFields`` the fields are those of the text's kind. A change later than ``today`` is a
    problem, unless the text is a draft or ``today`` is a day of the ``past``. A text that is published later may have
    been changed until the day of its publication. ``words`` are those of the problems of fields.
    """
    text = _decode(data, path)
    if isinstance(text, Problem):
        return Document({}, {}, "", 1, (text,), states_draft(data))
    problems = list(forbidden_characters(text, path))
    header, body, body_line = _split(text, path)
    if isinstance(header, str):
        problems += [*mixed_word_problems(header, path, 2), *mistyped_markers(header, path, 2)]
    words_alone = without_code(body)
    problems += [*mixed_word_problems(words_alone, path, body_line), *mistyped_markers(words_alone, path, body_line)]
    if isinstance(header, Problem):
        return Document({}, {}, body, body_line, (*problems, header), states_draft(data))
    empty = Problem(path, words.no_text(), body_line, hint=tr("write it"))
    if not body.strip() and schema is not PersonFields:
        problems.append(empty)
    root, found = None, list(_tab_problems(header, path))
    if not found:
        root, found = read_yaml(header, path, 2)
    problems += found
    if root is None:
        return Document({}, {}, body, body_line, tuple(problems), states_draft(data))
    checker = FieldChecker(path, header, zone, date.max if past else today, words)
    values = checker.values(root, schema)
    draft = values.get("status") == "draft"
    if empty in problems and (kind := KINDS.get(values.get("kind", ""))) and kind.pictured:
        problems.remove(empty)
    return Document(values, checker.places, body, body_line, (*problems, *checker.problems), draft)


def states_draft(data: bytes) -> bool:
    """Return whether the front matter has the line ``status: draft``, also where it cannot be read as YAML."""
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    start = 1 if lines and lines[0].rstrip() == FENCE.encode() else 0
    header = takewhile(lambda line: line.rstrip() != FENCE.encode(), lines[start:])
    return any(_DRAFT.fullmatch(line) for line in header)


def _decode(data: bytes, path: str) -> str | Problem:
    if len(data) > MAX_BYTES:
        return Problem(path, tr("the file has %(number)s bytes, more than %(most)s", number=len(data), most=MAX_BYTES))
    data = data.removeprefix(b"\xef\xbb\xbf")  # Windows' Notepad puts it there
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(error, path)
    # A Mac may write й in two characters: searches and comparisons would take it for another word.
    text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str, path: str) -> tuple[str | Problem, str, int]:
    """Return front matter, body, and the number of the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        message = tr(
            'expected front matter: the first line has to be "%(fence)s", found "%(line)s"',
            fence=FENCE,
            line=shortened(lines[0]),
        )
        hint = tr('begin the file with "%(fence)s", then the fields, then "%(fence)s" again', fence=FENCE)
        return Problem(path, message, 1, hint=hint), text, 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    message = tr('the front matter is not closed: no second line "%(fence)s"', fence=FENCE)
    return Problem(path, message, 1, hint=tr('add "%(fence)s" below the last field', fence=FENCE)), "", len(lines)


def _tab_problems(header: str, path: str) -> Iterator[Problem]:
    for number, line in enumerate(header.split("\n"), 2):
        if re.match(r"[ ]*(?:- *|[\w-]+:[ ]*)?\t", line):
            hint = tr("YAML is indented with spaces")
            yield Problem(path, tr("a tab in the front matter"), number, line.index("\t") + 1, hint=hint)
