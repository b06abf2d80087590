"""What the theme's templates read: the contract between the program and every theme.

A view is frozen, and each of its fields is described here and nowhere else. Fields under "For the program" are not for
templates: feeds, JSON-LD and sitemaps are made from them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from aimaq.base.feed_formats import Moment
from aimaq.base.view import View
from aimaq.newsroom.content.fields import Source, Update, Withdrawal
from aimaq.newsroom.corrections.model import Subject
from aimaq.newsroom.editorial.embargo import Hold
from aimaq.newsroom.model.attachments import Attached
from aimaq.newsroom.model.editions import Section, Version
from aimaq.newsroom.model.events import Event
from aimaq.newsroom.model.people import Person
from aimaq.newsroom.model.photos import Picture
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.press.press_files import PressFiles

__all__ = ["Listed", "PageView", "PartView", "SiteView", "StoryView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView(View):
    """A text that other pages print, such as the closing words of a press release."""

    #: Plain text.
    title: str
    #: For the program: returns the HTML of the body, with links resolved and pictures in their sizes.
    html: Callable[[], str] = field(repr=False, compare=False)

    @property
    def content(self) -> str:
        """The body as HTML."""
        return self.html()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView(View):
    """An article in one language. Titles, summaries and bodies may hold slots."""

    #: The versions of a story share it.
    slug: str
    #: Its language, a code.
    lang: str
    #: The root-relative address.
    address: str
    #: Plain text.
    title: str
    #: Plain text, one or two sentences.
    summary: str
    #: News, release, briefing, event, photos or document.
    kind: str
    #: The moment of publication.
    date: datetime.datetime
    #: Whether the day is not known exactly.
    date_approximate: bool
    #: The day for machines, as far as it is known: "2024-05-06", or "2024-05".
    published_iso: str
    #: The day or moment of the last change or correction for machines, or "".
    modified_iso: str
    #: Why it is not public yet: `.reason` and `.until`; None, except in a preview.
    hold: Hold | None
    #: Since when it no longer holds (`.date`), and why (`.reason`); None if it holds.
    withdrawn: Withdrawal | None
    #: The edition's section that lists it.
    section: Section
    #: Every language in which it exists, its own included.
    versions: tuple[Version, ...]
    #: The languages in which it does not exist, as codes.
    missing_languages: tuple[str, ...]
    #: The place that it is from, or "".
    dateline: str
    #: What it is about, in its editor's words.
    topics: tuple[str, ...]
    #: Each topic with the address of its page, or "".
    topic_links: tuple[tuple[str, str], ...]
    #: Who speaks in it.
    people: tuple[Person, ...]
    #: Files to download: `.title`, `.file`, `.size`.
    attached: tuple[Attached, ...]
    #: Where its facts come from: `.title`, `.url`, `.date`.
    sources: tuple[Source, ...]
    #: What was added or changed later: `.date`, `.text`.
    updates: tuple[Update, ...]
    #: When and where; None for a story that is no event.
    event: Event | None
    #: A briefing's recording, a web address or "".
    recording: str
    #: A document's number, or "".
    number: str
    #: A document's day of issue, or None.
    issued: datetime.date | None
    #: Who issued a document, or "".
    issuer: str
    #: The picture above the text, or None.
    lead: Picture | None
    #: The pictures of a photo report.
    pictures: tuple[Picture, ...]
    #: Markup before the text, in feeds too: that it was withdrawn, when and where an event is.
    opening: Markup
    #: Markup of the picture above the text, in feeds too.
    lead_photo: Markup
    #: Markup of a photo report's pictures, in feeds too.
    gallery: Markup
    #: Markup of its corrections, or "".
    notice: Markup
    #: The same as plain text under an empty line, or "".
    notice_text: str
    #: Markup of the last change or correction, or "".
    updated_line: Markup
    #: The addresses of what journalists download: `.text`, and `.pdf` and `.kit` or "".
    press: PressFiles
    #: Whom journalists may write to or call, or None.
    press_contact: Person | None
    #: The closing words about the institution, or None.
    boilerplate: PartView | None
    #: Other stories that share most with it, at most three.
    related: tuple[Mention, ...]
    #: The address of the picture for shared links, or "".
    share: str
    #: The keys of the indicators that it quotes.
    figures: tuple[str, ...]
    #: What "Figures in this story" shows: markers without form and pin.
    story_figures: tuple[str, ...]

    #: For the program: the absolute path of its file.
    source_path: str
    #: For the program: the slugs of the people who speak in it.
    speakers: tuple[str, ...]
    #: For the program: the marker of the figure on its share picture, or "".
    headline_figure: str
    #: For the program: when it was last changed by hand; None if never.
    modified: datetime.datetime | None
    #: For the program: the moment of the last change or correction, for JSON-LD; or "".
    modified_moment: str
    #: For the program: the same for feeds and the sitemap; None if there was no change.
    changed: Moment | None
    #: For the program: how corrections know it.
    subject: Subject
    #: For the program: the value of schema.org's `correction`; None if there can be none.
    correction_comments: object
    #: For the program: returns the HTML of the body, with links resolved and pictures in their sizes.
    html: Callable[[], str] = field(repr=False, compare=False)

    @property
    def content(self) -> str:
        """The body as HTML."""
        return self.html()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(View):
    """A page, or a person's page, in one language."""

    #: The versions of a page share it.
    slug: str
    #: Its language, a code.
    lang: str
    #: The root-relative address.
    address: str
    #: Plain text; a person's name.
    title: str
    #: Plain text, or ""; a person's post.
    summary: str
    #: Why it is not public yet; None, except in a preview.
    hold: Hold | None
    #: Every language in which it exists, its own included.
    versions: tuple[Version, ...]
    #: The languages in which it does not exist, as codes.
    missing_languages: tuple[str, ...]
    #: Markup of its corrections, or "".
    notice: Markup
    #: Whom it is about; None for any other page.
    person: Person | None
    #: What the person said or announced, newest first.
    said: tuple[Mention, ...]
    #: The path of the person's feeds inside the edition, without its ending; "" if there are none.
    feeds: str
    #: Where its facts come from.
    sources: tuple[Source, ...]

    #: For the program: whether it stands in its edition's menu, and where (smallest first).
    menu: bool
    order: int
    #: For the program: how corrections know it.
    subject: Subject
    #: For the program: the value of schema.org's `correction`; None if there can be none.
    correction_comments: object
    #: For the program: returns the HTML of the body, with links resolved and pictures in their sizes.
    html: Callable[[], str] = field(repr=False, compare=False)

    @property
    def content(self) -> str:
        """The body as HTML."""
        return self.html()


@dataclass(frozen=True, slots=True)
class Listed:
    """A story in a list of an edition."""

    #: The version that the edition links to.
    story: StoryView
    #: Whether it exists in another language only.
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView(View):
    """What every page may show of the site."""

    #: The earlier day that the site is shown as it stood on, or None.
    as_of: datetime.date | None
    #: Whether this is a preview, with what is not public yet.
    preview: bool
    #: Language → the pages of the edition's menu.
    menus: Mapping[str, tuple[PageView, ...]]
    #: Language → the sections that a menu offers: the first, and those that list something.
    sections: Mapping[str, tuple[Section, ...]]
    #: Whether editions have a search.
    searchable: bool
    #: Whether there is a list of people.
    has_people: bool
    #: The languages whose editions have topics.
    has_topics: frozenset[str]
    #: Language → the address of the edition's picture for shared links.
    shares: Mapping[str, str]
