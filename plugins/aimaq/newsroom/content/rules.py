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

from aimaq.base.addresses.telephones import TELEPHONE
from aimaq.base.languages.messages import Message, tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import suggest
from aimaq.newsroom.content.characters import shortened
from aimaq.newsroom.content.fields import Attachment, Correction, Photo, Source, Update, Withdrawal
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.located_yaml import Located
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.media.files import ATTACHED, PICTURES

if TYPE_CHECKING:
    from aimaq.newsroom.content.field_checks import FieldChecker

__all__ = ["RULES"]

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MAIL = re.compile(r"[^@\s<>\"]+@[\w-]+(?:\.[\w-]+)+")
FEED_ID = re.compile(rf"\d{{4}}-\d\d-\d\d:{SLUG.pattern}")

#: Of a topic's address, which is the name of a folder: file systems take 255 letters.
LONGEST_TOPIC = 200

#: The value has the type of its field in the schema.
Rule = Callable[["FieldChecker", Located, Any], Any]
Dated = TypeVar("Dated", Update, Correction)


def _kind(checker: FieldChecker, found: Located, value: str) -> str | None:
    if value in KINDS:
        return value
    checker.report(tr('unknown kind "%(value)s"', value=value) + suggest(value, KINDS), found)
    return None


def _each(field: str, check: Callable[[FieldChecker, Located, Any, str], Any]) -> Rule:
    """Return the rule of a list, whose items ``check`` returns or refuses; it gets an item's name: "photos[0]"."""

    def checked(checker: FieldChecker, found: Located, values: list[Any]) -> list[Any]:
        numbered = enumerate(zip(values, found.items, strict=True))
        return [
            check(checker, place, value, f"{field}[{number}]") if value is not None else None
            for number, (value, place) in numbered
        ]

    return checked


def _unique(rule: Rule, twice_message: Callable[[str], str]) -> Rule:
    """Return the rule of a list of texts none of which may stand twice; ``twice_message`` says that of one."""

    def checked(checker: FieldChecker, found: Located, values: list[str | None]) -> list[str | None]:
        seen: set[str] = set()
        kept: list[str | None] = []
        for value, place in zip(rule(checker, found, values), found.items, strict=True):
            twice = value is not None and value.casefold() in seen
            if twice:
                checker.report(twice_message(value), place, tr("delete one of them"))
            seen.add((value or "").casefold())
            kept.append(None if twice else value)
        return kept

    return checked


def _topic(checker: FieldChecker, found: Located, value: str, field: str) -> str | None:
    if not value.strip():
        checker.report(tr("a topic is empty"), found, tr("delete it"))
        return None
    if (length := len(slugify(value))) > LONGEST_TOPIC:
        message = tr(
            'the topic "%(value)s" makes an address of %(length)s letters, more than %(most)s',
            value=shortened(value),
            length=length,
            most=LONGEST_TOPIC,
        )
        checker.report(message, found, tr("give it a shorter name: a topic is a word or two"))
        return None
    return checker.clean(found, value.strip())


def _source(checker: FieldChecker, found: Located, source: Source, field: str) -> Source | None:
    title, address = found.fields["title"], found.fields["url"]
    right = checker.clean(title, source.title) is not None
    if not source.title.strip():
        checker.report(tr("a source's title is empty"), title, tr("name the paper, site or document"))
        right = False
    called = checker.words.name("url", inner=True)
    return source if checker.web_address(address, source.url, f"{called}: ") and right else None


def _person(checker: FieldChecker, found: Located, value: str) -> str | None:
    if SLUG.fullmatch(value):
        return value
    hint = tr(
        'a person is named as in content/people/<slug>.<lang>.md, for instance "%(slug)s"',
        slug=slugify(value) or "name-surname",
    )
    checker.report(tr('"%(value)s" is not the slug of a person', value=value), found, checker.words.as_written(hint))
    return None


def _speaker(checker: FieldChecker, found: Located, value: str, field: str) -> str | None:
    checker.places[field] = (found.line, found.column)
    return _person(checker, found, value)


def _attachment(checker: FieldChecker, found: Located, value: Attachment, field: str) -> Attachment | None:
    file = _path(checker, found.fields["file"], value.file, ATTACHED, f"{field}.file")
    title = checker.line_of_text(found.fields["title"], value.title)
    return Attachment(file, title) if file and title else None


def _photo(checker: FieldChecker, found: Located, photo: Photo, field: str) -> Photo | None:
    file = _path(checker, found.fields["file"], photo.file, PICTURES, f"{field}.file")
    texts = [
        checker.line_of_text(found.fields[name], getattr(photo, name))
        for name in ("alt", "credit", "caption")
        if name in found.fields
    ]
    return Photo(file, *map(str, texts)) if file and None not in texts else None


def _path(checker: FieldChecker, found: Located, value: str, endings: Mapping[str, str], field: str) -> str | None:
    """Check the path of a file, which becomes an address, and keep its place: a later check finds out if it exists."""
    path, file = PurePosixPath(value), checker.words.name("file", inner=True)
    if not all(NAME.fullmatch(part) for part in path.parts) or str(path) != value:
        parts = filter(None, map(slugify, path.with_suffix("").parts))
        proposal = "/".join(parts) + path.suffix.lower()
        hint = tr(
            'write it as "media/name.pdf", below the content folder; rename the file, for instance to "%(proposal)s"',
            proposal=proposal,
        )
        message = tr('expected Latin letters, digits, "-", "_" and ".", found "%(value)s"', value=value)
        checker.report(f"{file}: {message}", found, hint)
        return None
    if path.suffix.lower() not in endings:
        expected = ", ".join(ending.removeprefix(".") for ending in endings)
        message = tr('"%(name)s" is not of a kind that can stand here', name=path.name)
        checker.report(f"{file}: {message}", found, tr("expected: %(expected)s", expected=expected))
        return None
    checker.places[field] = (found.line, found.column)
    return value


def _withdrawal(checker: FieldChecker, found: Located, value: Withdrawal) -> Withdrawal | None:
    reason = checker.line_of_text(found.fields["reason"], value.reason)
    return Withdrawal(value.date, reason) if reason else None


def _change(checker: FieldChecker, found: Located, value: Dated, field: str) -> Dated | None:
    text = checker.line_of_text(found.fields["text"], value.text)
    return msgspec.structs.replace(value, text=text) if text else None


def _matching(pattern: re.Pattern[str], expected: str, checker: FieldChecker, found: Located, value: str) -> str | None:
    if pattern.fullmatch(value):
        return value
    checker.report(tr('expected %(expected)s, found "%(value)s"', expected=expected, value=value), found)
    return None


#: By the field's name, which has one meaning in all contents.
RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(
        ("title", "summary", "dateline", "place", "street", "number", "issuer", "name", "post"),
        lambda checker, *given: checker.line_of_text(*given),
    ),
    **dict.fromkeys(("online", "registration", "recording"), lambda checker, *given: checker.web_address(*given)),
    "kind": _kind,
    "topics": _unique(_each("topics", _topic), lambda topic: tr('the topic "%(topic)s" stands twice', topic=topic)),
    "sources": _each("sources", _source),
    "speakers": _unique(_each("speakers", _speaker), lambda slug: tr('the person "%(slug)s" stands twice', slug=slug)),
    "contact": _person,
    "id": partial(_matching, FEED_ID, Message('a day and a slug such as "2024-05-06:new-line"')),
    "attachments": _each("attachments", _attachment),
    "photos": _each("photos", _photo),
    "photo": partial(_photo, field="photo"),
    "portrait": partial(_photo, field="portrait"),
    "updates": _each("updates", _change),
    "corrections": _each("corrections", _change),
    "withdrawn": _withdrawal,
    "email": partial(_matching, MAIL, Message("an e-mail address such as press@example.kz")),
    "phone": partial(_matching, TELEPHONE, Message('a telephone number such as "+7 727 123 45 67"')),
}
