"""Reads a WordPress export (WXR, an RSS file with WordPress' own elements) into plain values.

The file is hostile input: a document type, which could declare entities, is refused, nothing is loaded from elsewhere,
and libxml2's limits of depth and size apply.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.importing.sources.language_versions import MARK

__all__ = ["HEAD_BYTES", "Comment", "Export", "ExportItem", "Term", "is_export", "read_export"]

#: The beginning of a file by which an export is known: WordPress writes a long comment before the first element.
HEAD_BYTES: Final = 65536
#: Characters that XML does not allow (XML 1.0, 2.2); WordPress exports them nevertheless.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
#: Elements of an item whose text is read, or says nothing to readers.
_READ: Final = frozenset(
    "title link encoded post_id post_date post_date_gmt post_modified post_modified_gmt post_name status post_parent "
    "menu_order post_type post_password attachment_url category postmeta comment pubDate creator guid comment_status "
    "ping_status is_sticky".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a taxonomy; its ``domain`` is ``category``, ``post_tag``, ``language`` or another one.

    ``parent`` is the slug of the term above a declared one, or "".
    """

    domain: str
    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment, shown if ``approved``. ``kind`` is "", or "pingback" and the like."""

    author: str
    text: str
    approved: bool
    kind: str


@dataclass(frozen=True, slots=True)
class ExportItem:
    """An item of any type with its fields as written; dates are local to the old site, ``…_gmt`` ones in UTC, or "".

    ``unread`` are the words of elements that no field holds, each with the element's name; ``texts`` is how many
    elements ``content`` was joined from.
    """

    id: str
    type: str
    status: str
    title: str
    link: str
    author: str
    name: str
    content: str
    excerpt: str
    date: str
    date_gmt: str
    modified: str
    modified_gmt: str
    parent: str
    order: int
    file: str
    has_password: bool
    terms: tuple[Term, ...]
    meta: Mapping[str, str]
    comments: tuple[Comment, ...]
    unread: tuple[tuple[str, str], ...]
    texts: int


@dataclass(frozen=True, slots=True)
class Export:
    """``address`` is the old site's home; ``language`` the one that it states.

    ``date`` is that of the export in the form of e-mail (RFC 5322).
    ``terms`` are the declared ones, ``authors`` are names. ``removed`` counts characters that XML does not allow.
    """

    address: str
    language: str
    date: str
    items: Sequence[ExportItem]
    terms: Sequence[Term]
    authors: Sequence[str]
    removed: int


def is_export(data: bytes) -> bool:
    """Return whether a file that begins with these bytes is a WordPress export."""
    head = data[:HEAD_BYTES].replace(b"\x00", b"")
    return b"wordpress.org/export/" in head and b"<rss" in head


def read_export(data: bytes, shown: str) -> Export | Problem:
    """Return the values of an export, or what is wrong with the file; ``shown`` is its path in messages."""
    removed = 0
    if b"\x00" not in data[:200]:  # not UTF-16, in which every other byte is zero
        data, removed = _NOT_XML.subn(b"", data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (None, None)
        message = tr("the file is not well-formed XML: %(reason)s", reason=str(error.msg).partition(", line")[0])
        return Problem(shown, message, line, column, hint=tr("export it again; the file may be incomplete"))
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        message = tr("it declares a document type, which exports of WordPress do not")
        return Problem(
            shown, message, hint=tr("check where the file comes from: such a declaration can read other files")
        )
    _drop_comments(root)
    channel = root.find("channel")
    if channel is None:
        message = tr("expected an export of WordPress, found another XML file")
        return Problem(shown, message, hint=tr("Tools, Export, All content"))
    return Export(
        address=_text(channel, "base_blog_url") or _text(channel, "link"),
        language=_text(channel, "language"),
        date=_text(channel, "pubDate"),
        items=tuple(map(_item, root.iter("item"))),
        terms=_terms(channel),
        authors=tuple(
            _text(each, "author_display_name") or _text(each, "author_login")
            for each in channel.iterchildren("{*}author")
        ),
        removed=removed,
    )


def _drop_comments(root: etree._Element) -> None:
    """Remove XML's comments, except those that old versions of qTranslate mark languages with: they become text."""
    for comment in list(root.iter(etree.Comment)):
        written = f"<!--{comment.text}-->"
        text = (written if MARK.fullmatch(written) else "") + (comment.tail or "")
        parent, before = comment.getparent(), comment.getprevious()
        if parent is None:  # beside the root
            continue
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        parent.remove(comment)


def _text(element: etree._Element, name: str, namespace: str = "") -> str:
    """Return the text of the first child of this name, in any version of a namespace that holds ``namespace``."""
    for child in element.iterchildren(f"{{*}}{name}"):
        found = etree.QName(child).namespace or ""
        if namespace in found and (namespace or "wordpress.org" in found or not found):
            return "".join(map(str, child.itertext())).strip()
    return ""


def _markup(element: etree._Element) -> str:
    """Return the HTML in an element; elements in it that should have been escaped are HTML too."""
    parts = [element.text or ""]
    for child in element:
        for inner in child.iter():
            inner.tag = str(etree.QName(inner).localname)
        etree.cleanup_namespaces(child)
        parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=False), child.tail or ""]
    return "".join(parts)


def _unread(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield name and words of what stands in an item and is in no field: unknown elements, and known ones repeated."""
    seen: set[str] = set()
    for child in element:
        name, space = etree.QName(child).localname, etree.QName(child).namespace or ""
        words = " ".join(" ".join(map(str, child.itertext())).split())
        kind = f"{space} {name}"
        is_excerpt = name == "encoded" and "wordpress.org" in space and "excerpt" in space
        once = name == "title" or is_excerpt
        if words and ((once and kind in seen) or not _is_read(name, space)):
            yield name, words
        seen.add(kind)
    for loose in (element.text, *(child.tail for child in element)):
        if loose and loose.strip():
            yield "item", " ".join(loose.split())


def _is_read(name: str, space: str) -> bool:
    if name == "encoded":
        return space == _CONTENT or "wordpress.org" in space
    return name in _READ and (not space or "wordpress.org" in space or name == "creator")


def _item(element: etree._Element) -> ExportItem:
    unread = tuple(_unread(element))
    contents = [_markup(each) for each in element.iterchildren(f"{{{_CONTENT}}}encoded")]
    contents = [content for content in dict.fromkeys(contents) if content.strip()]
    order = _text(element, "menu_order")
    return ExportItem(
        id=_text(element, "post_id"),
        type=_text(element, "post_type"),
        status=_text(element, "status"),
        title=_text(element, "title"),
        link=_text(element, "link"),
        author=_text(element, "creator", "purl.org/dc/"),
        name=_text(element, "post_name"),
        content="\n\n".join(contents),
        excerpt=_text(element, "encoded", "excerpt"),
        date=_text(element, "post_date"),
        date_gmt=_text(element, "post_date_gmt"),
        modified=_text(element, "post_modified"),
        modified_gmt=_text(element, "post_modified_gmt"),
        parent=_text(element, "post_parent"),
        order=int(order) if re.fullmatch(r"-?[0-9]{1,9}", order) else 0,
        file=_text(element, "attachment_url"),
        has_password=bool(_text(element, "post_password")),
        terms=tuple(
            Term(term.get("domain") or "", term.get("nicename") or "", (term.text or "").strip())
            for term in element.iterchildren("category")
        ),
        meta={_text(meta, "meta_key"): _text(meta, "meta_value") for meta in element.iterchildren("{*}postmeta")},
        comments=tuple(
            Comment(
                _text(comment, "comment_author"),
                _text(comment, "comment_content"),
                _text(comment, "comment_approved") == "1",
                _text(comment, "comment_type").replace("comment", ""),
            )
            for comment in element.iterchildren("{*}comment")
        ),
        unread=unread,
        texts=len(contents),
    )


def _terms(channel: etree._Element) -> tuple[Term, ...]:
    kinds = (
        ("category", "category", "category_nicename", "cat_name", "category_parent"),
        ("tag", "post_tag", "tag_slug", "tag_name", "tag_parent"),
        ("term", "", "term_slug", "term_name", "term_parent"),
    )
    found = [
        Term(domain or _text(element, "term_taxonomy"), *(_text(element, name) for name in names))
        for kind, domain, *names in kinds
        for element in channel.iterchildren(f"{{*}}{kind}")
    ]
    # Newer exports list categories and tags a second time, among all terms.
    return tuple({(term.domain, term.slug, term.name): term for term in reversed(found)}.values())[::-1]
