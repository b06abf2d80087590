"""Feeds as text: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org), from plain values.

Nothing depends on the clock: the same values give the same bytes. A text may hold slots, which stay unchanged.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from aimaq.base.addresses.site_folder import folder_of
from aimaq.base.web_addresses import host_of

__all__ = [
    "EXTENSIONS",
    "NEVER",
    "Channel",
    "Enclosure",
    "Entry",
    "Moment",
    "Stamp",
    "stamp",
    "tag_uri",
    "with_absolute_links",
    "write_feed",
]

#: The last change of an empty feed.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: The endings of a feed's files, one for each format.
EXTENSIONS: Final = ("rss.xml", "atom.xml", "json")

_ATOM, _CONTENT = "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE, _MEDIA = "http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"
# Only root-relative addresses and fragments are relative here; Python-Markdown and our templates quote every attribute.
_RELATIVE = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster|cite)=(["']))(/(?!/)|#)""")
#: HTML's list of the sizes of a picture; the addresses in our templates hold no commas.
_SRCSET = re.compile(r"""(<[a-zA-Z][^<>]*?\ssrcset=")([^"]*)""")
_CANDIDATE = re.compile(r"(?:(?<=, )|^)/(?!/)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as text, which may be a slot, in both spellings of feeds."""

    rfc822: str
    rfc3339: str


Moment = datetime | Stamp


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an item, at its absolute address. ``title`` says what it is; of a picture, what it shows.

    ``size`` is in bytes, None for a file of another site; ``width`` and ``height`` are those of a picture in pixels,
    ``credit`` is its photographer.
    """

    url: str
    media_type: str
    title: str = ""
    size: int | None = None
    width: int = 0
    height: int = 0
    credit: str = ""

    @property
    def medium(self) -> str:
        """What it is to Media RSS: image, audio, video or document."""
        kind = self.media_type.partition("/")[0]
        return kind if kind in ("image", "audio", "video") else "document"


#: Which file of an item matters most to those who take one only.
_MEDIA_ORDER: Final = ("audio", "video", "document", "image")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    ``id`` is a permanent URI (RFC 4151), ``url`` the absolute address of its page. Title and summary are plain text,
    ``html`` is the whole content with absolute links. ``updated`` is None if nothing has changed since ``published``;
    ``lang`` is a BCP 47 tag, or "" for that of the channel. ``author`` is "" if it is the channel's; ``image`` is the
    absolute address of a picture to show with the title, or "".
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: Moment
    updated: Moment | None = None
    lang: str = ""
    categories: tuple[str, ...] = ()
    author: str = ""
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def main_enclosure(self) -> Enclosure | None:
        """The one file of an RSS item, whose size has to be known: a recording, else a document, else a picture."""
        known = [each for each in self.enclosures if each.size is not None]
        return min(known, key=lambda each: _MEDIA_ORDER.index(each.medium), default=None)


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: ``home`` is the absolute address of the page it belongs to, ``updated`` its newest change.

    ``url`` is the feed's own absolute address without its ending, ``https://site/feeds/all``; ``author_url`` is the
    author's page, ``icon`` the absolute address of a square picture, or "". ``hub`` is the address of what tells
    subscribers of news (WebSub), or "".
    """

    title: str
    description: str
    lang: str
    home: str
    url: str
    updated: Moment
    author: str
    author_url: str
    entries: tuple[Entry, ...]
    icon: str = ""
    hub: str = ""


def tag_uri(site_url: str, day: date | str, name: str) -> str:
    """Return an identifier for ever (RFC 4151) of something that the site has had a name for since a day.

    It is the host's, so a site that shares its host with others puts its folder before the name.
    """
    folder = folder_of(site_url).lstrip("/")
    return f"tag:{host_of(site_url)},{day}:{folder}{folder and '/'}{name}"


def write_feed(channel: Channel, extension: str) -> str:
    """Return the feed in the format of one of :data:`EXTENSIONS`; raise KeyError for another extension."""
    return _WRITERS[extension](channel)


def with_absolute_links(html: str, page_url: str, site_url: str) -> str:
    """Return HTML with absolute links in the place of root-relative ones and of fragments."""
    html = _RELATIVE.sub(lambda match: match[1] + (f"{page_url}#" if match[3] == "#" else f"{site_url}/"), html)
    return _SRCSET.sub(lambda match: match[1] + _CANDIDATE.sub(f"{site_url}/", match[2]), html)


def _rss(channel: Channel) -> str:
    """Return RSS 2.0 with the content module; an item's change, which RSS lacks, is Atom's ``updated``.

    Its author is Dublin Core's, since RSS wants an e-mail address; one file is an enclosure, as the Best Practices of
    RSS ask, and all of them are contents of Media RSS.
    """
    spaces = {"xmlns:atom": _ATOM, "xmlns:content": _CONTENT, "xmlns:dc": _DUBLIN_CORE, "xmlns:media": _MEDIA}
    root = Element("rss", {"version": "2.0"} | spaces)
    head = SubElement(root, "channel")
    _text(head, "title", channel.title)
    _text(head, "link", channel.home)
    _text(head, "description", channel.description)
    _text(head, "language", channel.lang)
    _text(head, "lastBuildDate", stamp(channel.updated).rfc822)
    own = {"rel": "self", "type": "application/rss+xml", "href": f"{channel.url}.rss.xml"}
    SubElement(head, "atom:link", own)
    if channel.hub:
        SubElement(head, "atom:link", {"rel": "hub", "href": channel.hub})
    if channel.icon:
        image = SubElement(head, "image")
        for name, text in (("url", channel.icon), ("title", channel.title), ("link", channel.home)):
            _text(image, name, text)
        for name in ("width", "height"):  # as it is shown; RSS allows no more
            _text(image, name, "144")
    for entry in channel.entries:
        item = SubElement(head, "item")
        _text(item, "title", entry.title)
        _text(item, "link", entry.url)
        # RSS states no type: a description is HTML.
        _text(item, "description", escape(entry.summary, quote=False))
        _text(item, "pubDate", stamp(entry.published).rfc822)
        _text(item, "guid", entry.id, {"isPermaLink": "false"})
        _text(item, "dc:creator", entry.author or channel.author)
        for category in entry.categories:
            _text(item, "category", category)
        if entry.updated is not None:
            _text(item, "atom:updated", stamp(entry.updated).rfc3339)
        if main := entry.main_enclosure:
            SubElement(item, "enclosure", {"url": main.url, "length": str(main.size), "type": main.media_type})
        _media(item, entry)
        _text(item, "content:encoded", entry.html)
    return _xml(root)


def _atom(channel: Channel) -> str:
    """Return Atom; the feed's own address is its id."""
    url = f"{channel.url}.atom.xml"
    root = Element("feed", {"xmlns": _ATOM, "xmlns:media": _MEDIA, "xml:lang": channel.lang})
    _text(root, "title", channel.title)
    SubElement(root, "link", {"rel": "alternate", "href": channel.home})
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": url})
    if channel.hub:
        SubElement(root, "link", {"rel": "hub", "href": channel.hub})
    _text(root, "id", url)
    _text(root, "updated", stamp(channel.updated).rfc3339)
    author = SubElement(root, "author")
    _text(author, "name", channel.author)
    _text(author, "uri", channel.author_url)
    _text(root, "subtitle", channel.description)
    if channel.icon:
        _text(root, "icon", channel.icon)
    for entry in channel.entries:
        item = SubElement(root, "entry", {"xml:lang": entry.lang} if entry.lang not in ("", channel.lang) else {})
        _text(item, "title", entry.title)
        SubElement(item, "link", {"rel": "alternate", "href": entry.url})
        for each in entry.enclosures:
            link = {"rel": "enclosure", "href": each.url, "type": each.media_type, "title": each.title}
            SubElement(item, "link", link if each.size is None else link | {"length": str(each.size)})
        _text(SubElement(item, "author"), "name", entry.author or channel.author)
        _text(item, "published", stamp(entry.published).rfc3339)
        _text(item, "updated", stamp(entry.updated or entry.published).rfc3339)
        _text(item, "id", entry.id)
        _text(item, "content", entry.html, {"type": "html"})
        if entry.image:
            SubElement(item, "media:thumbnail", {"url": entry.image})
        for category in entry.categories:
            SubElement(item, "category", {"term": category})
        _text(item, "summary", entry.summary)
    return _xml(root)


def _json(channel: Channel) -> str:
    """Return JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": f"{channel.url}.json",
        "description": channel.description,
        "language": channel.lang,
        **({"icon": channel.icon, "favicon": channel.icon} if channel.icon else {}),
        "authors": _json_authors(channel),
        **({"hubs": [{"type": "WebSub", "url": channel.hub}]} if channel.hub else {}),
        "items": [_json_item(channel, entry) for entry in channel.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _json_item(channel: Channel, entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": stamp(entry.published).rfc3339,
        "language": entry.lang or channel.lang,
        "authors": [{"name": entry.author}] if entry.author else _json_authors(channel),
    }
    if entry.updated is not None:
        item["date_modified"] = stamp(entry.updated).rfc3339
    if entry.categories:
        item["tags"] = entry.categories
    if entry.image:
        item["image"] = entry.image
    if entry.enclosures:
        item["attachments"] = [_json_attachment(each) for each in entry.enclosures]
    return item


def _json_authors(channel: Channel) -> list[dict[str, str]]:
    return [{"name": channel.author, "url": channel.author_url}]


def _json_attachment(each: Enclosure) -> dict[str, object]:
    found = {"url": each.url, "mime_type": each.media_type, "title": each.title, "size_in_bytes": each.size}
    return {name: value for name, value in found.items() if value not in ("", None)}


def _media(item: Element, entry: Entry) -> None:
    """Add all files of an entry, and the picture to show with it, as Media RSS (rssboard.org/media-rss)."""
    for each in entry.enclosures:
        known = {
            "url": each.url,
            "type": each.media_type,
            "medium": each.medium,
            "fileSize": each.size,
            "width": each.width or None,
            "height": each.height or None,
        }
        content = SubElement(
            item, "media:content", {name: str(value) for name, value in known.items() if value is not None}
        )
        if each.title:
            # Not "media:description", which readers take for that of the item.
            _text(content, "media:title", each.title)
        if each.credit:
            _text(content, "media:credit", each.credit, {"role": "photographer"})
    if entry.image:
        SubElement(item, "media:thumbnail", {"url": entry.image})


def stamp(moment: Moment) -> Stamp:
    """Return a moment, which has a zone, in both spellings."""
    return moment if isinstance(moment, Stamp) else Stamp(format_datetime(moment), moment.isoformat())


def _text(parent: Element, name: str, text: str, attributes: Mapping[str, str] = MappingProxyType({})) -> None:
    SubElement(parent, name, dict(attributes)).text = text


def _xml(root: Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


_WRITERS: Final[Mapping[str, Callable[[Channel], str]]] = {"rss.xml": _rss, "atom.xml": _atom, "json": _json}
