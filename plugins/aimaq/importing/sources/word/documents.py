"""A document of Word (.docx) as a text: its title, its HTML, its pictures, and a report of all else that it holds."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree

from aimaq.base.languages.messages import tr, tr_number
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import is_empty, parse, text_line, too_deep, visible_text
from aimaq.importing.convert.normalising import normalise
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.languages import language_by_letters
from aimaq.importing.sources.section_mapping import SectionMapping, report_author
from aimaq.importing.sources.source_text import SourceText, slug_from
from aimaq.importing.sources.word.markup import Block, DocumentParts, MarkupWriter, html_of
from aimaq.importing.sources.word.numbering import Numbering, W

__all__ = ["read_document"]

#: Of all parts of a document without compression; a long report with photos has a tenth of it.
_MAX_BYTES: Final = 500_000_000
_SENTENCE_ENDS: Final = (".", ";", ",", "!", "?", "…")


def read_document(
    path: Path, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
) -> tuple[SourceText, Path] | None:
    """Return a document's text and the folder of its pictures, or None after reporting why there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MAX_BYTES:
                report.lost("page", "", tr("it has more than %(most)s bytes", most=_MAX_BYTES))
                return None
        document = docx.Document(str(path))
        parts = {part.partname: part for part in document.part.package.iter_parts()}
    except Exception:  # python-docx raises exceptions of many types on what is no document
        report.lost("page", "", tr("it is no document of Word (.docx), or a damaged or an encrypted one"))
        return None
    folder = _pictures_of(path, hashlib.sha256(path.read_bytes()).hexdigest())
    writer = MarkupWriter(_parts(document))
    blocks = list(writer.blocks(document.element.body))
    unread = _unread(document, blocks, writer)
    title, blocks = _titled(blocks, document.core_properties.title, report)
    blocks = list(_with_headings(blocks, report))
    html = html_of(blocks) + writer.notes()
    title = title or path.stem
    name = f"“{shortened(title)}”"
    slug = slug_from("", title) or "page"
    if slug in options.skip:
        report.left("page", name, tr("you asked for that"))
        return None
    soup = parse(f"<body>{html}</body>")
    body = soup.body or soup.new_tag("body")
    if why := too_deep(body):
        report.lost("page", name, why)
        return None
    published = find_date(options.date, site.zone) or find_date(path.stem, site.zone)
    if published is None:
        report.lost("page", name, tr("it does not state its date: give it with --date"))
        return None
    clean(body, title, report)
    normalise(body, soup)
    if is_empty(body):
        report.lost("page", name, tr("nothing is left of its text"))
        return None
    if unread:
        report.lost("text", f"“{shortened(unread)}”", tr("it stands in an element that is unknown here"))
    _report_rest(writer, parts, report)
    report_author(document.core_properties.author, report)
    lang = options.lang or language_by_letters(visible_text(body), site.languages, title=title)
    text = SourceText(
        source=report.source,
        slug=slug,
        lang=lang or site.settings.default_lang,
        title=title,
        kind=mapping.kind_of(()),
        body=body,
        date=published,
        draft=published.date() > site.today,
    )
    return text, folder


def _titled(blocks: list[Block], stated: str, report: SourceReport) -> tuple[str, list[Block]]:
    """Return the title, and the blocks without it: what is marked so, the one heading of the first level, or a line."""
    candidates = [
        next((block for block in blocks if block.is_title), None),
        next((block for block in blocks[:3] if block.level == 1), None),
        next((block for block in blocks[:1] if block.level == 0 and block.depth < 0 and len(_text(block)) < 200), None),
    ]
    found = next((block for block in candidates if block is not None), None)
    if found is None or not _text(found):
        return " ".join(stated.split()), blocks
    if not found.is_title:
        report.changed("title", f"“{shortened(_text(found))}”", tr("nothing is marked as the title: its first line is"))
    return _text(found), [block for block in blocks if block is not found]


def _with_headings(blocks: list[Block], report: SourceReport) -> Iterator[Block]:
    """Yield the blocks; a short line in bold type above ordinary text is a heading that was made by hand."""
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        above_text = following is not None and not following.is_bold and following.level == 0
        by_hand = block.is_bold and block.level == 0 and block.depth < 0 and above_text
        if by_hand and not _text(block).endswith(_SENTENCE_ENDS):
            report.changed("heading", f"“{shortened(_text(block))}”", tr("a line in bold type: it is a heading now"))
            yield replace(block, html=_text_html(block), level=1)
        else:
            yield block


def _unread(document: Document, blocks: list[Block], writer: MarkupWriter) -> str:
    """Return the words of a document that are neither in its blocks nor among what the writer names."""
    html = "".join(block.html for block in blocks)
    named = (*writer.removed, *(text for _, text in (*writer.lost, *writer.left)))
    known = f"{text_line(parse(f'<body>{html}</body>'))} {' '.join(named)}"
    words = (word for each in document.element.body.iter(f"{W}t") for word in (each.text or "").split())
    return " ".join(dict.fromkeys(word for word in words if word not in known))


def _text(block: Block) -> str:
    return field_line(parse(f"<body>{block.html}</body>"))


def _text_html(block: Block) -> str:
    return block.html.replace("<strong>", "").replace("</strong>", "")


def _parts(document: Document) -> DocumentParts:
    part = document.part
    links = {key: each.target_ref for key, each in part.rels.items() if each.is_external}
    pictures = {
        key: PurePosixPath(str(each.target_part.partname)).name
        for key, each in part.rels.items()
        if not each.is_external and each.reltype == RELATIONSHIP_TYPE.IMAGE
    }
    styles = {each.get(f"{W}styleId") or "": each for each in part.styles.element.iter(f"{W}style")}
    notes: dict[tuple[str, str], etree._Element] = {}
    for kind, reltype in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES)):
        for root in _roots(part, reltype):
            notes |= {(kind, each.get(f"{W}id") or ""): each for each in root.iter(f"{W}{kind}")}
    numbering = next(iter(_roots(part, RELATIONSHIP_TYPE.NUMBERING)), None)
    return DocumentParts(links, pictures, styles, notes, Numbering(numbering))


def _roots(part: Part, reltype: str) -> list[etree._Element]:
    """Return the parts of a kind that belong to the document; nothing is loaded from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    found = [each.target_part for each in part.rels.values() if each.reltype == reltype and not each.is_external]
    return [etree.fromstring(each.blob, parser) for each in found]


def _report_rest(writer: MarkupWriter, parts: Mapping[str, Part], report: SourceReport) -> None:
    """Report what a document holds beside its text."""
    for words in filter(None, writer.removed):
        report.lost("revision", f"“{shortened(words)}”", tr("a tracked change removes it, and is taken for accepted"))
    if count := len([words for words in writer.added if words]):
        shown = tr_number("%(number)s tracked insertion", "%(number)s tracked insertions", count)
        report.changed("revision", shown, tr("it is taken for accepted"))
    for kind, words in writer.lost:
        report.lost(kind, f"“{shortened(words)}”", tr("a text cannot hold it"))
    for kind, words in writer.left:
        report.left(kind, f"“{shortened(words)}”", tr("a table of contents, which the old site made"))
    for name, part in parts.items():
        kind = PurePosixPath(str(name)).stem.rstrip("0123456789")
        if kind not in ("header", "footer", "comments"):
            continue
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        holders = root.iter(f"{W}comment") if kind == "comments" else [root]
        for holder in holders:
            if words := " ".join("".join(each.text or "" for each in holder.iter(f"{W}t")).split()):
                why = (
                    tr("a remark of those who wrote it") if kind == "comments" else tr("it stands outside of the text")
                )
                report.left("comment" if kind == "comments" else kind, f"“{shortened(words)}”", why)


@cache  # all of an import: its files are copied after the last document has been read
def _folder(digest: str) -> TemporaryDirectory[str]:
    """Return a folder for the pictures of a document, which Python removes when the program ends."""
    return TemporaryDirectory(prefix="aimaq-import-")


def _pictures_of(path: Path, digest: str) -> Path:
    """Write the pictures of a document, which a text can only be given as files, into a folder of their own."""
    folder = Path(_folder(digest).name)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            target = folder / PurePosixPath(name).name
            if name.startswith("word/media/") and not name.endswith("/") and not target.exists():
                target.write_bytes(archive.read(name))
    return folder
