"""One content file as it has been read: its front matter, typed, and its body."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aimaq.base.problems import Problem
from aimaq.newsroom.content.fields import Attachment, Correction, Photo, Source, Update, Withdrawal

if TYPE_CHECKING:
    from aimaq.newsroom.editorial.embargo import Hold
    from aimaq.newsroom.versions.statements import Statements

__all__ = ["Text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A content file: an article, a page, a person's page, or a part that other pages print.

    Titles, summaries and bodies may hold slots. A field that the kind of text does not have keeps its default.
    """

    source_path: str  #: The absolute path of the file.
    is_article: bool  #: Whether it is an article or one of the pages, as its folder says.
    lang: str  #: Language code; one of the site's editions.
    slug: str  #: The versions of a text share it; with the folder before it for people and parts: "people/a-primer".
    address: str  #: The root-relative address; of a text that is not published, the one that it is going to have.
    status: str  #: What Pelican does with it: only "published" is written.
    hold: Hold | None  #: Why it is not public yet; None if it is.
    draft: bool = False  #: Whether its editor has not finished it (`status: draft`): its problems stop no build.
    broken: bool = False  #: Whether a problem was found in it, so that nothing may be concluded from the rest.
    later: bool = False  #: Whether it is of a later day than the site shows (`AS_OF`).
    part: bool | None = None  #: Whether other pages print it; None for a text with an address of its own.

    title: str  #: Plain text; of a person, the name.
    summary: str  #: Plain text, or ""; of a person, the post.
    body: str  #: The HTML of the body, with links between content files as the reader wrote them.
    html: Callable[[], str] = field(repr=False, compare=False)  #: Returns the HTML of the body with all links resolved.
    #: Where each field stands in the file: line and column, counted from 1.
    source_lines: Mapping[str, tuple[int, int]]
    links: tuple[tuple[str, int], ...] = ()  #: Each address that the body links to, with a line that does so.
    anchors: tuple[str, ...] = ()  #: What a link to this text may have after "#".
    #: Files that a text of a later day names, by their paths below the content folder.
    named_files: tuple[str, ...] = ()

    # Fields of front matter, which ``fields`` and ``kinds`` describe; "", None or empty where a text has none.
    date: datetime.datetime | None = None  #: Articles: the moment of publication.
    date_approximate: bool = False
    id: str = ""
    embargo: datetime.datetime | None = None
    kind: str = ""
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    contact: str = ""
    attachments: tuple[Attachment, ...] = ()
    sources: tuple[Source, ...] = ()
    photo: Photo | None = None
    photos: tuple[Photo, ...] = ()
    modified: datetime.datetime | None = None
    updates: tuple[Update, ...] = ()
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    dateline: str = ""
    recording: str = ""
    number: str = ""
    issued: datetime.date | None = None
    issuer: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    place: str = ""
    street: str = ""
    online: str = ""
    registration: str = ""
    state: str = ""
    menu: bool = False
    order: int = 0
    template: str = ""
    name: str = ""
    post: str = ""
    post_date: datetime.date | None = None
    portrait: Photo | None = None
    email: str = ""
    phone: str = ""

    says: Statements | None = None  #: What it states, for the log; None where a problem was found in it.
    doubts: tuple[Problem, ...] = ()  #: What typography has left as it is typed, because it could be meant in two ways.
    figures: tuple[str, ...] = ()  #: The keys of the indicators that it quotes.
    quotes: tuple[str, ...] = ()  #: What it prints of them: markers without their form.
    story_figures: tuple[str, ...] = ()  #: The same without pins, for "Figures in this story".
    headline_figure: str = ""  #: The marker of the first figure that its title, summary or body quotes, or "".
    charts: tuple[str, ...] = ()  #: The markers of its charts.

    @property
    def published(self) -> datetime.datetime:
        """The moment of publication of an article."""
        assert self.date is not None, f"{self.source_path} is no article"
        return self.date

    @property
    def feed_id(self) -> str:
        """The day and the slug by which feeds and calendars know an article for ever."""
        return self.id or f"{self.published:%Y-%m-%d}:{self.slug}"

    def position(self, field: str) -> tuple[int, int]:
        """Return the line and the column of a field, or of the file's beginning where it stands nowhere."""
        return self.source_lines.get(field, (1, 1))
