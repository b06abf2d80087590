"""Rules for the values of single fields, beyond their types: names of people, paths of files, web addresses.

A rule returns the value, or None after it has reported a problem; of a list, the items one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from aimaq.base.problems import suggest
from aimaq.base.slugs import slugify
from aimaq.newsroom.content.fields import Attachment, Correction, Photo, Source, Update, Withdrawal
from aimaq.newsroom.content.located_yaml import Located
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.media.files import ATTACHED, PICTURES

if TYPE_CHECKING:
    from aimaq.newsroom.content.field_checks import FieldChecker

__all__ = ["RULES"]

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MAIL = re.compile(r"[^@\s<>\"]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?[\d\s()-]{5,}")

#: The value has the type of its field in the schema.
Rule = Callable[["FieldChecker", Located, Any], Any]
Dated = TypeVar("Dated", Update, Correction)


def _kind(checker: FieldChecker, found: Located, value: str) -> str | None:
    if value in checker.kinds:
        return value
    checker.report(f'unknown kind "{value}"{suggest(value, checker.kinds)}', found)
    return None


def _line(checker: FieldChecker, found: Located, value: str) -> str | None:
    return checker.line_of_text(found, value)


def _address(checker: FieldChecker, found: Located, value: str) -> str | None:
    return checker.web_address(found, value)


def _topics(checker: FieldChecker, found: Located, value: list[str | None]) -> list[str | None]:
    seen: set[str] = set()

    def checked(topic: str | None, place: Located) -> str | None:
        if topic is None:
            return None
        topic = topic.strip()
        if not topic:
            checker.report("a topic is empty", place, "delete it")
            return None
        if topic.casefold() in seen:
            checker.report(f'the topic "{topic}" stands twice', place, "delete one of them")
            return None
        seen.add(topic.casefold())
        return checker.clean(place, topic)

    return [checked(topic, place) for topic, place in zip(value, found.items, strict=True)]


def _sources(checker: FieldChecker, found: Located, value: list[Source | None]) -> list[Source | None]:
    return [
        _source(checker, place, each) if each is not None else None
        for each, place in zip(value, found.items, strict=True)
    ]


def _source(checker: FieldChecker, found: Located, source: Source) -> Source | None:
    title, address = found.fields["title"], found.fields["url"]
    right = checker.clean(title, source.title) is not None
    if not source.title.strip():
        checker.report("a source's title is empty", title, "name the paper, site or document")
        right = False
    return source if checker.web_address(address, source.url, "url: ") and right else None


def _person(checker: FieldChecker, found: Located, value: str) -> str | None:
    if SLUG.fullmatch(value):
        return value
    hint = f'a person is named as in content/people/<slug>.<lang>.md, for instance "{slugify(value) or "name-surname"}"'
    checker.report(f'"{value}" is not the slug of a person', found, hint)
    return None


def _people(checker: FieldChecker, found: Located, value: list[str | None]) -> list[str | None]:
    seen: set[str] = set()
    checked: list[str | None] = []
    for number, (slug, place) in enumerate(zip(value, found.items, strict=True)):
        right = _person(checker, place, slug) if slug is not None else None
        if right in seen:
            checker.report(f'the person "{right}" stands twice', place, "delete one of them")
            right = None
        elif right:
            seen.add(right)
            checker.places[f"speakers[{number}]"] = (place.line, place.column)
        checked.append(right)
    return checked


def _attachments(checker: FieldChecker, found: Located, value: list[Attachment | None]) -> list[Attachment | None]:
    checked: list[Attachment | None] = []
    for number, (each, place) in enumerate(zip(value, found.items, strict=True)):
        if each is not None:
            file = _path(checker, place.fields["file"], each.file, ATTACHED, f"attachments[{number}].file")
            title = checker.line_of_text(place.fields["title"], each.title)
            each = Attachment(file, title) if file and title else None
        checked.append(each)
    return checked


def _photos(checker: FieldChecker, found: Located, value: list[Photo | None]) -> list[Photo | None]:
    return [
        _photo(checker, place, each, f"photos[{number}].file") if each is not None else None
        for number, (each, place) in enumerate(zip(value, found.items, strict=True))
    ]


def _photo(checker: FieldChecker, found: Located, photo: Photo, field: str) -> Photo | None:
    file = _path(checker, found.fields["file"], photo.file, PICTURES, field)
    texts = [
        checker.line_of_text(found.fields[name], getattr(photo, name))
        for name in ("alt", "credit", "caption")
        if name in found.fields
    ]
    return Photo(file, *map(str, texts)) if file and None not in texts else None


def _path(checker: FieldChecker, found: Located, value: str, endings: Mapping[str, str], field: str) -> str | None:
    """Check the path of a file, which becomes an address, and keep its place: a later check finds out if it exists."""
    path = PurePosixPath(value)
    if not all(NAME.fullmatch(part) for part in path.parts) or str(path) != value:
        parts = filter(None, map(slugify, path.with_suffix("").parts))
        proposal = "/".join(parts) + path.suffix.lower()
        hint = f'write it as "media/name.pdf", below the content folder; rename the file, for instance to "{proposal}"'
        checker.report(f'file: expected Latin letters, digits, "-", "_" and ".", found "{value}"', found, hint)
        return None
    if path.suffix.lower() not in endings:
        expected = ", ".join(ending.removeprefix(".") for ending in endings)
        checker.report(f'file: "{path.name}" is not of a kind that can stand here', found, f"expected: {expected}")
        return None
    checker.places[field] = (found.line, found.column)
    return value


def _withdrawal(checker: FieldChecker, found: Located, value: Withdrawal) -> Withdrawal | None:
    reason = checker.line_of_text(found.fields["reason"], value.reason)
    return Withdrawal(value.date, reason) if reason else None


def _changes(checker: FieldChecker, found: Located, value: list[Dated | None]) -> list[Dated | None]:
    checked: list[Dated | None] = []
    for each, place in zip(value, found.items, strict=True):
        text = checker.line_of_text(place.fields["text"], each.text) if each is not None else None
        checked.append(msgspec.structs.replace(each, text=text) if each is not None and text else None)
    return checked


def _matching(pattern: re.Pattern[str], expected: str, checker: FieldChecker, found: Located, value: str) -> str | None:
    if pattern.fullmatch(value):
        return value
    checker.report(f'expected {expected}, found "{value}"', found)
    return None


#: By the field's name, which has one meaning in all contents.
RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(("title", "summary", "dateline", "place", "street", "number", "issuer", "name", "post"), _line),
    **dict.fromkeys(("online", "registration", "recording"), _address),
    "kind": _kind,
    "topics": _topics,
    "sources": _sources,
    "speakers": _people,
    "contact": _person,
    "attachments": _attachments,
    "photos": _photos,
    "photo": partial(_photo, field="photo.file"),
    "portrait": partial(_photo, field="portrait.file"),
    "updates": _changes,
    "corrections": _changes,
    "withdrawn": _withdrawal,
    "email": partial(_matching, MAIL, "an e-mail address such as press@example.kz"),
    "phone": partial(_matching, PHONE, 'a telephone number such as "+7 727 123 45 67"'),
}
