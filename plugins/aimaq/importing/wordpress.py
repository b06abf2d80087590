"""The items of a WordPress export as texts of ours, and an account of each that becomes none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from aimaq.importing.accounts import Account, Outcome, shortened
from aimaq.importing.cleaning import clean
from aimaq.importing.html import depth, parse, unparsed_words, visible_text
from aimaq.importing.languages import language_by_letters, stated_language
from aimaq.importing.mapping import Mapped
from aimaq.importing.media import stem_of
from aimaq.importing.pages import slug_of
from aimaq.importing.piece import Piece, Remote
from aimaq.importing.shortcodes import is_from_block_editor, without_blocks, without_shortcodes
from aimaq.importing.structure import paragraphs, structure
from aimaq.importing.wxr import Export, Item

__all__ = ["MAX_DEPTH", "Exported", "read_items"]

#: Of elements within one another: a page that people wrote has a tenth of it.
MAX_DEPTH = 150
#: Types that WordPress keeps for itself, and why they are no texts of the site.
_ITS_OWN: Mapping[str, str] = {
    "revision": "an earlier version of a text",
    "nav_menu_item": "the theme makes its menus from sections and pages",
    "custom_css": "styles of the old site",
    "customize_changeset": "settings of the old site",
    "oembed_cache": "a copy of what was shown from elsewhere",
    "user_request": "a request to the old site",
    "wp_global_styles": "styles of the old site",
    "wp_template": "a template of the old site",
    "wp_template_part": "a template of the old site",
    "wp_navigation": "the theme makes its menus from sections and pages",
    "wp_font_family": "a font of the old site",
    "wp_font_face": "a font of the old site",
}
_DRAFTS = ("draft", "pending", "private", "future")
_THUMBNAIL = "_thumbnail_id"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export gives: texts, files with the words for them by their number, and accounts of all the rest."""

    pieces: Sequence[Piece]
    remotes: Mapping[str, Remote]
    accounts: Sequence[Account]


def read_items(
    export: Export,
    source: str,
    *,
    mapped: Mapped,
    lang: str,
    languages: Sequence[str],
    default: str,
    zone: ZoneInfo,
    skipped: Iterable[str],
) -> Exported:
    """Take an export apart; ``lang`` is the language that an editor says it is in, or "", ``skipped`` are slugs."""
    reader = _Reader(export, source, mapped, lang, tuple(languages), default, zone, frozenset(skipped))
    pieces = list(reader.pieces())
    reader.others()
    return Exported(pieces, reader.remotes, reader.accounts)


class _Reader:
    def __init__(
        self,
        export: Export,
        source: str,
        mapped: Mapped,
        lang: str,
        languages: tuple[str, ...],
        default: str,
        zone: ZoneInfo,
        skipped: frozenset[str],
    ) -> None:
        self.export, self.source, self.mapped, self.lang, self.zone = export, source, mapped, lang, zone
        self.languages, self.default, self.skipped = languages, default, skipped
        self.accounts: list[Account] = []
        self.by_id = {item.id: item for item in export.items}
        self.attached: dict[str, list[Item]] = {}
        for item in export.items:
            if item.type == "attachment":
                self.attached.setdefault(item.parent, []).append(item)
        self.remotes = {
            item.id: Remote(
                item.attachment,
                item.title,
                item.meta.get("_wp_attachment_image_alt", ""),
                " ".join(visible_text(parse(item.excerpt)).split()),
            )
            for item in export.items
            if item.type == "attachment" and item.attachment
        }
        self.menu = {
            item.meta.get("_menu_item_object_id", ""): item
            for item in export.items
            if item.type == "nav_menu_item" and item.meta.get("_menu_item_type") == "post_type"
        }

    def tell(self, kind: str, name: str, outcome: Outcome, note: str = "") -> None:
        self.accounts.append(Account(self.source, kind, name, outcome, note))

    def pieces(self) -> Iterator[Piece]:
        for item in self.export.items:
            if item.type in ("post", "page") and (piece := self.piece(item)):
                yield piece

    def piece(self, item: Item) -> Piece | None:
        """Return a post or a page as a text of ours, or None after an account of why it is none."""
        name = f"“{shortened(item.title) or item.id}”"
        slug = slug_of(f"/{item.name}/" if item.name else item.link, item.title) or f"{item.type}-{item.id}"
        if slug in self.skipped:
            self.tell(item.type, name, Outcome.LEFT, "you asked for that")
            return None
        if item.status in ("trash", "auto-draft", "inherit"):
            self.tell(item.type, name, Outcome.LEFT, f"its status is “{item.status}”: nobody could see it")
            return None
        draft = item.status != "publish" or item.protected
        if item.protected:
            self.tell("password", name, Outcome.CHANGED, "it is a draft now: a static site has no passwords")
        elif draft and item.status not in _DRAFTS:
            self.tell("status", f"{item.status} of {name}", Outcome.CHANGED, "it is a draft now")
        title = " ".join(visible_text(parse(item.title)).split())
        if not title:
            self.tell(item.type, name, Outcome.LOST, "it has no title")
            return None
        soup = self.body(item, name, title)
        if soup is None:
            return None
        body = soup.body
        if body is None or not (visible_text(body).strip() or body.find("img")):
            self.tell(item.type, name, Outcome.LOST, "it has no text, and an empty one cannot be published")
            return None
        date = self.moment(item.date_gmt, item.date) or self.exported()
        modified = self.moment(item.modified_gmt, item.modified)
        sections = [(term.slug, term.name) for term in item.terms if term.domain == "category"]
        tags = [(term.slug, term.name) for term in item.terms if term.domain == "post_tag"]
        translations = next((term.slug for term in item.terms if term.domain == "post_translations"), "")
        menu = self.menu.get(item.id) if item.type == "page" else None
        return Piece(
            source=self.source,
            slug=slug,
            lang=self.language(item, visible_text(body)),
            title=title,
            kind=self.mapped.kind_of([*sections, *tags]) if item.type == "post" else "",
            body=body,
            date=date,
            modified=modified if modified and date and modified > date else None,
            summary=" ".join(visible_text(parse(item.excerpt)).split()),
            topics=self.mapped.topics_of([*sections, *tags]),
            draft=draft,
            menu=menu.order if menu else None,
            base=item.link,
            addresses=(item.link,) if item.link and not draft else (),
            group=translations,
        )

    def body(self, item: Item, name: str, title: str) -> BeautifulSoup | None:
        """Return an item's text, cleaned, with its featured picture first."""

        def dropped(kind: str, what: str, outcome: Outcome, why: str) -> None:
            self.tell(kind, f"{what} in {name}", outcome, why)

        def shared(number: str) -> str | None:
            found = self.by_id.get(number)
            return found.content if found is not None and found.type == "wp_block" else None

        blocks = is_from_block_editor(item.content)
        content = without_blocks(item.content, shared, dropped)
        attached = tuple(each.id for each in self.attached.get(item.id, ()) if _is_picture(each))
        content = without_shortcodes(content, self.remotes.get, attached, dropped)
        soup = parse(f"<body>{content}</body>")
        body = soup.body
        if body is None:
            return soup
        if depth(body) > MAX_DEPTH:
            self.tell(item.type, name, Outcome.LOST, f"elements stand within one another {depth(body)} deep")
            return None
        for words in filter(None, [" ".join(unparsed_words(content, body))]):
            dropped("text", f"“{shortened(words)}”", Outcome.LOST, "the page is too malformed to be read here")
        if not blocks:
            paragraphs(body, soup)
        clean(body, title, dropped)
        picture = self.remotes.get(item.meta.get(_THUMBNAIL, ""))
        if picture is not None and not any(_same_picture(tag, picture) for tag in body.find_all("img")):
            paragraph = soup.new_tag("p")
            paragraph.append(soup.new_tag("img", src=picture.address, alt=picture.alt))
            body.insert(0, paragraph)
        structure(body, soup)
        return soup

    def language(self, item: Item, text: str) -> str:
        """Return a text's language: the editor's word, Polylang's, that of its letters, that of the old site."""
        told = (stated_language(term.slug, self.languages) for term in item.terms if term.domain == "language")
        return (
            self.lang
            or next(filter(None, told), "")
            or language_by_letters(f"{item.title} {text}", self.languages)
            or stated_language(self.export.language, self.languages)
            or self.default
        )

    def moment(self, in_utc: str, local: str) -> datetime | None:
        """Return a moment in the zone of our site; WordPress writes zeros for none."""
        for text, zone in ((in_utc, UTC), (local, self.zone)):
            try:
                return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(self.zone)
            except (ValueError, OverflowError):
                continue
        return None

    def exported(self) -> datetime | None:
        """Return the day of the export, for drafts that have no other."""
        try:
            return parsedate_to_datetime(self.export.date).astimezone(self.zone)
        except (TypeError, ValueError, OverflowError):
            return None

    def others(self) -> None:
        """Account for everything in the export that is neither a text nor a file."""
        if self.export.removed:
            count = f"{self.export.removed} character{'s' * (self.export.removed > 1)}"
            self.tell("characters", count, Outcome.LEFT, "control characters, which XML cannot hold")
        used = {(term.domain, term.slug) for item in self.export.items for term in item.terms}
        for term in self.export.terms:
            named = f"“{term.name or term.slug}”"
            if term.domain in ("category", "post_tag"):
                kind = "category" if term.domain == "category" else "tag"
                kept = self.mapped.topics_of([(term.slug, term.name)])
                kinds = self.mapped.kinds.get(term.slug.casefold()) or self.mapped.kinds.get(term.name.casefold())
                notes = [*([f"the kind {kinds}"] if kinds else []), *([f"the topic “{kept[0]}”"] if kept else [])]
                if (term.domain, term.slug) not in used:
                    self.tell(kind, named, Outcome.LEFT, "no text has it")
                else:
                    outcome = Outcome.BROUGHT if notes else Outcome.LEFT
                    self.tell(kind, named, outcome, " and ".join(notes) or "the mapping takes it away")
            else:
                why = (
                    "languages stand in files' names"
                    if term.domain in ("language", "post_translations")
                    else ("what the old site sorted its own things by")
                )
                self.tell("term", f"{named} ({term.domain})", Outcome.LEFT, why)
        for author in self.export.authors:
            why = "stories are the institution's; who speaks in one is named by its field “speakers”"
            self.tell("author", f"“{author}”", Outcome.LEFT, why)
        for item in self.export.items:
            self.other(item)

    def other(self, item: Item) -> None:
        named = f"“{shortened(item.title) or item.name or item.id}”"
        for comment in item.comments:
            what = f"by {comment.author or 'nobody'} on {named}: “{shortened(comment.text)}”"
            if comment.kind:
                self.tell("comment", f"({comment.kind}) {what}", Outcome.LEFT, "a notice of another site")
            elif not comment.approved:
                self.tell("comment", what, Outcome.LEFT, "it had not been shown")
            else:
                self.tell("comment", what, Outcome.LOST, "stories have no comments here")
        if item.type == "nav_menu_item" and item.meta.get("_menu_item_object_id", "") in {
            each.id for each in self.export.items if each.type == "page" and each.status == "publish"
        }:
            self.tell("menu", named, Outcome.BROUGHT, "the page stands in the menu, by its field of this name")
        elif item.type == "wp_block":
            self.tell("block", named, Outcome.CHANGED, "its text stands in each text that used it")
        elif item.type in _ITS_OWN:
            self.tell("menu" if item.type == "nav_menu_item" else item.type, named, Outcome.LEFT, _ITS_OWN[item.type])
        elif item.type == "attachment" and not item.attachment:
            self.tell("attachment", named, Outcome.LOST, "the export does not say where its file was")
        elif item.type not in ("post", "page", "attachment"):
            self.tell(item.type or "item", named, Outcome.LOST, "a type of a plugin of the old site, unknown here")


def _is_picture(item: Item) -> bool:
    return urlsplit(item.attachment).path.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _same_picture(tag: Tag, picture: Remote) -> bool:
    return stem_of(str(tag.get("src") or "")) == stem_of(picture.address)
