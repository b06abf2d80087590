"""A text on its way from a source into a file of ours."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bs4 import Tag

__all__ = ["Piece", "Remote"]


@dataclass(frozen=True, slots=True)
class Remote:
    """A file that the old site had beside its texts: its ``address`` there, and the words for it."""

    address: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a source, before links and pictures are led to their new places.

    ``source`` is the file that it comes from, as messages show it; ``kind`` is "" for a page. ``body`` is its HTML,
    cleaned. ``base`` is its own address on the old site, "" if unknown, and ``addresses`` are all by which readers may
    come. ``group`` is what its translations share, or "".
    """

    source: str
    slug: str
    lang: str
    title: str
    kind: str
    body: Tag
    date: datetime.datetime | None = None
    modified: datetime.datetime | None = None
    summary: str = ""
    topics: tuple[str, ...] = ()
    draft: bool = False
    menu: int | None = None
    base: str = ""
    addresses: tuple[str, ...] = ()
    group: str = ""
