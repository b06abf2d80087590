"""What a story is in an edition, and what articles and pages are told about themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from aimaq.newsroom.corrections.model import Corrections
from aimaq.newsroom.corrections.texts import correct_article, correct_page
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.parts import Parts, dress_page, dress_parts
from aimaq.newsroom.model.topics import topic_links
from aimaq.newsroom.output.json_ld import structured_article, structured_page
from aimaq.newsroom.press.press_files import press_files
from aimaq.newsroom.settings import Newsroom

__all__ = [
    "Story",
    "by_kind",
    "by_slug",
    "current",
    "dress_articles",
    "dress_pages",
    "page_context",
    "set_addresses",
    "stories",
    "version_for",
]


@dataclass(frozen=True, slots=True)
class Story:
    """A story as an edition lists it; ``foreign`` means that it exists in another language only."""

    article: Any
    foreign: bool


def by_kind(stories: Iterable[Story]) -> dict[str, list[Story]]:
    """Return the stories of each kind, in their order."""
    groups: defaultdict[str, list[Story]] = defaultdict(list)
    for story in stories:
        groups[story.article.kind].append(story)
    return dict(groups)


def by_slug(contents: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Group articles, or pages, by their versions: slug -> language -> content, sorted by slug."""
    groups: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for content in sorted(contents, key=lambda content: (content.slug, content.lang)):
        groups[content.slug][content.lang] = content
    return dict(groups)


def stories(groups: Mapping[str, Mapping[str, Any]], edition: Edition, fallback: Sequence[str]) -> list[Story]:
    """Return every story, newest first; without a version of the edition, the first of ``fallback``."""
    found = []
    for versions in groups.values():
        article = version_for(versions, edition, fallback)
        found.append(Story(article, foreign=article.lang != edition.lang))
    # Stories of one moment stay in the order of their slugs, whatever the file system says.
    return sorted(found, key=lambda story: story.article.date, reverse=True)


def version_for(versions: Mapping[str, Any], edition: Edition, fallback: Sequence[str]) -> Any:
    """Return the version that an edition shows: its own, or the first of ``fallback`` that exists."""
    return next(versions[lang] for lang in (edition.lang, *fallback) if lang in versions)


def current(listed: Iterable[Story]) -> list[Story]:
    """Return the stories that still hold, in the order given; one that was withdrawn is found in the archive only."""
    return [story for story in listed if story.article.withdrawn is None]


def dress_articles(
    groups: Mapping[str, Mapping[str, Any]], room: Newsroom, corrections: Corrections, parts: Parts
) -> None:
    """Set what templates read beside the front matter, of articles that have their addresses.

    ``section``, ``press`` (``PressFiles``), ``topic_links``, ``modified`` (or None),
    ``published_iso`` and ``structured`` (JSON-LD), and what
    :func:`aimaq.newsroom.model.parts.dress_parts` and :func:`aimaq.newsroom.corrections.texts.correct_article` set.
    """
    for versions in groups.values():
        for article in versions.values():
            edition = room.editions[article.lang]
            article.section = edition.section(article.kind)
            article.press = press_files(article, room)
            dress_parts(article, edition, room, parts)
            article.topic_links = topic_links(article, edition)
            article.modified = _last_change(article, room)
            # Only what is known: of an approximate day, the month (ISO 8601 and HTML's <time> allow it).
            article.published_iso = f"{article.date:%Y-%m}" if article.date_approximate else edition.iso(article.date)
            correct_article(article, edition, corrections)
            article.structured = structured_article(article, edition, room)


def _last_change(article: Any, room: Newsroom) -> datetime | None:
    """Return when a text was last changed by hand, as its fields tell; None if it never was."""
    days = [each.date for each in article.updates]
    if article.withdrawn:
        days.append(article.withdrawn.date)
    told: datetime | None = article.metadata.get("modified")
    if not days:
        return told
    newest: datetime = max(datetime.combine(max(days), time(), room.zone), article.date)
    return max(told, newest) if told else newest


def dress_pages(
    groups: Mapping[str, Mapping[str, Any]], room: Newsroom, corrections: Corrections, parts: Parts
) -> None:
    """Set ``structured`` of pages, and what corrections, people and pictures have to say on them."""
    for versions in groups.values():
        for page in versions.values():
            correct_page(page, corrections)
            dress_page(page, parts, room)
            page.structured = structured_page(page, room.editions[page.lang])


def page_context(content: Any, room: Newsroom) -> dict[str, Any]:
    """Return what every page's context holds, for an article or a page."""
    return {
        "edition": room.editions[content.lang],
        "alternates": content.versions,
        "page_address": content.address,
        "structured": content.structured,
    }


def set_addresses(groups: Mapping[str, Mapping[str, Any]], room: Newsroom) -> None:
    """Set ``address`` (root-relative), ``versions`` (one for each language that exists) and ``missing_languages``."""
    for contents in groups.values():
        for content in contents.values():
            content.address = f"/{content.url}"
        versions = [
            edition.version(contents[lang].address) for lang, edition in room.editions.items() if lang in contents
        ]
        missing = [lang for lang in room.editions if lang not in contents]
        for content in contents.values():
            content.versions = versions
            content.missing_languages = missing
