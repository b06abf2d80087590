"""Which articles stand in which feed: one for an edition and one for each of its sections, with full content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from support.corrections import Corrections
from support.feeds import EXTENSIONS, NEVER, Channel, Entry, feed_files, with_absolute_links

from .config import Newsroom
from .corrections import newest_change
from .editions import Edition

__all__ = ["feed_names", "feeds", "tag_uri"]


def feeds(
    edition: Edition, articles: Sequence[Any], corrections: Corrections, room: Newsroom
) -> Iterator[tuple[str, str]]:
    """Yield path and text of every feed of an edition; ``articles`` are its own, newest first.

    Nothing in a feed comes from the clock, so the same content gives the same bytes. Slots in titles,
    summaries and contents pass through unchanged.
    """
    catalog = room.catalogs[edition.lang]
    # A feed without a story needs a date all the same (RFC 4287, 4.1.1), and corrections of other stories are not its.
    newest = max((article.date for article in articles), default=NEVER)
    lists = [("all", edition.site_name, edition.absolute(), list(articles))]
    for section in edition.sections:
        title = f"{edition.site_name} – {catalog.gettext(section.label)}"
        own = [article for article in articles if article.kind == section.kind]
        lists.append((section.slug, title, edition.site_url + section.address, own))
    for path, title, home, listed in lists:
        listed = listed[: room.feed_items]
        channel = Channel(
            title=title,
            description=edition.tagline,
            lang=edition.lang,
            home=home,
            url=edition.absolute(f"feeds/{path}"),
            updated=newest_change(listed, corrections) if listed else newest,
            author=edition.site_name,
            author_url=edition.absolute(),
            entries=tuple(_entry(article, room) for article in listed),
        )
        yield from feed_files(f"{edition.prefix}feeds/{path}", channel)


def feed_names(edition: Edition) -> list[str]:
    """Return the paths of an edition's feeds, relative to the edition."""
    lists = ("all", *(section.slug for section in edition.sections), "corrections")
    return [f"feeds/{path}.{extension}" for path in lists for extension in EXTENSIONS]


def tag_uri(article: Any, room: Newsroom) -> str:
    """Return an article's id for ever (RFC 4151): it depends on no text, figure or address scheme."""
    return f"tag:{room.domain},{article.date:%Y-%m-%d}:{article.slug}.{article.lang}"


def _entry(article: Any, room: Newsroom) -> Entry:
    url = room.site_url + article.address
    title = article.title
    if article.withdrawn:
        # Whoever has the item already is told too: it keeps its id, and its date of change is that of the withdrawal.
        title = room.catalogs[article.lang].gettext("Withdrawn: %(title)s") % {"title": title}
    html = article.opening + article.notice + Markup(article.content) + article.gallery
    return Entry(
        id=tag_uri(article, room),
        url=url,
        title=title,
        summary=article.summary,
        html=with_absolute_links(html, url, room.site_url),
        published=article.date,
        updated=article.changed,
        lang=article.lang,
        categories=tuple(map(str, article.topics)),
    )
