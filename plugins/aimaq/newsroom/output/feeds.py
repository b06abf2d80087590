"""Which articles stand in which feed: one for each list of them that an edition has, with full content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from aimaq.base.feed_formats import EXTENSIONS, NEVER, Channel, Entry, feed_files, with_absolute_links
from aimaq.newsroom.corrections.model import Corrections
from aimaq.newsroom.corrections.texts import newest_change
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import Newsroom

__all__ = ["Shelf", "feed_names", "feeds", "shelves", "tag_uri"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles that are read together, newest first: ``path`` is that of their feeds inside the edition, without its
    ending, ``address`` that of the page that lists them."""

    path: str
    title: str
    address: str
    articles: Sequence[Any]


def shelves(edition: Edition, articles: Sequence[Any], room: Newsroom) -> Iterator[Shelf]:
    """Yield what every edition has feeds of: all of its own ``articles``, and each of its sections."""
    yield Shelf("feeds/all", edition.site_name, edition.address(), articles)
    for section in edition.sections:
        title = f"{edition.site_name} – {room.catalogs[edition.lang].gettext(section.label)}"
        own = [article for article in articles if article.kind == section.kind]
        yield Shelf(f"feeds/{section.slug}", title, section.address, own)


def feeds(
    edition: Edition, shelves: Iterable[Shelf], corrections: Corrections, room: Newsroom
) -> Iterator[tuple[str, str]]:
    """Yield path and text of every feed of an edition.

    Nothing in a feed comes from the clock, so the same content gives the same bytes. Slots in titles,
    summaries and contents pass through unchanged.
    """
    entries: dict[int, Entry] = {}  # by the article's id: most stand in several feeds
    newest = NEVER
    for shelf in shelves:
        # A feed without a story needs a date all the same (RFC 4287, 4.1.1), and corrections of other stories are not
        # its: that of the newest story of the edition, all of which stand on the first shelf.
        articles = [article for article in shelf.articles if article.hold is None]  # a preview's feeds are the site's
        newest = max(newest, max((article.date for article in articles), default=NEVER))
        listed = articles[: room.feed_items]
        channel = Channel(
            title=shelf.title,
            description=edition.tagline,
            lang=edition.lang,
            home=edition.site_url + shelf.address,
            url=edition.absolute(shelf.path),
            updated=newest_change(listed, corrections) if listed else newest,
            author=edition.site_name,
            author_url=edition.absolute(),
            entries=tuple(entries.get(id(each)) or entries.setdefault(id(each), _entry(each, room)) for each in listed),
        )
        yield from feed_files(f"{edition.prefix}{shelf.path}", channel)


def feed_names(shelves: Iterable[Shelf]) -> list[str]:
    """Return the paths of an edition's feeds, that of corrections among them, relative to the edition."""
    paths = (*(shelf.path for shelf in shelves), "feeds/corrections")
    return [f"{path}.{extension}" for path in paths for extension in EXTENSIONS]


def tag_uri(article: Any, room: Newsroom) -> str:
    """Return an article's id for ever (RFC 4151): it depends on no text, figure or address scheme."""
    return f"tag:{room.domain},{article.date:%Y-%m-%d}:{article.slug}.{article.lang}"


def _entry(article: Any, room: Newsroom) -> Entry:
    url = room.site_url + article.address
    title = article.title
    if article.withdrawn:
        # Whoever has the item already is told too: it keeps its id, and its date of change is that of the withdrawal.
        title = room.catalogs[article.lang].gettext("Withdrawn: %(title)s") % {"title": title}
    html = article.opening + article.notice + article.lead_photo + Markup(article.content) + article.gallery
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
