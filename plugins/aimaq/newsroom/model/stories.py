"""Builds the views of articles and pages from their texts."""

from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any

from markupsafe import Markup

from aimaq.base.components import ThemeComponents
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.corrections.texts import corrected_article, corrected_page
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.newsroom.media.files import attachments_of
from aimaq.newsroom.model.editions import Edition, Version
from aimaq.newsroom.model.events import Event, event_of
from aimaq.newsroom.model.parts import Parts
from aimaq.newsroom.model.people import person_slug
from aimaq.newsroom.model.photos import Picture, body_with_pictures, pictures_in, pictures_of
from aimaq.newsroom.model.related import Mention
from aimaq.newsroom.model.topics import topic_links
from aimaq.newsroom.model.views import PageView, StoryView
from aimaq.newsroom.press.press_files import press_files
from aimaq.newsroom.settings import Newsroom

__all__ = ["Placed", "Views", "mention", "same_fields"]


@dataclass(frozen=True, slots=True)
class Placed:
    """What a text's view shows of the rest of the site."""

    versions: tuple[Version, ...] = ()  #: Every language in which the text exists, its own included.
    missing_languages: tuple[str, ...] = ()  #: The languages in which it does not exist.
    related: tuple[Mention, ...] = ()  #: Stories: those that share most with it.
    share: str = ""  #: Stories: the address of the picture for shared links, or "".
    said: tuple[Mention, ...] = ()  #: People: what they said, and the path of their feeds or "".
    feeds: str = ""


@dataclass(frozen=True, slots=True)
class Views:
    """Builds views, from what all texts of a site have in common."""

    newsroom: Newsroom
    corrections: CorrectionWriter
    parts: Parts

    def story(self, text: Text, placed: Placed) -> StoryView:
        """Return the view of an article. What is missing of its people and files has been reported."""
        newsroom, parts = self.newsroom, self.parts
        edition, catalog = newsroom.editions[text.lang], newsroom.catalogs[text.lang]
        kind, people = KINDS[text.kind], parts.people[text.lang]
        closing = parts.closing.get(text.lang) if kind.closing else None
        event = event_of(text, edition)
        lead, pictures = pictures_of(text, edition, parts.files, catalog)
        attached = attachments_of(text, edition, parts.files, catalog)
        # Of a photo report, the photo itself says more than its title.
        share = pictures[0].shown.address if pictures and placed.share else placed.share
        modified, iso = _last_change(text, newsroom), _published_iso(text, edition)
        corrected = corrected_article(text, closing.text if closing else None, modified, iso, edition, self.corrections)
        render = parts.components.render
        return StoryView(
            **same_fields(StoryView, text, placed, corrected) | {"id": text.feed_id, "share": share},
            published_iso=iso,
            section=edition.section(text.kind),
            topic_links=topic_links(text, edition),
            people=tuple(people[slug] for slug in text.speakers if slug in people),
            attached=attached,
            event=event,
            lead=lead,
            pictures=pictures,
            opening=_opening(text, event, edition, parts.components),
            facts=_facts(text, edition, parts.components),
            lead_photo=_lead_photo(text, lead, parts.components),
            gallery=Markup(render("gallery", text.lang, pictures) if pictures else ""),
            text_pictures=pictures_in(text, parts.files, newsroom),
            feed_files=Markup(
                render("feed_files", text.lang, text.recording, attached) if text.recording or attached else ""
            ),
            press=press_files(text, newsroom),
            press_contact=people.get(text.contact or (newsroom.settings.press_contact if kind.closing else "")),
            boilerplate=closing.view if closing else None,
            modified=modified,
            html=body_with_pictures(text, parts.files, parts.components, newsroom),
        )

    def page(self, text: Text, placed: Placed) -> PageView:
        """Return the view of a page."""
        corrected = corrected_page(text, self.corrections)
        return PageView(
            **same_fields(PageView, text, placed, corrected),
            person=self.parts.people[text.lang].get(person_slug(text.slug)),
            html=body_with_pictures(text, self.parts.files, self.parts.components, self.newsroom),
        )


def _lead_photo(text: Text, lead: Picture | None, components: ThemeComponents) -> Markup:
    """Return the markup of the picture above a text; that of a briefing leads to the recording."""
    if lead is None:
        return Markup()
    if text.recording:
        return Markup(components.render("recorded_photo", text.lang, lead, text.recording))
    return Markup(components.render("lead_photo", text.lang, lead))


def same_fields(kind: type[Any], *values: Any) -> dict[str, Any]:
    """Return the values of the fields that a dataclass has in common with others, except the body and last change."""
    names = {each.name for each in fields(kind)} - {"html", "modified"}
    return {each.name: getattr(value, each.name) for value in values for each in fields(value) if each.name in names}


def mention(text: Text, edition: Edition) -> Mention:
    """Return how other pages name an article."""
    iso = _published_iso(text, edition)
    return Mention(text.title, text.address, text.published, iso, text.kind, text.lang, text.hold)


def _published_iso(text: Text, edition: Edition) -> str:
    """Return what is known of the day: of an approximate one, the month (ISO 8601 and HTML's <time> allow it)."""
    return f"{text.published:%Y-%m}" if text.date_approximate else edition.iso(text.published)


def _last_change(text: Text, newsroom: Newsroom) -> datetime | None:
    """Return when a text was last changed by hand, as its fields say; None if it never was."""
    days = [each.date for each in text.updates] + ([text.withdrawn.date] if text.withdrawn else [])
    newest = max(datetime.combine(max(days), time(), newsroom.zone), text.published) if days else None
    return max(filter(None, (text.modified, newest)), default=None)


def _facts(text: Text, edition: Edition, components: ThemeComponents) -> Markup:
    """Return by whom, when and under which number a document was issued, as far as that is known."""
    if not (text.number or text.issued or text.issuer):
        return Markup()
    return Markup(components.render("document_facts", edition.lang, text, edition))


def _opening(text: Text, event: Event | None, edition: Edition, components: ThemeComponents) -> Markup:
    """Return what goes before a text, on its page and in feeds: that it was withdrawn, when and where an event is."""
    found = Markup()
    if text.withdrawn:
        day = text.withdrawn.date
        arguments = (edition.iso(day), edition.date(day), text.withdrawn.reason)
        found += Markup(components.render("withdrawal_notice", edition.lang, *arguments))
    if event:
        found += Markup(components.render("event_facts", edition.lang, event))
    return found
