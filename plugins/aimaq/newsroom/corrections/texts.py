"""The corrections of articles and pages, and the feeds of all corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from aimaq.base.components import ThemeComponents
from aimaq.base.rss_atom_json_feeds import EXTENSIONS, NEVER, Channel, Moment, Stamp
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.figures import DeferredCorrections
from aimaq.newsroom.corrections.model import Subject
from aimaq.newsroom.corrections.writer import CorrectionWriter, Editorial
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import StoryView

__all__ = ["affected", "corrected_article", "corrected_page", "correction_feeds", "corrections_of", "newest_change"]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a text's view prints of its corrections and, if it is an article, of its last change by hand or correction.

    The fields are those of ``StoryView`` with the same names.
    """

    subject: Subject
    notice: Markup
    correction_comments: object
    notice_text: str = ""
    updated_line: Markup = field(default_factory=Markup)
    modified_iso: str = ""
    modified_moment: str = ""
    changed: Moment | None = None


def corrections_of(newsroom: Newsroom, *, with_figures: bool) -> CorrectionWriter:
    """Return what prints the editors' corrections, and those of figures on a site that has them."""
    components = ThemeComponents(newsroom.settings.template_folders, newsroom.catalogs, newsroom.settings.project)
    locales = {lang: edition.locale for lang, edition in newsroom.editions.items()}
    kind = DeferredCorrections if with_figures else CorrectionWriter
    return kind(Editorial(), components, newsroom.catalogs, locales, newsroom.zone, newsroom.site_url)


def corrected_page(page: Text, corrections: CorrectionWriter) -> Corrected:
    """Return what a page prints of its corrections."""
    return _corrected(_subject(page, "", "", tuple(dict.fromkeys(page.quotes))), corrections)


def corrected_article(
    article: Text,
    closing: Text | None,
    modified: datetime | None,
    published_iso: str,
    edition: Edition,
    corrections: CorrectionWriter,
) -> Corrected:
    """Return what an article, last ``modified`` by hand, prints of its corrections and of its last change.

    ``closing`` are the closing words that it prints, whose figures it quotes too.
    """
    changed = modified or article.published
    quotes = dict.fromkeys((*article.quotes, *(closing.quotes if closing else ())))
    subject = _subject(article, f"{article.date:%Y-%m-%d}", changed.isoformat(), tuple(quotes))
    shown = edition.iso(modified) if modified else ""
    corrected = replace(
        _corrected(subject, corrections),
        notice_text=corrections.notice_text(subject),
        updated_line=Markup(corrections.updated_line(subject, shown)),
    )
    moment = modified.isoformat() if modified else ""
    if not _affected(subject):
        return replace(corrected, modified_iso=shown, modified_moment=moment, changed=modified)
    return replace(
        corrected,
        modified_iso=corrections.updated([subject], "date", shown or published_iso),
        modified_moment=corrections.updated([subject], "rfc3339", moment or published_iso),
        changed=_stamp([subject], changed, corrections),
    )


def newest_change(stories: Sequence[StoryView], corrections: CorrectionWriter) -> Moment:
    """Return the moment of the newest change in some stories, :data:`NEVER` without stories."""
    newest = max((story.modified or story.date for story in stories), default=NEVER)
    subjects = affected(story.subject for story in stories)
    return _stamp([replace(each, changed=newest.isoformat()) for each in subjects], newest, corrections)


def affected(subjects: Iterable[Subject]) -> list[Subject]:
    """Return the subjects that a correction may concern, in their order."""
    return [subject for subject in subjects if _affected(subject)]


def correction_feeds(
    edition: Edition, subjects: Sequence[Subject], corrections: CorrectionWriter, newsroom: Newsroom
) -> Iterator[tuple[str, str]]:
    """Yield path and text of the edition's feed of corrections in every format."""
    gettext = newsroom.catalogs[edition.lang].gettext
    channel = Channel(
        title=f"{edition.site_name} – {gettext('Corrections')}",
        description=gettext("Every mistake in what we have published, and what is right."),
        lang=edition.lang,
        home=edition.absolute("corrections/"),
        url=edition.absolute("feeds/corrections"),
        updated=NEVER,
        author=edition.site_name,
        author_url=edition.absolute(),
        entries=(),
        icon=edition.logo,
    )
    for extension in EXTENSIONS:
        yield f"{edition.prefix}feeds/corrections.{extension}", corrections.feed(channel, subjects, extension)


def _corrected(subject: Subject, corrections: CorrectionWriter) -> Corrected:
    comments = corrections.structured(subject) if _affected(subject) else None
    return Corrected(subject, Markup(corrections.notice(subject)), comments)


def _subject(text: Text, day: str, changed: str, quotes: tuple[str, ...]) -> Subject:
    return Subject(
        lang=text.lang,
        day=day,
        changed=changed,
        title=text.title,
        address=text.address,
        quotes=quotes,
        corrections=tuple((each.date.isoformat(), each.text) for each in text.corrections),
    )


def _affected(subject: Subject) -> bool:
    """Tell whether a correction may concern the text, now or later."""
    return bool(subject.quotes or subject.corrections)


def _stamp(subjects: Sequence[Subject], otherwise: datetime, corrections: CorrectionWriter) -> Moment:
    if not subjects:
        return otherwise
    return Stamp(
        corrections.updated(subjects, "rfc822", format_datetime(otherwise)),
        corrections.updated(subjects, "rfc3339", otherwise.isoformat()),
    )
