"""The kinds of story: names, fields, and types of schema.org."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import msgspec

from aimaq.newsroom.content.fields import ArticleFields, Attachment, Photo

__all__ = ["KINDS", "Kind", "kinds_with", "own_fields"]


class NewsFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """News. ``dateline`` is the place that the story is from."""

    dateline: str = ""


class ReleaseFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A press release: a statement of the institution, with media contact and closing words at the end."""

    dateline: str = ""


class BriefingFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report on a briefing; ``recording`` is the web address where it can be seen or heard."""

    dateline: str = ""
    recording: str = ""


class EventFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event. Midnight means that only the day is known; ``state`` follows schema.org's EventStatusType."""

    start: datetime
    end: datetime | None = None
    place: str
    street: str = ""
    online: str = ""
    registration: str = ""
    state: Literal["scheduled", "postponed", "cancelled"] = "scheduled"


class PhotosFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A photo report: its pictures in order."""

    dateline: str = ""
    photos: list[Photo]


class DocumentFields(ArticleFields, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document: its files, and by whom, when and under which number it was issued."""

    attachments: list[Attachment]
    number: str = ""
    issued: date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of story.

    ``label`` is the English message for one story of it. ``type`` is a type of schema.org, and ``is_article`` says
    whether that is an ``Article``. ``closing``: it ends with the media contact and the closing words. ``printed``:
    ``aimaq pdf`` makes a PDF of it; ``packed``: and a media kit. ``pictured``: its pictures may stand without a text.
    """

    name: str
    label: str
    fields: type[ArticleFields]
    type: str = "NewsArticle"
    is_article: bool = True
    closing: bool = False
    printed: bool = False
    packed: bool = False
    pictured: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("news", "News item", NewsFields),
        Kind("release", "Press release", ReleaseFields, closing=True, printed=True, packed=True),
        Kind("briefing", "Briefing", BriefingFields, printed=True, packed=True),
        Kind("event", "Event", EventFields, closing=True, printed=True, packed=True),
        Kind("photos", "Photo report", PhotosFields, "ImageGallery", is_article=False, packed=True, pictured=True),
        Kind("document", "Document", DocumentFields, "DigitalDocument", is_article=False),
    )
}


def own_fields(kind: Kind) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields that only this kind has, or that only this kind requires."""
    common = {field.name: field for field in msgspec.structs.fields(ArticleFields)}
    return tuple(
        field
        for field in msgspec.structs.fields(kind.fields)
        if field.name not in common or field.required != common[field.name].required
    )


def kinds_with(field: str) -> tuple[str, ...]:
    """Return the names of the kinds that have this field as one of their own."""
    return tuple(kind.name for kind in KINDS.values() if field in (own.name for own in own_fields(kind)))
