"""A WordPress export (WXR, an RSS file with WordPress' own elements) as plain values.

Hostile input: a document type, which entities are declared in, is refused, nothing is loaded, and libxml2's limits
of depth and size hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from aimaq.base.problems import Problem

__all__ = ["Comment", "Export", "Item", "Term", "is_export", "read_export"]

#: What XML cannot hold (XML 1.0, 2.2), and exports of WordPress hold all the same.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """What an item stands under: of a ``domain`` such as ``category``, ``post_tag``, ``language``."""

    domain: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment; ``approved`` ones had been shown. ``kind`` is "", or of what is none "pingback" or so."""

    author: str
    text: str
    approved: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of any type, its fields as they stand. Dates are those of the old site's zone, and of UTC; or ""."""

    id: str
    type: str
    status: str
    title: str
    link: str
    name: str
    author: str
    content: str
    excerpt: str
    date: str
    date_gmt: str
    modified: str
    modified_gmt: str
    parent: str
    order: int
    attachment: str
    protected: bool
    terms: tuple[Term, ...]
    meta: Mapping[str, str]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """``base`` is the old site's address, ``language`` what it says it is in; ``removed`` counts characters that are no
    XML. ``terms`` are declared ones: categories, tags and others; ``authors`` are names."""

    base: str
    language: str
    date: str
    items: Sequence[Item]
    terms: Sequence[Term]
    authors: Sequence[str]
    removed: int


def is_export(data: bytes) -> bool:
    """Tell whether bytes are a WordPress export rather than a page."""
    head = data[:4096].replace(b"\x00", b"")
    return b"wordpress.org/export/" in head and b"<rss" in head


def read_export(data: bytes, shown: str) -> Export | Problem:
    """Return what an export holds, or what is wrong with the file called ``shown``."""
    removed = 0
    if b"\x00" not in data[:200]:  # in UTF-16 every other byte is one
        data, removed = _NO_XML.subn(b"", data)
    if _DOCTYPE.search(data[: data.find(b"<rss") if b"<rss" in data else 4096]):
        message = "it declares a document type, which no export of WordPress does"
        return Problem(shown, message, hint="look where the file comes from: such a declaration can read other files")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (None, None)
        message = f"the file is not well-formed XML: {str(error.msg).partition(', line')[0]}"
        return Problem(shown, message, line, column, hint="export it again; it may have been cut off on its way")
    channel = root.find("channel")
    if channel is None:
        return Problem(
            shown, "expected an export of WordPress, found another XML file", hint="Tools, Export, All content"
        )
    read = _Reader(channel)
    return Export(
        base=read.text(channel, "base_blog_url") or read.text(channel, "link"),
        language=read.text(channel, "language"),
        date=read.text(channel, "pubDate"),
        items=tuple(map(read.item, channel.iterfind("item"))),
        terms=tuple(read.terms()),
        authors=tuple(read.authors()),
        removed=removed,
    )


class _Reader:
    """Reads elements by their local names: each version of WXR has a namespace of its own."""

    def __init__(self, channel: etree._Element) -> None:
        self.channel = channel

    def text(self, element: etree._Element, name: str, space: str = "") -> str:
        """Return the text of the first child of a local name; ``space`` is a part of its namespace."""
        for child in element.iterchildren(f"{{*}}{name}"):
            found = etree.QName(child).namespace or ""
            if space in found and (space or "wordpress.org" in found or not found):
                return (child.text or "").strip()
        return ""

    def item(self, element: etree._Element) -> Item:
        content = next(
            (c.text or "" for c in element.iterchildren("{http://purl.org/rss/1.0/modules/content/}encoded")), ""
        )
        get = self.text
        order = get(element, "menu_order")
        return Item(
            id=get(element, "post_id"),
            type=get(element, "post_type"),
            status=get(element, "status"),
            title=get(element, "title"),
            link=get(element, "link"),
            name=get(element, "post_name"),
            author=get(element, "creator", "purl.org"),
            content=content,
            excerpt=get(element, "encoded", "excerpt"),
            date=get(element, "post_date"),
            date_gmt=get(element, "post_date_gmt"),
            modified=get(element, "post_modified"),
            modified_gmt=get(element, "post_modified_gmt"),
            parent=get(element, "post_parent"),
            order=int(order) if order.lstrip("-").isdigit() else 0,
            attachment=get(element, "attachment_url"),
            protected=bool(get(element, "post_password")),
            terms=tuple(
                Term(each.get("domain") or "", each.get("nicename") or "", (each.text or "").strip())
                for each in element.iterchildren("category")
            ),
            meta={get(each, "meta_key"): get(each, "meta_value") for each in element.iterchildren("{*}postmeta")},
            comments=tuple(
                Comment(
                    get(each, "comment_author"),
                    get(each, "comment_content"),
                    get(each, "comment_approved") == "1",
                    get(each, "comment_type").replace("comment", ""),
                )
                for each in element.iterchildren("{*}comment")
            ),
        )

    def terms(self) -> list[Term]:
        get = self.text
        found = [
            Term("category", get(each, "category_nicename"), get(each, "cat_name"))
            for each in self.channel.iterchildren("{*}category")
        ]
        found += [
            Term("post_tag", get(each, "tag_slug"), get(each, "tag_name"))
            for each in self.channel.iterchildren("{*}tag")
        ]
        found += [
            Term(get(each, "term_taxonomy"), get(each, "term_slug"), get(each, "term_name"))
            for each in self.channel.iterchildren("{*}term")
        ]
        # Newer exports list categories and tags a second time, among all terms.
        return list(dict.fromkeys(found))

    def authors(self) -> list[str]:
        get = self.text
        return [
            get(each, "author_display_name") or get(each, "author_login")
            for each in self.channel.iterchildren("{*}author")
        ]
