"""What the values of single fields have to be, beyond their types: names of people, paths of files, web addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final, Protocol

import msgspec

from aimaq.base.slugs import slugify
from aimaq.newsroom.content.fields import Attachment, Photo, Withdrawal
from aimaq.newsroom.content.located import Located
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.media.files import ATTACHED, PICTURES

__all__ = ["RULES", "Checker"]

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MAIL = re.compile(r"[^@\s<>\"]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?[\d\s()-]{5,}")


class Checker(Protocol):
    """What the rules use of the checker of a document. A check returns None after it has reported something."""

    places: dict[str, tuple[int, int]]

    def report(self, message: str, at: Located, hint: str = "") -> None: ...

    def line_of_text(self, found: Located, value: str) -> str | None: ...

    def web_address(self, found: Located, value: str) -> str | None: ...


Rule = Callable[[Checker, Located, Any], Any]


def _line(checker: Checker, found: Located, value: str) -> str | None:
    return checker.line_of_text(found, value)


def _address(checker: Checker, found: Located, value: str) -> str | None:
    return checker.web_address(found, value)


def _person(checker: Checker, found: Located, value: str) -> str | None:
    if SLUG.fullmatch(value):
        return value
    hint = f'a person is named as in content/people/<slug>.<lang>.md, for instance "{slugify(value) or "name-surname"}"'
    checker.report(f'"{value}" is not the slug of a person', found, hint)
    return None


def _people(checker: Checker, found: Located, value: list[str | None]) -> list[str | None]:
    seen: set[str] = set()
    checked: list[str | None] = []
    for number, (slug, place) in enumerate(zip(value, found.value, strict=True)):
        right = _person(checker, place, slug) if slug is not None else None
        if right in seen:
            checker.report(f'the person "{right}" stands twice', place, "delete one of them")
            right = None
        elif right:
            seen.add(right)
            checker.places[f"speakers[{number}]"] = (place.line, place.column)
        checked.append(right)
    return checked


def _attachments(
    checker: Checker, found: Located, value: list[Attachment | None], field: str = "attachments"
) -> list[Attachment | None]:
    checked: list[Attachment | None] = []
    for number, (each, place) in enumerate(zip(value, found.value, strict=True)):
        if each is not None:
            file = _path(checker, place.value["file"], each.file, ATTACHED, f"{field}[{number}].file")
            title = checker.line_of_text(place.value["title"], each.title)
            each = Attachment(file, title) if file and title else None
        checked.append(each)
    return checked


def _photos(checker: Checker, found: Located, value: list[Photo | None]) -> list[Photo | None]:
    return [
        _photo(checker, place, each, f"photos[{number}].file") if each is not None else None
        for number, (each, place) in enumerate(zip(value, found.value, strict=True))
    ]


def _photo(checker: Checker, found: Located, photo: Photo, field: str) -> Photo | None:
    file = _path(checker, found.value["file"], photo.file, PICTURES, field)
    texts = [
        checker.line_of_text(found.value[name], getattr(photo, name))
        for name in ("alt", "credit", "caption")
        if name in found.value
    ]
    return Photo(file, *map(str, texts)) if file and None not in texts else None


def _path(checker: Checker, found: Located, value: str, endings: Mapping[str, str], field: str) -> str | None:
    """Check the path of a file that is going to be an address, and keep its place: whether it exists is seen later."""
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


def _withdrawal(checker: Checker, found: Located, value: Withdrawal) -> Withdrawal | None:
    reason = checker.line_of_text(found.value["reason"], value.reason)
    return Withdrawal(value.date, reason) if reason else None


def _texts(checker: Checker, found: Located, value: list[Any]) -> list[Any]:
    """Check the field ``text`` of each item of a list, whatever else it has."""
    checked = []
    for each, place in zip(value, found.value, strict=True):
        text = checker.line_of_text(place.value["text"], each.text) if each is not None else None
        checked.append(msgspec.structs.replace(each, text=text) if text else None)
    return checked


def _email(checker: Checker, found: Located, value: str) -> str | None:
    return _matching(checker, found, value, MAIL, "an e-mail address such as press@example.kz")


def _phone(checker: Checker, found: Located, value: str) -> str | None:
    return _matching(checker, found, value, PHONE, 'a telephone number such as "+7 727 123 45 67"')


def _matching(checker: Checker, found: Located, value: str, pattern: re.Pattern[str], expected: str) -> str | None:
    if pattern.fullmatch(value):
        return value
    checker.report(f'expected {expected}, found "{value}"', found)
    return None


#: By the field's name; it may have one meaning only, whatever content it stands in.
RULES: Final[Mapping[str, Rule]] = {
    **dict.fromkeys(("title", "summary", "dateline", "place", "street", "number", "issuer", "name", "post"), _line),
    **dict.fromkeys(("online", "registration", "recording"), _address),
    "speakers": _people,
    "contact": _person,
    "attachments": _attachments,
    "photos": _photos,
    "photo": partial(_photo, field="photo.file"),
    "portrait": partial(_photo, field="portrait.file"),
    "updates": _texts,
    "corrections": _texts,
    "withdrawn": _withdrawal,
    "email": _email,
    "phone": _phone,
}
