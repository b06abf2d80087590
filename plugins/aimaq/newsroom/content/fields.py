"""The fields of front matter by content type; fields of a single kind of story are in ``kinds``.

``field_checks`` reads them and reports problems with their places.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import msgspec

__all__ = [
    "ArticleFields",
    "Attachment",
    "Correction",
    "PageFields",
    "PartFields",
    "PersonFields",
    "Photo",
    "Source",
    "Update",
    "Values",
    "Withdrawal",
    "publication",
]

Status = Literal["published", "draft"]
Stage = Literal["review", "approved"]
"""How far a draft has come: it is ready for review, or somebody has approved it."""
Values: TypeAlias = Mapping[str, Any]
"""The fields of a text by name. Which there are, and their types, depends on the struct that it was read by."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a story comes from; ``date`` is the day on which the source published it."""

    title: str
    url: str
    date: date | None = None


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to download; ``file`` is its path below the content folder: ``media/report.pdf``."""

    file: str
    title: str


class Photo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture: ``alt`` says what it shows, for readers who do not see it, ``credit`` who took it."""

    file: str
    alt: str
    credit: str
    caption: str = ""


class Update(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was added to a text or changed in it on the day ``date``, although nothing was wrong."""

    date: date
    text: str


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was wrong in a text and was corrected on the day ``date``: one plain text for readers."""

    date: date
    text: str


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day since which a text no longer holds, and why."""

    date: date
    reason: str


class ArticleFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story of any kind. Title and summary are plain text; ``date_approximate``: the day is not known exactly.

    It is public from the later of ``date`` and ``embargo`` on. ``id`` are the day and the slug by which feeds know it,
    "2024-05-06:new-line", if its date or its file's name is another one now.
    ``approved_by`` names who has said that it may be public; only editors read that.

    ``photo`` stands above the text. ``speakers`` and ``contact`` are slugs of people. With ``indicators:
    published`` every figure is pinned to the story's date.
    """

    title: str
    date: datetime
    date_approximate: bool = False
    id: str = ""
    kind: str
    topics: list[str] = []
    summary: str
    speakers: list[str] = []
    attachments: list[Attachment] = []
    sources: list[Source] = []
    photo: Photo | None = None
    contact: str = ""
    modified: datetime | None = None
    updates: list[Update] = []
    corrections: list[Correction] = []
    withdrawn: Withdrawal | None = None
    indicators: Literal["published"] | None = None
    embargo: datetime | None = None
    status: Status = "published"
    stage: Stage | None = None
    approved_by: str = ""


class PageFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page. ``menu`` puts it into the edition's menu, in the order of ``order`` (smallest first).

    ``template`` is the name of a template of the site's own, without its ending.
    """

    title: str
    summary: str = ""
    menu: bool = False
    order: int = 0
    template: str = ""
    updates: list[Update] = []
    corrections: list[Correction] = []
    embargo: datetime | None = None
    status: Status = "published"
    stage: Stage | None = None
    approved_by: str = ""


class PersonFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who speaks for the institution or is quoted, or an office to write to.

    ``post_date`` is the day on which the post is known to have been right.
    """

    name: str
    post: str
    post_date: date | None = None
    portrait: Photo | None = None
    email: str = ""
    phone: str = ""
    sources: list[Source] = []
    corrections: list[Correction] = []
    embargo: datetime | None = None
    status: Status = "published"
    stage: Stage | None = None
    approved_by: str = ""


class PartFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that other pages print, such as the closing words about the institution in a release."""

    title: str
    status: Status = "published"


def publication(values: Values) -> datetime | None:
    """Return the moment at which a text with these fields is published; None if they name none."""
    return max(filter(None, (values.get("date"), values.get("embargo"))), default=None)
