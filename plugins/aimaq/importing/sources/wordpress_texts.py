"""The posts and pages of a WordPress export as texts, and report entries for all its other items."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bs4 import Tag

from aimaq.base.languages.messages import tr, tr_number
from aimaq.figures.periods import check_year
from aimaq.importing.convert.cleaning import clean
from aimaq.importing.convert.field_words import field_line
from aimaq.importing.convert.html_tree import (
    drop_comments,
    is_empty,
    parse,
    text_line,
    too_deep,
    unparsed_words,
    visible_text,
)
from aimaq.importing.convert.normalising import add_paragraphs, normalise
from aimaq.importing.options import ImportOptions, ImportSite
from aimaq.importing.report import SourceReport, shortened
from aimaq.importing.sources.dates import find_date
from aimaq.importing.sources.language_versions import in_each_language, in_language, languages_in, name_for
from aimaq.importing.sources.languages import (
    LETTERS_TO_CONTRADICT,
    MIN_LETTERS,
    language_by_letters,
    language_of_address,
    stated_language,
)
from aimaq.importing.sources.media_files import is_picture, size_independent_name
from aimaq.importing.sources.old_lists import OldList, wordpress_lists
from aimaq.importing.sources.section_mapping import SectionMapping, report_author
from aimaq.importing.sources.shortcodes import (
    is_from_block_editor,
    linked_addresses,
    with_footnotes,
    without_block_comments,
    without_shortcodes,
)
from aimaq.importing.sources.source_text import Attachments, SourceAttachment, SourceText, slug_from, split_address
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
_HIDDEN: Final = ("trash", "auto-draft", "inherit")
_DRAFTS: Final = ("draft", "pending", "private", "future")


def read_wordpress(
    export: Export, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
) -> tuple[list[SourceText], Attachments, list[OldList]]:
    """Return the texts of an export, its attachments by their ids, and its lists; everything else is reported."""
    reader = _Reader(export, options, site, mapping, report)
    items = (item for item in export.items if item.type in ("post", "page"))
    texts = [found for item in items for found in reader.versions(item)]
    if count := export.removed:
        shown = tr_number("%(number)s character", "%(number)s characters", count)
        report.left("characters", shown, tr("control characters, which XML does not allow"))
    reader.report_terms()
    for author in export.authors:
        report_author(author, report)
    for item in export.items:
        reader.report_comments(item)
        reader.report_item(item)
    why = tr("stories have no comments here")
    report.left("address", tr("%(address)s, and those of single texts", address="/comments/feed/"), why)
    report.left("address", "/?p=…, /?cat=…, /?feed=…", tr("a query cannot be redirected: they lead to the home page"))
    lists = list(wordpress_lists(export, texts, reader.main_language, mapping))
    return [text for _, text in texts], reader.attachments, lists


class _Reader:
    def __init__(
        self, export: Export, options: ImportOptions, site: ImportSite, mapping: SectionMapping, report: SourceReport
    ) -> None:
        self.export, self.options, self.site, self.mapping, self.report = export, options, site, mapping, report
        self.shared_blocks = {item.id: item.content for item in export.items if item.type == "wp_block"}
        self.main_language = stated_language(export.language, site.languages) or site.settings.default_lang
        self.attachments: dict[str, SourceAttachment] = {}
        self._attachments: dict[str, Attachments] = {}
        self.pages_of_files: dict[str, list[str]] = {}
        self.pictures_of: dict[str, list[str]] = {}
        for item in (item for item in export.items if item.type == "attachment" and item.file):
            alt, caption = item.meta.get("_wp_attachment_image_alt", ""), field_line(parse(item.excerpt))
            self.attachments[item.id] = SourceAttachment(item.file, alt, caption)
            if item.link:
                self.pages_of_files.setdefault(item.parent, []).append(item.link)
            if is_picture(item.file):
                self.pictures_of.setdefault(item.parent, []).append(item.id)
        self.menu_orders = {
            item.meta.get("_menu_item_object_id", ""): item.order
            for item in export.items
            if item.type == "nav_menu_item" and item.meta.get("_menu_item_type") == "post_type"
        }
        self.published_pages = {item.id for item in export.items if (item.type, item.status) == ("page", "publish")}

    def versions(self, item: ExportItem) -> Iterator[tuple[ExportItem, SourceText]]:
        """Yield a post or a page as a text; one that qTranslate wrote in several languages, as a text in each."""
        languages, main = self.site.languages, self.main_language
        codes = {
            code: stated_language(code, languages) for code in languages_in(item.title, item.excerpt, item.content)
        }
        if not codes or item.status in _HIDDEN:
            codes = {"": ""}
        elif not (own := set(languages_in(item.content))):  # one text for all languages
            letters = language_by_letters(text_line(parse(item.content)), languages) or main
            own = {next((code for code, lang in codes.items() if lang == letters), next(iter(codes)))}
        versions = {code: item_in_language(item, code) for code in codes}
        for code in [code for code, lang in codes.items() if code and not (lang and code in own)]:
            lost = versions.pop(code)
            words = shortened(text_line(parse(f"{lost.title} {lost.excerpt} {lost.content if code in own else ''}")))
            why = tr("it has no text in this language") if codes[code] else tr("the site has no such language")
            self.report.lost("version", f"[{code}] “{words}”", why)
        first = next((code for code in versions if codes[code] == main), next(iter(versions), ""))
        for code, version in versions.items():
            if not version.title.strip() and item.title.strip():
                version = replace(version, title=name_for(item.title, main))
                self.report.changed("title", _name(version), tr("it has none in its language (%(lang)s)", lang=code))
            if text := self.text(version, codes[code]):
                if len(versions) > 1:
                    urls = self.addresses(item, code, is_main=code == first) if text.urls else ()
                    text = replace(text, url=urls[0] if urls else "", urls=urls, translations=f"[:] {item.id}")
                yield version, text

    def addresses(self, item: ExportItem, code: str, *, is_main: bool) -> tuple[str, ...]:
        """Return where a version by qTranslate was: below its code, and that of the main language without one too."""
        parts, base = split_address(item.link), split_address(self.export.address).path.rstrip("/")
        first, _, rest = parts.path.removeprefix(f"{base}/").partition("/")
        path = f"/{rest}" if first in languages_in(item.title, item.content) else parts.path.removeprefix(base)
        if slug := item.meta.get(f"_qts_slug_{code}", ""):
            path = f"{path.rstrip('/').rpartition('/')[0]}/{slug}/"
        below = (f"{base}/{code}{path}", *([f"{base}{path}"] if is_main else []))
        found = [] if parts.query else [parts._replace(path=each).geturl() for each in reversed(below)]
        return tuple(dict.fromkeys([*([item.link] if is_main else []), *found]))

    def text(self, item: ExportItem, lang: str = "") -> SourceText | None:
        """Return a post or a page as a text, or None after reporting why it does not become one.

        ``lang`` is its language, if that is certain.
        """
        name = f"“{shortened(item.title) or item.id}”"
        slug = slug_from(f"/{item.name}/" if item.name else item.link, item.title) or f"{item.type}-{item.id}"
        if slug in self.options.skip:
            self.report.left(item.type, name, tr("you asked for that"))
            return None
        if item.status in _HIDDEN:
            self.report.left(item.type, name, tr("its status is “%(status)s”: nobody could see it", status=item.status))
            return None
        draft = item.status != "publish" or item.has_password
        if item.has_password:
            self.report.changed("password", name, tr("it is a draft now: a static site has no passwords"))
        elif draft and item.status not in _DRAFTS:
            self.report.changed(
                "status", tr("%(status)s of %(name)s", status=item.status, name=name), tr("it is a draft now")
            )
        title = field_line(parse(item.title))
        if not title:
            self.report.lost(item.type, name, tr("it has no title"))
            return None
        body = self.body(item, name, title, lang or self.main_language)
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
        lang = lang or self.language(item, visible_text(body))
        terms = [
            (term.slug, name_for(term.name, lang)) for domain in domains for term in item.terms if term.domain == domain
        ]
        return SourceText(
            source=self.report.source,
            slug=slug,
            lang=lang,
            title=title,
            kind=self.mapping.kind_of(terms) if item.type == "post" else "",
            body=body,
            date=date,
            modified=modified if modified and date and modified > date else None,
            summary=field_line(parse(item.excerpt)),
            topics=self.mapping.topics_of(terms),
            draft=draft,
            menu_order=self.menu_orders.get(item.id) if item.type == "page" else None,
            url=item.link,
            urls=() if draft else tuple(filter(None, (item.link, *self.pages_of_files.get(item.id, ())))),
            translations=next((term.slug for term in item.terms if term.domain == "post_translations"), "")
            or item.meta.get("_wpml_import_translation_group", ""),
        )

    def body(self, item: ExportItem, name: str, title: str, lang: str) -> Tag | None:
        """Return an item's text, cleaned, with its featured picture first; None after reporting that it is too deep."""
        report = self.report.inside(name)
        shared = {number: name_for(content, lang) for number, content in self.shared_blocks.items()}
        content = with_footnotes(item.content, item.meta.get("footnotes", ""))
        content = without_block_comments(content, shared.get, report)
        content = linked_addresses(content, report)
        content = without_shortcodes(content, self.attachments_in(lang), self.pictures_of.get(item.id, ()), report)
        soup = parse(f"<body>{content}</body>")
        body = soup.body or soup.new_tag("body")
        drop_comments(body)
        if why := too_deep(body):
            self.report.lost(item.type, name, why)
            return None
        if words := unparsed_words(content, body):
            report.lost("text", f"“{shortened(words)}”", tr("the page is too malformed to be read here"))
        if not is_from_block_editor(item.content):
            add_paragraphs(body, soup)
        clean(body, title, report)
        picture = self.attachments_in(lang).get(item.meta.get("_thumbnail_id", ""))
        if picture is not None and not any(_shows(image, picture) for image in body.find_all("img")):
            paragraph = soup.new_tag("p")
            paragraph.append(soup.new_tag("img", src=picture.address, alt=picture.alt))
            body.insert(0, paragraph)
        normalise(body, soup)
        return body

    def attachments_in(self, lang: str) -> Attachments:
        """Return the attachments with their words in one language."""
        if lang not in self._attachments:
            self._attachments[lang] = {
                number: replace(each, alt=name_for(each.alt, lang), caption=name_for(each.caption, lang))
                for number, each in self.attachments.items()
            }
        return self._attachments[lang]

    def language(self, item: ExportItem, text: str) -> str:
        """Return an item's language: that of the options, of a plugin, of letters, or of its address or the old site.

        An address is believed unless many letters are those of another language.
        """
        languages = self.site.languages
        codes = [term.slug for term in item.terms if term.domain == "language"]
        codes.append(item.meta.get("_wpml_import_language_code", ""))
        if lang := self.options.lang or next(filter(None, (stated_language(code, languages) for code in codes)), ""):
            return lang
        stated = language_of_address(item.link, languages)
        found = language_by_letters(text, languages, LETTERS_TO_CONTRADICT if stated else MIN_LETTERS, item.title)
        return found or stated or self.main_language

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
            name = f"“{' / '.join(in_each_language(term.name)) or term.slug}”"
            kind = {"category": "category", "post_tag": "tag"}.get(term.domain)
            if kind and (term.domain, term.slug) in used:
                self.mapping.report(kind, [(term.slug, each) for each in in_each_language(term.name)], self.report)
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


def item_in_language(item: ExportItem, code: str) -> ExportItem:
    """Return an item with its words in the language of this code."""
    title, content, excerpt = (in_language(text, code) for text in (item.title, item.content, item.excerpt))
    return replace(item, title=title, content=content, excerpt=excerpt)


def _name(item: ExportItem) -> str:
    return f"“{shortened(in_each_language(item.title)[0]) or item.name or item.id}”"


def _shows(image: Tag, picture: SourceAttachment) -> bool:
    return size_independent_name(str(image.get("src") or "")) == size_independent_name(picture.address)
