"""The texts of a generator's site: reads all headers, so that texts find one another, and then each text."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote, unquote, urljoin

from bs4 import Tag

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.web_addresses import scheme_of
from aimaq.importing.convert import html_tree
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import (
    drop_comments,
    is_empty,
    parse,
    too_deep,
    unparsed_words,
    visible_text,
)
from aimaq.importing.convert.normalising import normalise
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import Outcome, SourceReport, shortened
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.generators.addresses import Addressed, address_of
from aimaq.importing.sources.generators.fields import defaults, line, names, pictures
from aimaq.importing.sources.generators.front_matter import Header, read_header
from aimaq.importing.sources.generators.marks import without_hugo_marks, without_liquid, without_markdown_attributes
from aimaq.importing.sources.generators.places import Place, place_of
from aimaq.importing.sources.generators.rendering import commonmark_html, python_markdown_html, restructured
from aimaq.importing.sources.generators.site import GeneratorSite
from aimaq.importing.sources.languages import (
    LETTERS_TO_CONTRADICT,
    MIN_LETTERS,
    language_by_letters,
    stated_language,
)
from aimaq.importing.sources.section_mapping import SectionMapping, report_author
from aimaq.importing.sources.source_text import SourceText, slug_from, split_address

__all__ = ["GeneratorFile", "read_texts", "site_of_files"]

#: Fields that are read, or that say how the old site showed or sorted a text.
_READ: Final = frozenset(
    "title date slug url permalink aliases redirect_from draft published status lang language categories category tags"
    " description summary excerpt lastmod last_modified_at modified updated layout type author authors weight menu"
    " menus ref translationkey translation_id translation image images cover thumbnail featured_image publishdate"
    " expirydate toc comments comment share math keywords template save_as id series linktitle markup sitemap"
    " robots".split()
)
_TRANSLATIONS: Final = ("translationkey", "ref", "translation_id")
_ADDRESSES: Final = ("aliases", "redirect_from")
_CHANGED: Final = ("lastmod", "last_modified_at", "modified", "updated")
#: Marks of Pelican before an address: ``{filename}/a.md``, ``|static|a.png``.
_PELICAN_MARK = re.compile(
    r"(?:\{|%7B|\||%7C)(filename|static|attach|tag|category|author|index|photo)(?:\}|%7D|\||%7C)"
)
#: A field of more words is a text that readers saw.
_MANY_WORDS: Final = 3
_TEXT_ENDINGS: Final = (".md", ".markdown", ".mkd", ".rst", ".html", ".htm")


@dataclass(frozen=True, slots=True)
class GeneratorFile:
    """A file of a source that a generator would make a page of; ``shown`` is its path as messages show it."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class GeneratorText:
    """A text with the names under which the old site listed it."""

    file: GeneratorFile
    text: SourceText
    categories: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text whose header has been read; ``html`` is that of reStructuredText, None for Markdown."""

    file: GeneratorFile
    place: Place
    header: Header
    html: str | None
    lang: str
    title: str
    date: datetime | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    address: str

    def names(self) -> Iterator[str]:
        """Yield the names by which other texts call it."""
        path = self.place.path
        yield from (str(path), path.name, str(path.parent / path.stem), self.place.name, path.stem)
        yield PurePosixPath(self.place.name).name


def site_of_files(files: Sequence[GeneratorFile], root: Path) -> GeneratorSite:
    """Return the site that files without any settings are of, by their names and headers."""
    if any("_posts" in file.path.parts or re.match(r"\d{4}-\d\d-\d\d-", file.path.name) for file in files):
        return GeneratorSite("jekyll", root)
    if any(file.path.suffix == ".rst" or _header(file.path).form == "lines" for file in files):
        return GeneratorSite("pelican", root)
    return GeneratorSite("hugo", root)


def _header(path: Path) -> Header:
    try:
        return read_header(html_tree.decode(path.read_bytes())[0].removeprefix("\ufeff"))
    except html_tree.Undecodable as error:
        return Header("", {}, "", str(error))


def read_texts(
    files: Iterable[GeneratorFile],
    generator: GeneratorSite,
    options: ImportOptions,
    site: ImportSite,
    mapping: SectionMapping,
    report_of: Callable[[str], SourceReport],
) -> Iterator[GeneratorText]:
    """Yield the texts of a site; ``report_of`` returns the report of a file by its shown path."""
    reader = _Reader(generator, options, site, mapping)
    drafts = [draft for file in files if (draft := reader.draft(file, report_of(file.shown)))]
    for draft in drafts:
        for name in draft.names():
            for key in ((draft.lang, name), ("", name)):
                reader.known.setdefault(key, reader.url(draft))
    for draft in drafts:
        if text := reader.text(draft, report_of(draft.file.shown)):
            yield GeneratorText(draft.file, text, draft.categories, draft.tags)


class _Reader:
    """``known`` maps languages and names of texts to their addresses on the old site, ``seen`` are reported terms."""

    def __init__(
        self, generator: GeneratorSite, options: ImportOptions, site: ImportSite, mapping: SectionMapping
    ) -> None:
        self.generator, self.options, self.site, self.mapping = generator, options, site, mapping
        self.known: dict[tuple[str, str], str] = {}
        self.seen: set[tuple[str, str]] = set()

    def draft(self, file: GeneratorFile, report: SourceReport) -> _Draft | None:
        """Return a text with its header, or None after reporting why it is none."""
        languages, generator = self.site.languages, self.generator
        place = place_of(file.path, generator, languages)
        if not generator.is_text(file.path):
            report.left("file", "", tr("it stands outside of the folder of texts"))
            return None
        header, html = _header(file.path), None
        if file.path.suffix == ".rst" and not header.fault:
            fields, html = restructured(_decoded(file.path), report)
            header = Header("rst", fields, "")
        if header.fault:
            report.lost("page", "", header.fault)
            return None
        if not header.form and generator.generator == "jekyll":
            report.left("file", "", tr("it has no header, so the old site did not make a page of it"))
            return None
        if place.is_list:
            outcome = Outcome.LOST if header.body.strip() else Outcome.LEFT
            report.add("list", f"“{shortened(header.body)}”", outcome, tr("lists of stories have no text here"))
            return None
        fields = {**defaults(generator, place), **header.fields}
        header = replace(header, fields=fields)
        title = line(fields.get("title"))
        if not title:
            heading = re.search(r"^#[ \t]+(.+?)[ \t]*#*$", header.body, re.MULTILINE)
            title = field_line(parse(commonmark_html(heading[1]))) if heading else ""
            title = title or re.sub(r"[-_]+", " ", place.slug or place.path.stem).strip().capitalize()
            report.changed("title", f"“{shortened(title)}”", tr("the text states none"))
        code = line(fields.get("lang")) or line(fields.get("language")) or place.lang
        stated = stated_language(code, languages)
        if code and not stated and not self.options.lang:
            report.lost("page", f"“{shortened(title)}”", tr("the site has no such language"))
            return None
        hint = stated_language(generator.language, languages)
        words = visible_text(parse(html or commonmark_html(header.body)))
        needed = LETTERS_TO_CONTRADICT if hint else MIN_LETTERS
        found = stated or language_by_letters(words, languages, needed, title) or hint
        date = next(filter(None, (self.date(fields.get(name)) for name in ("date", "publishdate"))), None)
        date = date or find_date(place.day, self.site.zone)
        kinds = [names(fields, name, generator) for name in ("categories", "category")]
        categories = tuple(dict.fromkeys(name for each in kinds for name in each))
        if not categories and generator.generator == "pelican" and place.section and not place.is_page:
            categories = (place.section,)
        addressed = Addressed(place, code or generator.language or found, title, date, fields, categories)
        lang = self.options.lang or found or self.site.settings.default_lang
        tags = names(fields, "tags", generator)
        return _Draft(file, place, header, html, lang, title, date, categories, tags, address_of(addressed, generator))

    def date(self, value: object) -> datetime | None:
        """Return a date of a header in the zone of our site."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(self.site.zone)
        return find_date(value.isoformat() if isinstance(value, date) else str(value or ""), self.site.zone)

    def text(self, draft: _Draft, report: SourceReport) -> SourceText | None:
        """Return a text, or None after reporting why it does not become one."""
        fields, name = draft.header.fields, f"“{shortened(draft.title)}”"
        slug = slug_from(f"/{line(fields.get('slug')) or draft.place.slug}/", draft.title) or "page"
        if slug in self.options.skip:
            report.left("page", name, tr("you asked for that"))
            return None
        is_page = draft.place.is_page or line(fields.get("layout")) == "page" or line(fields.get("type")) == "page"
        if draft.html is None and not draft.header.body.strip():
            report.left("page", name, tr("it holds no text of its own"))
            return None
        published = draft.date or find_date(self.options.date, self.site.zone)
        is_draft = self.is_draft(draft, published)
        if published is None and is_draft:
            published = datetime.combine(self.site.today, time(), self.site.zone)
            report.changed("date", name, tr("a draft without a date; that of today is used"))
        if published is None and not is_page:
            report.lost("page", name, tr("it does not state its date: give it with --date"))
            return None
        body = self.body(draft, report)
        if body is None:
            return None
        self.report_fields(draft, report)
        terms = [("", term) for term in (*draft.categories, *draft.tags)]
        changed = next(filter(None, (self.date(fields.get(name)) for name in _CHANGED)), None)
        url = self.url(draft)
        moved = [address for name in _ADDRESSES for address in names(fields, name, self.generator, divided=False)]
        home = self.generator.address or "/"
        old = (urljoin(home, each[1:]) if each[0] == "/" else urljoin(url.rstrip("/"), each) for each in moved)
        summary = next(filter(None, (line(fields.get(name)) for name in ("description", "summary", "excerpt"))), "")
        weight = fields.get("weight")
        return SourceText(
            source=report.source,
            slug=slug,
            lang=draft.lang,
            title=field_line(parse(draft.title)) or draft.title,
            kind="" if is_page else self.mapping.kind_of([*terms, ("", draft.place.section)]),
            body=body,
            date=published,
            modified=changed
            if changed and published and published < changed and changed.date() <= self.site.today
            else None,
            summary=field_line(parse(commonmark_html(summary))),
            topics=self.mapping.topics_of(terms),
            draft=is_draft,
            menu_order=(weight if isinstance(weight, int) else 0)
            if is_page and {"menu", "menus"} & set(fields)
            else None,
            url=url,
            urls=() if is_draft else tuple(dict.fromkeys((url, *old))),
            translations=self.translations(draft, slug),
        )

    def is_draft(self, draft: _Draft, published: datetime | None) -> bool:
        """Return whether readers could not see a text on the old site, or cannot any more."""
        fields = draft.header.fields
        expires = self.date(fields.get("expirydate"))
        return (
            draft.place.is_draft
            or fields.get("draft") is True
            or fields.get("published") is False
            or line(fields.get("status")).lower() in ("draft", "hidden", "private")
            or (published is not None and published.date() > self.site.today)
            or (expires is not None and expires.date() <= self.site.today)
        )

    def url(self, draft: _Draft) -> str:
        """Return a text's address on the old site, with its host where that is known."""
        return urljoin(self.generator.address, draft.address.lstrip("/")) if self.generator.address else draft.address

    def translations(self, draft: _Draft, slug: str) -> str:
        """Return what the translations of a text have in common."""
        own = next(filter(None, (line(draft.header.fields.get(name)) for name in _TRANSLATIONS)), "")
        name = slug if self.generator.generator == "pelican" else draft.place.name
        return f"{self.generator.root} {own or name}"

    def body(self, draft: _Draft, report: SourceReport) -> Tag | None:
        """Return a text's HTML, cleaned; None after reporting that nothing is left."""
        name = f"“{shortened(draft.title)}”"
        html = draft.html if draft.html is not None else self.html(draft, report)
        soup = parse(f"<body>{html}</body>")
        body = soup.body or soup.new_tag("body")
        if why := too_deep(body):
            report.lost("page", name, why)
            return None
        if words := unparsed_words(html, body):
            report.lost("text", f"“{shortened(words)}”", tr("the page is too malformed to be read here"))
        drop_comments(body)
        for tag, attribute in [(tag, "src") for tag in body.find_all("img")] + [
            (tag, "href") for tag in body.find_all("a")
        ]:
            tag[attribute] = self.resolved(str(tag.get(attribute) or ""), draft)
        clean(body, draft.title, report)
        shown = {str(picture.get("src")) for picture in body.find_all("img")}
        for address, alt in pictures(draft.header.fields):
            if (source := self.resolved(address, draft)) not in shown:
                paragraph = soup.new_tag("p")
                paragraph.append(soup.new_tag("img", src=source, alt=alt))
                body.insert(0, paragraph)
        normalise(body, soup)
        if is_empty(body):
            report.lost("page", name, tr("it has no text, and an empty one cannot be published"))
            return None
        return body

    def html(self, draft: _Draft, report: SourceReport) -> str:
        generator, text = self.generator.generator, draft.header.body

        def find(name: str) -> str:
            return self.find(name, draft)

        if generator == "pelican":
            return text if draft.place.path.suffix in (".html", ".htm") else python_markdown_html(text)
        text = without_hugo_marks(text, find, report) if generator == "hugo" else without_liquid(text, find, report)
        if draft.place.path.suffix in (".html", ".htm"):
            return text
        return commonmark_html(without_markdown_attributes(text, report))

    def find(self, name: str, draft: _Draft) -> str:
        """Return the address of the text that a text calls by its file, or ""."""
        path, hash_sign, fragment = unquote(name).partition("#")
        relative = os.path.normpath(draft.place.path.parent / path) if not path.startswith("/") else ""
        for lang in (draft.lang, ""):
            for each in filter(None, (relative, path.strip("/"), PurePosixPath(path).name)):
                for form in (each, _without_ending(each)):
                    if address := self.known.get((lang, form)):
                        return f"{address}{hash_sign}{fragment}"
        return ""

    def resolved(self, address: str, draft: _Draft) -> str:
        """Return an address on the old site for one that is a mark of Pelican or the name of a file."""
        mark = _PELICAN_MARK.match(address)
        rest = address[mark.end() :] if mark else address
        if mark and mark[1] in ("tag", "category", "author"):
            return f"/{mark[1]}/{slugify(rest)}.html"
        if mark and mark[1] == "index":
            return "/"
        if not rest or rest.startswith(("#", "//")) or scheme_of(rest):
            return rest
        path = unquote(rest.partition("?")[0].partition("#")[0])
        if path.endswith(_TEXT_ENDINGS) and (found := self.find(rest, draft)):
            return found
        base = split_address(self.generator.address).path.rstrip("/")
        folders = self.generator.folders if path.startswith("/") else (draft.file.path.parent, *self.generator.folders)
        for each in dict.fromkeys((path, path.removeprefix(base))):
            for folder in folders:
                file = (folder / each.lstrip("/")).resolve()
                if file.is_file() and file.is_relative_to(self.generator.root.resolve()):
                    return "/" + quote(file.relative_to(self.generator.root.resolve()).as_posix())
        return rest

    def report_fields(self, draft: _Draft, report: SourceReport) -> None:
        fields = draft.header.fields
        for kind, terms in (("category", draft.categories), ("tag", draft.tags)):
            new = [name for name in terms if (kind, name) not in self.seen]
            self.seen.update((kind, name) for name in new)
            self.mapping.report(kind, (("", name) for name in new), report)
        for name in ("author", "authors"):
            for author in names(fields, name, self.generator, divided=False):
                report_author(author, report)
        for name, value in fields.items():
            if name not in _READ and value not in (None, "", [], {}):
                words = line(value)
                outcome = Outcome.LOST if isinstance(value, str) and len(words.split()) > _MANY_WORDS else Outcome.LEFT
                report.add("field", f"{name}: “{shortened(words)}”", outcome, tr("it is unknown here"))


def _decoded(path: Path) -> str:
    return html_tree.decode(path.read_bytes())[0].removeprefix("\ufeff")


def _without_ending(name: str) -> str:
    return re.sub(r"\.(?:md|markdown|mkd|rst|html?)$", "", name)
