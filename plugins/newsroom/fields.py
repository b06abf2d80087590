"""The fields of front matter, by content type. Positions and messages are ``frontmatter``'s job."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

__all__ = ["ArticleFields", "Correction", "PageFields", "Source"]

Status = Literal["published", "draft"]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a story comes from; ``date`` is the day on which the source published it."""

    title: str
    url: str
    date: date | None = None


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was wrong in a text and has been put right on the day ``date``: one plain text for readers."""

    date: date
    text: str


class ArticleFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story. Title and summary are plain text; ``date_approximate``: the day is not known exactly.

    ``indicators`` is for the plugin of that name: ``published`` pins every figure to the story's date.
    """

    title: str
    date: datetime
    date_approximate: bool = False
    kind: str
    topics: list[str] = []
    summary: str
    sources: list[Source] = []
    modified: datetime | None = None
    corrections: list[Correction] = []
    indicators: Literal["published"] | None = None
    status: Status = "published"


class PageFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page. ``menu`` puts it into the edition's menu, in the order of ``order`` (smallest first)."""

    title: str
    summary: str = ""
    menu: bool = False
    order: int = 0
    corrections: list[Correction] = []
    status: Status = "published"
