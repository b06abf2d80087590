"""A text as it comes out of a source: cleaned HTML and its fields, before it is a file of ours."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from bs4 import Tag

from aimaq.base.languages.slugs import slugify

__all__ = ["Attachments", "SourceAttachment", "SourceText", "host_of", "slug_from", "split_address"]

#: A slug's length in characters: people read addresses.
_MAX_SLUG: Final = 80
_GENERIC: Final = ("", "amp", "index", "index.html", "index.htm", "index.php", "default.aspx", "ru", "kk", "kz", "en")


@dataclass(frozen=True, slots=True)
class SourceAttachment:
    """A file of the old site: its ``address`` there, and what an export says about it."""

    address: str
    alt: str = ""
    caption: str = ""


#: The attachments of an export by their ids.
Attachments = Mapping[str, SourceAttachment]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text of a source; its links and pictures still have their old addresses.

    ``source`` is the file that it comes from, as messages show it. ``kind`` is "" for a page. ``body`` is cleaned HTML.
    ``url`` is its main address on the old site, "" if unknown, and ``urls`` are all at which readers could find it.
    Translations of one text share a ``translations`` key; "" for a text without any. ``menu_order`` is that of a page
    in the menu, None for one that is not in it.
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
    menu_order: int | None = None
    url: str = ""
    urls: tuple[str, ...] = ()
    translations: str = ""


def slug_from(address: str, title: str) -> str:
    """Return a slug made of the last word of an address, or of a title if the address has none."""
    parts = [unquote(part) for part in split_address(address).path.split("/")]
    words = [re.sub(r"\.(?:html?|php|aspx?)$", "", part) for part in parts if part.lower() not in _GENERIC]
    slug = slugify(words[-1]) if words else ""
    if not slug or slug.isdigit():
        slug = slugify(title)
    if len(slug) <= _MAX_SLUG:
        return slug
    return slug[:_MAX_SLUG].rpartition("-")[0] or slug[:_MAX_SLUG]


def split_address(address: str) -> SplitResult:
    """Return the parts of an address; a malformed one has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def host_of(address: str) -> str:
    """Return the host of an address without ``www.``, or ""."""
    return (split_address(address).hostname or "").removeprefix("www.")
