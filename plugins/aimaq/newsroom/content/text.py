"""One content file as it has been read: its front matter, typed, and its body."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from aimaq.newsroom.content.fields import Attachment, Correction, Photo, Source, Update, Withdrawal

if TYPE_CHECKING:
    from aimaq.newsroom.editorial.embargo import Hold

__all__ = ["FileSource", "Text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A content file: an article, a page, a person's page, or a part that other pages print.

    Titles, summaries and bodies may hold slots. A field that the kind of text does not have keeps its default.
    """

    #: The absolute path of the file.
    source_path: str
    #: Whether it is an article or one of the pages, as its folder says.
    is_article: bool
    #: Language code; one of the site's editions.
    lang: str
    #: The versions of a text share it; with the folder before it for people and parts: "people/a-primer".
    slug: str
    #: The root-relative address; of a text that is not published, the one that it is going to have.
    address: str
    #: What Pelican does with it: only "published" is written.
    status: str
    #: Why it is not public yet; None if it is.
    hold: Hold | None
    #: Whether a problem was found in it, so that nothing may be concluded from the rest.
    broken: bool = False
    #: Whether it is of a later day than the site shows (`AS_OF`).
    later: bool = False
    #: Whether other pages print it; None for a text with an address of its own.
    part: bool | None = None

    #: Plain text; of a person, the name.
    title: str
    #: Plain text, or ""; of a person, the post.
    summary: str
    #: The HTML of the body, with links between content files as the reader wrote them.
    body: str
    #: Returns the HTML of the body with all links resolved.
    html: Callable[[], str] = field(repr=False, compare=False)
    #: Where each field stands in the file: line and column, counted from 1.
    source_lines: Mapping[str, tuple[int, int]]
    #: Each address that the body links to, with a line that does so.
    links: tuple[tuple[str, int], ...] = ()
    #: What a link to this text may have after "#".
    anchors: tuple[str, ...] = ()
    #: Files that a text of a later day names, by their paths below the content folder.
    named_files: tuple[str, ...] = ()

    #: Articles: the moment of publication.
    date: datetime.datetime | None = None
    #: Whether the day is not known exactly.
    date_approximate: bool = False
    #: The moment before which nobody outside may know.
    embargo: datetime.datetime | None = None
    #: News, release, briefing …; "" for a page.
    kind: str = ""
    #: What a story is about, in its editor's words.
    topics: tuple[str, ...] = ()
    #: The slugs of the people who speak in it.
    speakers: tuple[str, ...] = ()
    #: The slug of the media contact, or "".
    contact: str = ""
    #: Files to download.
    attachments: tuple[Attachment, ...] = ()
    #: Where the facts come from.
    sources: tuple[Source, ...] = ()
    #: The picture above the text.
    photo: Photo | None = None
    #: The pictures of a photo report.
    photos: tuple[Photo, ...] = ()
    #: When it was last changed by hand, as the field `modified` says.
    modified: datetime.datetime | None = None
    #: What was added or changed later, without anything having been wrong.
    updates: tuple[Update, ...] = ()
    #: What was wrong and has been put right.
    corrections: tuple[Correction, ...] = ()
    #: Since when it no longer holds, and why.
    withdrawn: Withdrawal | None = None
    #: The place that a story is from, or "".
    dateline: str = ""
    #: Briefings: the web address of the recording, or "".
    recording: str = ""
    #: Documents: the number, or "".
    number: str = ""
    #: Documents: the day of issue.
    issued: datetime.date | None = None
    #: Documents: who issued it, or "".
    issuer: str = ""
    #: Events: the beginning; midnight means that only the day is known.
    start: datetime.datetime | None = None
    #: Events: the end.
    end: datetime.datetime | None = None
    #: Events: the place.
    place: str = ""
    #: Events: the street address, or "".
    street: str = ""
    #: Events: the web address of the broadcast, or "".
    online: str = ""
    #: Events: the web address of the accreditation, or "".
    registration: str = ""
    #: Events: scheduled, postponed or cancelled, as in schema.org's EventStatusType.
    state: str = ""

    #: Pages: whether it stands in its edition's menu, and where (smallest first).
    menu: bool = False
    order: int = 0
    #: People: the name and the post, and the day on which the post is known to have been right.
    name: str = ""
    post: str = ""
    post_date: datetime.date | None = None
    #: People: a picture.
    portrait: Photo | None = None
    #: People: how to reach them, or "".
    email: str = ""
    phone: str = ""

    #: The keys of the indicators that it quotes.
    figures: tuple[str, ...] = ()
    #: What it prints of them: markers without their form.
    quotes: tuple[str, ...] = ()
    #: The same without pins, for "Figures in this story".
    story_figures: tuple[str, ...] = ()
    #: The marker of the first figure that its title, summary or body quotes, or "".
    headline_figure: str = ""

    @property
    def published(self) -> datetime.datetime:
        """The moment of publication of an article."""
        assert self.date is not None, f"{self.source_path} is no article"
        return self.date


class FileSource(Protocol):
    """A file that is published as it is, such as an attachment."""

    @property
    def source_path(self) -> str:
        """Its absolute path."""

    @property
    def save_as(self) -> str:
        """The path below the output folder to which it is published."""
