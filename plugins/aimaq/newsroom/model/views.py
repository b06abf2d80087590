"""What the theme's templates read: the contract between the program and every theme.

A view is frozen, and each of its fields is described here and nowhere else. Fields under "For the program" are not for
templates: feeds, JSON-LD and sitemaps are made from them.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from aimaq.base.rss_atom_json_feeds import Moment
from aimaq.base.view import View
from aimaq.newsroom.content.fields import Source, Update, Withdrawal
from aimaq.newsroom.corrections.model import Subject
from aimaq.newsroom.editorial.embargo import Hold
from aimaq.newsroom.media.files import Attached, File
from aimaq.newsroom.media.library import ResponsiveImage
from aimaq.newsroom.media.places import PLACES, THUMBNAIL
from aimaq.newsroom.model.editions import Section, Version
from aimaq.newsroom.model.events import Event
from aimaq.newsroom.model.navigation import Link, LinkGroup
from aimaq.newsroom.model.people import Person
from aimaq.newsroom.model.photos import Picture
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.press.press_files import PressFiles

__all__ = ["Listed", "PageView", "PartView", "ReleaseView", "SignView", "SiteView", "StoryView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithBody(View):
    """What has a body."""

    #: For the program: returns the HTML of the body, with links resolved and pictures in their sizes.
    html: Callable[[], str] = field(repr=False, compare=False)

    @property
    def content(self) -> str:
        """The body as HTML."""
        return self.html()


@dataclass(frozen=True, slots=True, kw_only=True)
class _TextView(_WithBody):
    """What articles and pages have in common."""

    lang: str  #: Its language, a code.
    address: str  #: The root-relative address.
    versions: tuple[Version, ...]  #: Every language in which it exists, its own included.
    missing_languages: tuple[str, ...]  #: The languages in which it does not exist, as codes.
    notice: Markup  #: Markup of its corrections, or "".
    charts: tuple[str, ...]  #: The markers of its charts: a page that has some needs their style sheet and script.
    subject: Subject  #: For the program: how corrections know it.
    source_path: str  #: For the program: the absolute path of its file.
    correction_comments: object  #: For the program: the value of schema.org's `correction`; None if there can be none.


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView(_WithBody):
    """A text that other pages print, such as the closing words of a press release."""

    title: str  #: Plain text.


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView(_TextView):
    """An article in one language. Titles, summaries and bodies may hold slots."""

    slug: str  #: The versions of a story share it.
    title: str  #: Plain text.
    summary: str  #: Plain text, one or two sentences.
    kind: str  #: News, release, briefing, event, photos or document.
    date: datetime.datetime  #: The moment of publication.
    date_approximate: bool  #: Whether the day is not known exactly.
    published_iso: str  #: The day for machines, as far as it is known: "2024-05-06", or "2024-05".
    modified_iso: str  #: The day or moment of the last change or correction for machines, or "".
    hold: Hold | None  #: Why it is not public yet: `.reason` and `.until`; None, except in a preview.
    withdrawn: Withdrawal | None  #: Since when it no longer holds (`.date`), and why (`.reason`); None if it holds.
    section: Section  #: The edition's section that lists it.
    dateline: str  #: The place that it is from, or "".
    topics: tuple[str, ...]  #: What it is about, in its editor's words.
    topic_links: tuple[tuple[str, str], ...]  #: Each topic with the address of its page, or "".
    people: tuple[Person, ...]  #: Who speaks in it.
    attached: tuple[Attached, ...]  #: Files to download: `.title`, `.file`, `.size`.
    sources: tuple[Source, ...]  #: Where its facts come from: `.title`, `.url`, `.date`.
    updates: tuple[Update, ...]  #: What was added or changed later: `.date`, `.text`.
    event: Event | None  #: When and where; None for a story that is no event.
    recording: str  #: A briefing's recording, a web address or "".
    number: str  #: A document's number, or "".
    issued: datetime.date | None  #: A document's day of issue, or None.
    issuer: str  #: Who issued a document, or "".
    lead: Picture | None  #: The picture above the text, or None.
    pictures: tuple[Picture, ...]  #: The pictures of a photo report.
    opening: Markup  #: Markup before the text, in feeds too: that it was withdrawn, when and where an event is.
    facts: Markup  #: Markup of a document's number, day and issuer, in feeds too.
    lead_photo: Markup  #: Markup of the picture above the text, in feeds too.
    gallery: Markup  #: Markup of a photo report's pictures, in feeds too.
    notice_text: str  #: The same as plain text under an empty line, or "".
    updated_line: Markup  #: Markup of the last change or correction, or "".
    press: PressFiles  #: The addresses of what journalists download: `.text`, and `.pdf` and `.kit` or "".
    press_contact: Person | None  #: Whom journalists may write to or call, or None.
    boilerplate: PartView | None  #: The closing words about the institution, or None.
    related: tuple[Mention, ...]  #: Other stories that share most with it, at most three.
    share: str  #: The address of the picture for shared links, or "".
    figures: tuple[str, ...]  #: The keys of the indicators that it quotes.
    story_figures: tuple[str, ...]  #: What "Figures in this story" shows: markers without form and pin.

    id: str  #: For the program: by which day and slug feeds know it for ever: "2024-05-06:slug".
    feed_files: Markup  #: For the program: markup of a recording and of the files to download, for feeds.
    text_pictures: tuple[File, ...]  #: For the program: the originals of the pictures that stand in its text.
    speakers: tuple[str, ...]  #: For the program: the slugs of the people who speak in it.
    headline_figure: str  #: For the program: the marker of the figure on its share picture, or "".
    modified: datetime.datetime | None  #: For the program: when it was last changed by hand; None if never.
    modified_moment: str  #: For the program: the moment of the last change or correction, for JSON-LD; or "".
    changed: Moment | None  #: For the program: the same for feeds and the sitemap; None if there was no change.

    @property
    def main_picture(self) -> Picture | None:
        """The picture that stands for it elsewhere: that above its text, else the first of a photo report; or None."""
        return self.lead or (self.pictures[0] if self.pictures else None)

    @property
    def thumbnail(self) -> ResponsiveImage | None:
        """The same, small, for lists."""
        if (picture := self.main_picture) is None:
            return None
        return replace(picture.listed, at_once=False) if picture.listed else picture.shown.smallest(THUMBNAIL)

    @property
    def front_picture(self) -> ResponsiveImage | None:
        """The same for the first story of the home page, as wide as a text."""
        picture = self.main_picture
        return replace(picture.listed or picture.shown, sizes=PLACES["text"].sizes) if picture else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView(View):
    """A story as pages for journalists and of figures name it: no more, so that its words compose no other page."""

    lang: str  #: Its language, a code.
    address: str  #: The root-relative address.
    title: str  #: Plain text.
    kind: str  #: Release, briefing …
    date: datetime.datetime  #: The moment of publication.
    date_approximate: bool  #: Whether the day is not known exactly.
    published_iso: str  #: The day for machines, as far as it is known.
    hold: Hold | None  #: Why it is not public yet; None, except in a preview.
    withdrawn: Withdrawal | None  #: Since when it no longer holds, and why; None if it holds.
    press: PressFiles  #: The addresses of what journalists download.


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(_TextView):
    """A page, or a person's page, in one language."""

    slug: str  #: The versions of a page share it.
    title: str  #: Plain text; a person's name.
    summary: str  #: Plain text, or ""; a person's post.
    hold: Hold | None  #: Why it is not public yet; None, except in a preview.
    person: Person | None  #: Whom it is about; None for any other page.
    said: tuple[Mention, ...]  #: What the person said or announced, newest first.
    feeds: str  #: The path of the person's feeds inside the edition, without its ending; "" if there are none.
    sources: tuple[Source, ...]  #: Where its facts come from.
    updates: tuple[Update, ...]  #: What was added or changed later: `.date`, `.text`.

    menu: bool  #: For the program: whether it stands in its edition's menu, and where (smallest first).
    order: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A story in a list of an edition."""

    story: StoryView  #: The version that the edition links to.
    foreign: bool  #: Whether it exists in another language only.


@dataclass(frozen=True, slots=True)
class SignView:
    """The institution's sign, for templates."""

    file: str  #: The name for `asset()`.
    width: int  #: Of its picture, in pixels.
    height: int
    plated: bool  #: Whether it needs a light ground on dark pages.
    terms: Mapping[str, str]  #: Language → who may use it, and how.


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView(View):
    """What every page may show of the site."""

    as_of: datetime.date | None  #: The earlier day that the site is shown as it stood on, or None.
    preview: bool  #: Whether this is a preview, with what is not public yet.
    navigation: Mapping[str, tuple[Link, ...]]  #: Language → the links of the menu: `.label`, `.address`.
    footer: Mapping[str, tuple[LinkGroup, ...]]  #: Language → the footer's lists: `.name`, `.title`, `.links`.
    #: Language → the sections that a menu offers: the first, and those that list something.
    sections: Mapping[str, tuple[Section, ...]]
    pages: Mapping[str, Mapping[str, str]]  #: Language → the addresses of the edition's pages, by their slugs.
    searchable: bool  #: Whether editions have a search.
    has_figures: bool  #: Whether there are figures, with pages and open data of their own.
    is_live: bool  #: Whether pages show what changes by itself: a current figure, or an event that is over by now.
    has_people: bool  #: Whether there is a list of people.
    has_topics: frozenset[str]  #: The languages whose editions have topics.
    shares: Mapping[str, str]  #: Language → the address of the edition's picture for shared links.
    sign: SignView | None  #: The institution's own sign; None for the theme's.
    fonts: tuple[str, ...]  #: The files of fonts that every page needs at once: names for `asset()`.
