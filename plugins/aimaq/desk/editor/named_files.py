"""The pictures and files that a text names, in its fields and in its Markdown, and what it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aimaq.base.languages.translations import Catalog
from aimaq.desk.editor.field_yaml import FieldValue
from aimaq.newsroom.content.fields import Values

__all__ = ["NamedFile", "named_files", "photo_marks", "with_words_in_body", "with_words_in_fields"]

#: Fields that name a file, or a list of them.
_NAMING: Final = ("photo", "portrait", "photos", "attachments")
#: A picture in Markdown: what it shows, its address, and its title, in which the photographer stands last.
_PICTURE: Final = re.compile(r'!\[((?:\\.|[^\]\\])*)\]\(\s*<?([^\s)>"]+)>?(?:\s+"((?:\\.|[^"\\])*)")?\s*\)')
_LINK: Final = re.compile(
    r"(?:\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?|(?:src|href)=\")(\{[a-z]+\}/?|/)([\w./-]+\.\w+)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file below the content folder that a text names. ``words`` are what a picture shows, or a file's title.

    ``credit`` is who took a picture, as its field says. A picture in the text has it in its title, after a mark of the
    language; a mere link to a file has neither.
    """

    file: str
    words: str = ""
    credit: str = ""
    title: str = ""


def named_files(values: Values, body: str) -> Iterator[NamedFile]:
    """Yield the files that a text names, once for each time."""
    for each in _items(values):
        words = getattr(each, "alt", "") or getattr(each, "title", "")
        yield NamedFile(each.file, words, getattr(each, "credit", ""))
    for match in _PICTURE.finditer(body):
        yield NamedFile(_path(match[2]), _plain(match[1]), title=_plain(match[3] or ""))
    pictures = [match.span() for match in _PICTURE.finditer(body)]
    for match in _LINK.finditer(body):
        if not any(start <= match.start() < end for start, end in pictures):
            yield NamedFile(match[2])


def photo_marks(catalogs: Mapping[str, Catalog]) -> dict[str, str]:
    """Return by language what stands before who took a picture in a text: "Photo:"."""
    return {lang: each.gettext("Photo: %(name)s").partition("%")[0].strip() for lang, each in catalogs.items()}


def with_words_in_fields(fields: Mapping[str, FieldValue], file: str, words: str, credit: str) -> dict[str, FieldValue]:
    """Return the fields that change if a file is described by other words; no others."""
    found: dict[str, FieldValue] = {}
    for name in _NAMING:
        value = fields.get(name)
        described = [_described(each, file, words, credit) for each in value] if isinstance(value, list) else None
        new = _described(value, file, words, credit) if described is None else described
        if new != value:
            found[name] = new
    return found


def with_words_in_body(body: str, file: str, words: str, credit: str, mark: str) -> str:
    """Return a text whose pictures of a file are described by other words; ``mark`` stands before who took one."""
    credited = re.compile(rf"({re.escape(mark)}\s*)\S.*", re.IGNORECASE | re.DOTALL)

    def described(match: re.Match[str]) -> str:
        if _path(match[2]) != file:
            return match[0]
        title = credited.sub(lambda found: found[1] + credit, _plain(match[3] or ""))
        shown = re.sub(r"([\[\]\\])", r"\\\1", words)
        quoted = ' "{}"'.format(re.sub(r'(["\\])', r"\\\1", title)) if title else ""
        return f"![{shown}]({match[2]}{quoted})"

    return _PICTURE.sub(described, body)


def _items(values: Values) -> Iterator[Any]:
    """Yield what the fields say of files: photos and attachments, which share no type."""
    for name in _NAMING:
        value = values.get(name)
        yield from (each for each in (value if isinstance(value, list | tuple) else [value]) if each)


def _described(value: FieldValue, file: str, words: str, credit: str) -> FieldValue:
    if not isinstance(value, dict) or value.get("file") != file:
        return value
    if "title" in value:
        return {**value, "title": words}
    return {**value, "alt": words, "credit": credit}


def _path(address: str) -> str:
    """Return the path below the content folder that an address in a text means."""
    return re.sub(r"^(?:\{[a-z]+\})?/", "", address)


def _plain(markdown: str) -> str:
    return re.sub(r"\\([\[\]\"\\])", r"\1", markdown)
