"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of an edition and of each of its sections, with full content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed  # type: ignore[import-untyped]

from .config import Newsroom
from .editions import Edition

__all__ = ["feed_names", "feeds", "tag_uri", "with_absolute_links"]

# Pelican leaves only root-relative addresses and fragments; Python-Markdown quotes every attribute.
RELATIVE = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster|cite)=(["']))(/(?!/)|#)""")
CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed in one format: ``path`` is relative to the edition, ``updated`` the newest change in it."""

    edition: Edition
    path: str
    title: str
    home: str
    updated: datetime
    articles: Sequence[Any]

    def url(self, extension: str) -> str:
        return self.edition.absolute(f"feeds/{self.path}.{extension}")


def feeds(edition: Edition, articles: Sequence[Any], room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield path and text of every feed of an edition; ``articles`` are its own, newest first.

    Nothing in a feed comes from the clock, so the same content gives the same bytes. Slots in titles,
    summaries and contents pass through unchanged.
    """
    catalog = room.catalogs[edition.lang]
    lists = [("all", edition.site_name, edition.absolute(), list(articles))]
    for section in edition.sections:
        title = f"{edition.site_name} – {catalog.gettext(section.label)}"
        own = [article for article in articles if article.kind == section.kind]
        lists.append((section.slug, title, edition.site_url + section.address, own))
    for path, title, home, listed in lists:
        listed = listed[: room.feed_items]
        channel = Channel(edition, path, title, home, _updated(listed or articles), listed)
        for extension, write in (("rss.xml", rss), ("atom.xml", atom), ("json", json_feed)):
            yield f"{edition.prefix}feeds/{path}.{extension}", write(channel, extension, room)


def feed_names(edition: Edition) -> list[str]:
    """Return the paths of an edition's feeds, relative to the edition."""
    lists = ("all", *(section.slug for section in edition.sections))
    return [f"feeds/{path}.{extension}" for path in lists for extension in ("rss.xml", "atom.xml", "json")]


def tag_uri(article: Any, room: Newsroom) -> str:
    """Return an article's id for ever (RFC 4151): it depends on no text, figure or address scheme."""
    return f"tag:{room.domain},{article.date:%Y-%m-%d}:{article.slug}.{article.lang}"


def with_absolute_links(html: str, page_url: str, site_url: str) -> str:
    """Return HTML whose links work outside the site: root-relative ones, and fragments of the page itself."""
    return RELATIVE.sub(lambda match: match[1] + (f"{page_url}#" if match[3] == "#" else f"{site_url}/"), html)


def rss(channel: Channel, extension: str, room: Newsroom) -> str:
    """Return RSS 2.0 with the content module."""
    feed = _Rss(
        title=channel.title,
        link=channel.home,
        description=channel.edition.tagline,
        language=channel.edition.lang,
        self_url=channel.url(extension),
        updated=channel.updated,
    )
    return _generated(feed, channel, room, unique_id_is_permalink=False)


def atom(channel: Channel, extension: str, room: Newsroom) -> str:
    """Return Atom; the feed's own address is its id."""
    feed = _Atom(
        title=channel.title,
        link=channel.home,
        description=channel.edition.tagline,
        language=channel.edition.lang,
        self_url=channel.url(extension),
        feed_guid=channel.url(extension),
        author_name=channel.edition.site_name,
        updated=channel.updated,
    )
    return _generated(feed, channel, room)


def json_feed(channel: Channel, extension: str, room: Newsroom) -> str:
    """Return JSON Feed 1.1 (jsonfeed.org)."""
    items = []
    for article in channel.articles:
        url = room.site_url + article.address
        item = {
            "id": tag_uri(article, room),
            "url": url,
            "title": article.title,
            "content_html": _content(article, room),
            "summary": article.summary,
            "date_published": article.date.isoformat(),
            "language": article.lang,
        }
        if article.modified:
            item["date_modified"] = article.modified.isoformat()
        if article.topics:
            item["tags"] = article.topics
        items.append(item)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url(extension),
        "description": channel.edition.tagline,
        "language": channel.edition.lang,
        "authors": [{"name": channel.edition.site_name, "url": channel.edition.absolute()}],
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class _Rss(Rss201rev2Feed):  # type: ignore[misc]  # feedgenerator ships no types
    """RSS 2.0 with the full content beside the summary."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        link = {"rel": "self", "type": "application/rss+xml", "href": self.feed["self_url"]}
        handler.addQuickElement("atom:link", None, link)

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # RSS has no type for it: a description is HTML.
        super().add_item_elements(handler, {**item, "description": escape(item["description"], quote=False)})
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


class _Atom(Atom1Feed):  # type: ignore[misc]  # feedgenerator ships no types
    """Atom whose summaries are plain text, and whose ``updated`` does not fall back to the clock."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        link = {"rel": "self", "type": "application/atom+xml", "href": self.feed["self_url"]}
        handler.addQuickElement("link", "", link)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"])

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated


def _generated(feed: Any, channel: Channel, room: Newsroom, **extra: Any) -> str:
    for article in channel.articles:
        feed.add_item(
            title=article.title,
            link=room.site_url + article.address,
            description=article.summary,
            content=_content(article, room),
            unique_id=tag_uri(article, room),
            categories=article.topics,
            pubdate=article.date,
            updateddate=article.modified,
            **extra,
        )
    text: str = feed.writeString("utf-8")
    return text + "\n"


def _content(article: Any, room: Newsroom) -> str:
    return with_absolute_links(article.content, room.site_url + article.address, room.site_url)


def _updated(articles: Sequence[Any]) -> datetime:
    """Return the newest change; an edition without articles has not changed since time began."""
    changes = [article.modified or article.date for article in articles]
    return max(changes, default=datetime(1970, 1, 1, tzinfo=UTC))
