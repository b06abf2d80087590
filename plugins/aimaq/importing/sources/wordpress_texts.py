"""The posts and pages of a WordPress export as texts, and report entries for all its other items."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bs4 import Tag

from aimaq.base.languages.messages import tr, tr_number
from aimaq.figures.periods import check_year
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.html_tree import is_empty, parse, text_line, too_deep, unparsed_words, visible_text
from aimaq.importing.convert.normalising import add_paragraphs, normalise
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.languages import language_by_letters, stated_language
from aimaq.importing.sources.media_files import is_picture, size_independent_name
from aimaq.importing.sources.section_mapping import SectionMapping, report_author
from aimaq.importing.sources.shortcodes import is_from_block_editor, without_block_comments, without_shortcodes
from aimaq.importing.sources.source_text import Attachments, SourceAttachment, SourceText, slug_from
from aimaq.importing.sources.wordpress_xml import Export, ExportItem

__all__ = ["read_wordpress"]

#: Types of items that WordPress uses for itself, and what they are.
_INTERNAL_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("nav_menu_item", "wp_navigation"), tr("the theme makes its menus from sections and pages")),
    **dict.fromkeys(("custom_css", "wp_global_styles"), tr("styles of the old site")),
    **dict.fromkeys(("wp_template", "wp_template_part"), tr("a template of the old site")),
    **dict.fromkeys(("wp_font_family", "wp_font_face"), tr("a font of the old site")),
    "revision": tr("an earlier version of a text"),
    "customize_changeset": tr("settings of the old site"),
    "oembed_cache": tr("a copy of what was shown from elsewhere"),
    "user_request": tr("a request to the old site"),
}
_DRAFTS: Final = ("draft", "pending", "private", "future")


def read_wordpress(
    export: Export, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
) -> tuple[list[SourceText], Attachments]:
    """Return the texts of an export, and its attachments by their ids; everything else is reported."""
    reader = _Reader(export, options, site, mapping, report)
    texts = [text for item in export.items if item.type in ("post", "page") and (text := reader.text(item))]
    if count := export.removed:
        shown = tr_number("%(number)s character", "%(number)s characters", count)
        report.left("characters", shown, tr("control characters, which XML does not allow"))
    reader.report_terms()
    for author in export.authors:
        report_author(author, report)
    for item in export.items:
        reader.report_comments(item)
        reader.report_item(item)
    return texts, reader.attachments


class _Reader:
    def __init__(
        self, export: Export, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
    ) -> None:
        self.export, self.options, self.site, self.mapping, self.report = export, options, site, mapping, report
        self.shared_blocks = {item.id: item.content for item in export.items if item.type == "wp_block"}
        self.attachments: dict[str, SourceAttachment] = {}
        self.pictures_of: dict[str, list[str]] = {}
        for item in (item for item in export.items if item.type == "attachment" and item.file):
            alt, caption = item.meta.get("_wp_attachment_image_alt", ""), text_line(parse(item.excerpt))
            self.attachments[item.id] = SourceAttachment(item.file, alt, caption)
            if is_picture(item.file):
                self.pictures_of.setdefault(item.parent, []).append(item.id)
        self.menu_orders = {
            item.meta.get("_menu_item_object_id", ""): item.order
            for item in export.items
            if item.type == "nav_menu_item" and item.meta.get("_menu_item_type") == "post_type"
        }
        self.published_pages = {item.id for item in export.items if (item.type, item.status) == ("page", "publish")}

    def text(self, item: ExportItem) -> SourceText | None:
        """Return a post or a page as a text, or None after reporting why it does not become one."""
        name = f"“{shortened(item.title) or item.id}”"
        slug = slug_from(f"/{item.name}/" if item.name else item.link, item.title) or f"{item.type}-{item.id}"
        if slug in self.options.skip:
            self.report.left(item.type, name, tr("you asked for that"))
            return None
        if item.status in ("trash", "auto-draft", "inherit"):
            self.report.left(item.type, name, tr("its status is “%(status)s”: nobody could see it", status=item.status))
            return None
        draft = item.status != "publish" or item.has_password
        if item.has_password:
            self.report.changed("password", name, tr("it is a draft now: a static site has no passwords"))
        elif draft and item.status not in _DRAFTS:
            self.report.changed(
                "status", tr("%(status)s of %(name)s", status=item.status, name=name), tr("it is a draft now")
            )
        title = text_line(parse(item.title))
        if not title:
            self.report.lost(item.type, name, tr("it has no title"))
            return None
        body = self.body(item, name, title)
        if body is None:
            return None
        if is_empty(body):
            self.report.lost(item.type, name, tr("it has no text, and an empty one cannot be published"))
            return None
        date = self.date(item.date_gmt, item.date) or find_date(self.options.date, self.site.zone)
        if date is None and draft:
            date = self.export_date()
        if date is None and item.type == "post":
            self.report.lost(item.type, name, tr("it does not state its date: give it with --date"))
            return None
        if item.texts > 1:
            self.report.changed(
                "text",
                tr("of %(name)s", name=name),
                tr("%(texts)s texts in one item: they stand one after the other", texts=item.texts),
            )
        for element, words in item.unread:
            self.report.lost(
                "element",
                tr("<%(element)s> of %(name)s: “%(words)s”", element=element, name=name, words=shortened(words)),
                tr("it is unknown here"),
            )
        modified = self.date(item.modified_gmt, item.modified)
        domains = ("category", "post_tag")
        terms = [(term.slug, term.name) for domain in domains for term in item.terms if term.domain == domain]
        return SourceText(
            source=self.report.source,
            slug=slug,
            lang=self.language(item, visible_text(body)),
            title=title,
            kind=self.mapping.kind_of(terms) if item.type == "post" else "",
            body=body,
            date=date,
            modified=modified if modified and date and modified > date else None,
            summary=text_line(parse(item.excerpt)),
            topics=self.mapping.topics_of(terms),
            draft=draft,
            menu_order=self.menu_orders.get(item.id) if item.type == "page" else None,
            url=item.link,
            urls=(item.link,) if item.link and not draft else (),
            translations=next((term.slug for term in item.terms if term.domain == "post_translations"), ""),
        )

    def body(self, item: ExportItem, name: str, title: str) -> Tag | None:
        """Return an item's text, cleaned, with its featured picture first; None after reporting that it is too deep."""
        report = self.report.inside(name)
        content = without_block_comments(item.content, self.shared_blocks.get, report)
        content = without_shortcodes(content, self.attachments, self.pictures_of.get(item.id, ()), report)
        soup = parse(f"<body>{content}</body>")
        body = soup.body or soup.new_tag("body")
        if why := too_deep(body):
            self.report.lost(item.type, name, why)
            return None
        if words := unparsed_words(content, body):
            report.lost("text", f"“{shortened(words)}”", tr("the page is too malformed to be read here"))
        if not is_from_block_editor(item.content):
            add_paragraphs(body, soup)
        clean(body, title, report)
        picture = self.attachments.get(item.meta.get("_thumbnail_id", ""))
        if picture is not None and not any(_shows(image, picture) for image in body.find_all("img")):
            paragraph = soup.new_tag("p")
            paragraph.append(soup.new_tag("img", src=picture.address, alt=picture.alt))
            body.insert(0, paragraph)
        normalise(body, soup)
        return body

    def language(self, item: ExportItem, text: str) -> str:
        """Return the language of the options, of Polylang, of the text's letters or of the old site, in this order."""
        languages = self.site.languages
        stated = (stated_language(term.slug, languages) for term in item.terms if term.domain == "language")
        return (
            self.options.lang
            or next(filter(None, stated), "")
            or language_by_letters(f"{item.title} {text}", languages)
            or stated_language(self.export.language, languages)
            or self.site.settings.default_lang
        )

    def date(self, in_utc: str, local: str) -> datetime | None:
        """Return a date in the zone of our site; WordPress writes zeros where there is none."""
        for text, zone in ((in_utc, UTC), (local, self.site.zone)):
            try:
                date = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(self.site.zone)
                check_year(date.year, text)
                return date
            except (ValueError, OverflowError):
                continue
        return None

    def export_date(self) -> datetime | None:
        """Return the date of the export, for drafts that have none."""
        try:
            return parsedate_to_datetime(self.export.date).astimezone(self.site.zone)
        except (TypeError, ValueError, OverflowError):
            return None

    def report_terms(self) -> None:
        used = {(term.domain, term.slug) for item in self.export.items for term in item.terms}
        for term in self.export.terms:
            name = f"“{term.name or term.slug}”"
            kind = {"category": "category", "post_tag": "tag"}.get(term.domain)
            if kind and (term.domain, term.slug) in used:
                self.mapping.report(kind, [(term.slug, term.name)], self.report)
            elif kind:
                self.report.left(kind, name, tr("no text has it"))
            else:
                known = term.domain in ("language", "post_translations")
                why = tr("languages stand in files' names") if known else tr("the old site sorted its own things by it")
                self.report.left("term", f"{name} ({term.domain})", why)

    def report_comments(self, item: ExportItem) -> None:
        for comment in item.comments:
            name = tr(
                "by %(author)s on %(name)s: “%(text)s”",
                author=comment.author or tr("nobody"),
                name=_name(item),
                text=shortened(comment.text),
            )
            if comment.kind:
                self.report.left("comment", f"({comment.kind}) {name}", tr("a notice of another site"))
            elif not comment.approved:
                self.report.left("comment", name, tr("it had not been shown"))
            else:
                self.report.lost("comment", name, tr("stories have no comments here"))

    def report_item(self, item: ExportItem) -> None:
        """Report an item that is neither a text nor a file."""
        name = _name(item)
        if item.type == "nav_menu_item" and item.meta.get("_menu_item_object_id", "") in self.published_pages:
            self.report.brought("menu", name, tr("the page stands in the menu, by its field of this name"))
        elif item.type == "wp_block":
            self.report.changed("block", name, tr("its text stands in each text that used it"))
        elif item.type in _INTERNAL_TYPES:
            kind = "menu" if item.type == "nav_menu_item" else item.type
            self.report.left(kind, name, _INTERNAL_TYPES[item.type])
        elif item.type == "attachment" and not item.file:
            self.report.lost("attachment", name, tr("the export does not state where its file was"))
        elif item.type not in ("post", "page", "attachment"):
            self.report.lost(item.type or "item", name, tr("a type of a plugin of the old site, unknown here"))


def _name(item: ExportItem) -> str:
    return f"“{shortened(item.title) or item.name or item.id}”"


def _shows(image: Tag, picture: SourceAttachment) -> bool:
    return size_independent_name(str(image.get("src") or "")) == size_independent_name(picture.address)
