"""The corrections of articles and pages, and the feeds of all corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from markupsafe import Markup

from aimaq.base.components import ThemeComponents
from aimaq.base.feed_formats import EXTENSIONS, NEVER, Channel, Moment, Stamp
from aimaq.newsroom.corrections.figures import DeferredCorrections
from aimaq.newsroom.corrections.model import Corrections, Subject
from aimaq.newsroom.corrections.writer import CorrectionWriter, Editorial
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

__all__ = ["correct_article", "correct_page", "correction_feeds", "corrections_of", "listed_subjects", "newest_change"]


def corrections_of(newsroom: Newsroom, *, with_figures: bool) -> Corrections:
    """Return what prints the editors' corrections, and those of figures on a site that has them."""
    components = ThemeComponents(newsroom.theme / "templates", newsroom.catalogs)
    locales = {lang: edition.locale for lang, edition in newsroom.editions.items()}
    writer = CorrectionWriter(Editorial(), components, newsroom.catalogs, locales, newsroom.zone)
    return DeferredCorrections(writer) if with_figures else writer


def correct_page(page: Any, corrections: Corrections) -> None:
    """Set ``subject``, ``notice`` (markup) and ``correction_comments`` (for JSON-LD, None without corrections)."""
    page.subject = subject = _subject(page, "", "")
    page.notice = Markup(corrections.notice(subject))
    page.correction_comments = corrections.structured(subject) if _affected(subject) else None


def correct_article(article: Any, edition: Edition, corrections: Corrections) -> None:
    """Set the same, and what the article states about its last change, by hand or by a correction.

    ``notice_text`` is the notice as plain text after an empty line, or "". ``updated_line`` is markup,
    ``modified_iso`` a day or a moment as text or "", ``modified_moment`` a moment as text for JSON-LD or "", and
    ``changed`` the moment for feeds and the sitemap, or None without a change.
    """
    modified: datetime | None = article.modified
    changed = modified or article.date
    article.subject = subject = _subject(article, f"{article.date:%Y-%m-%d}", changed.isoformat())
    article.notice = Markup(corrections.notice(subject))
    article.notice_text = corrections.notice_text(subject)
    shown = edition.iso(modified) if modified else ""
    article.updated_line = Markup(corrections.updated_line(subject, shown))
    if _affected(subject):
        article.correction_comments = corrections.structured(subject)
        article.modified_iso = corrections.updated([subject], "date", shown or article.published_iso)
        known = modified.isoformat() if modified else article.published_iso
        article.modified_moment = corrections.updated([subject], "rfc3339", known)
        article.changed = _stamp([subject], changed, corrections)
    else:
        article.correction_comments = None
        article.modified_iso, article.modified_moment = shown, modified.isoformat() if modified else ""
        article.changed = modified


def newest_change(articles: Iterable[Any], corrections: Corrections) -> Moment:
    """Return the moment of the newest change in the articles, :data:`NEVER` without articles."""
    articles = list(articles)
    newest = max((article.modified or article.date for article in articles), default=NEVER)
    subjects = [article.subject for article in articles if _affected(article.subject)]
    return _stamp([replace(each, changed=newest.isoformat()) for each in subjects], newest, corrections)


def listed_subjects(contents: Iterable[Any]) -> list[Subject]:
    """Return the subjects of the contents, in their order, that a correction may concern."""
    return [content.subject for content in contents if _affected(content.subject)]


def correction_feeds(
    edition: Edition, subjects: Sequence[Subject], corrections: Corrections, newsroom: Newsroom
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
    )
    for extension in EXTENSIONS:
        yield f"{edition.prefix}feeds/corrections.{extension}", corrections.feed(channel, subjects, extension)


def _subject(content: Any, day: str, changed: str) -> Subject:
    # A release prints its boilerplate too, which may quote figures.
    texts = (content, getattr(content, "boilerplate", None))
    quotes = dict.fromkeys(quote for text in texts for quote in getattr(text, "quotes", ()))
    return Subject(
        lang=content.lang,
        day=day,
        changed=changed,
        title=content.title,
        address=content.address,
        quotes=tuple(quotes),
        corrections=tuple((each.date.isoformat(), each.text) for each in content.corrections),
    )


def _affected(subject: Subject) -> bool:
    """Tell whether a correction may concern the text, now or later."""
    return bool(subject.quotes or subject.corrections)


def _stamp(subjects: Sequence[Subject], otherwise: datetime, corrections: Corrections) -> Moment:
    if not subjects:
        return otherwise
    return Stamp(
        corrections.updated(subjects, "rfc822", format_datetime(otherwise)),
        corrections.updated(subjects, "rfc3339", otherwise.isoformat()),
    )
