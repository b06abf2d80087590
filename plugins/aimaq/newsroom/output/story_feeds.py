"""The feeds of an edition's lists of stories, with full content."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from markupsafe import Markup

from aimaq.base.files.cache import cache_key
from aimaq.base.rss_atom_json_feeds import (
    EXTENSIONS,
    NEVER,
    Channel,
    Enclosure,
    Entry,
    tag_uri,
    with_absolute_links,
    write_feed,
)
from aimaq.newsroom.corrections.texts import newest_change
from aimaq.newsroom.corrections.writer import CorrectionWriter
from aimaq.newsroom.media.files import ATTACHED
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.feed_lists import FeedList
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.settings import Newsroom

__all__ = ["feed_names", "feeds", "listed_in", "shown_title", "story_html", "story_id"]


def feeds(
    edition: Edition, lists: Iterable[FeedList], corrections: CorrectionWriter, newsroom: Newsroom
) -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Yield path and text of every feed of an edition; before the text a digest of everything that it depends on.

    Nothing in a feed comes from the clock, so the same content gives the same bytes. Slots in titles,
    summaries and contents pass through unchanged.
    """
    entries: dict[int, tuple[Entry, str]] = {}  # by the story's id, with digests: most stand in several feeds
    newest = NEVER
    for each in lists:
        # A feed without a story needs a date all the same (RFC 4287, 4.1.1), and corrections of other stories are not
        # its own: that of the newest story of the edition, all of which stand in the first list.
        listed = listed_in(each, newsroom)
        newest = max(newest, max((story.date for story in listed), default=NEVER))
        for story in listed:
            if id(story) not in entries:
                entry = _entry(story, newsroom)
                entries[id(story)] = entry, cache_key(repr(entry))
        own = [entries[id(story)] for story in listed]
        channel = Channel(
            title=each.title,
            description=edition.tagline,
            lang=edition.lang,
            home=edition.site_url + each.address,
            url=edition.absolute(each.path),
            updated=newest_change(listed, corrections) if listed else newest,
            author=edition.site_name,
            author_url=edition.absolute(),
            entries=(),
            icon=edition.logo,
            hub=newsroom.settings.websub_hub,
        )
        key = cache_key(repr(channel), *(digest for _, digest in own))
        channel = replace(channel, entries=tuple(entry for entry, _ in own))
        for extension in EXTENSIONS:
            yield f"{edition.prefix}{each.path}.{extension}", key, partial(write_feed, channel, extension)


def listed_in(each: FeedList, newsroom: Newsroom) -> list[StoryView]:
    """Return the stories that the feeds of a list have; a preview's feeds are the site's."""
    public = (story for story in each.stories if story.hold is None)
    return list(islice(public, newsroom.settings.feed_max_items))


def feed_names(lists: Iterable[FeedList]) -> list[str]:
    """Return the paths of an edition's feeds, that of corrections among them, relative to the edition."""
    paths = (*(each.path for each in lists), "feeds/corrections")
    return [f"{path}.{extension}" for path in paths for extension in EXTENSIONS]


def story_id(story: StoryView, newsroom: Newsroom) -> str:
    """Return a story's id for ever (RFC 4151): it depends on no text, figure or address scheme."""
    day, _, slug = story.id.partition(":")
    return tag_uri(newsroom.site_url, day, f"{slug}.{story.lang}")


def shown_title(story: StoryView, newsroom: Newsroom) -> str:
    """Return a story's title for feeds.

    Readers who have an item that was withdrawn see it too: it keeps its id, and its change is the withdrawal.
    """
    if story.withdrawn is None:
        return story.title
    return newsroom.catalogs[story.lang].gettext("Withdrawn: %(title)s") % {"title": story.title}


def story_html(story: StoryView) -> str:
    """Return the whole content of a story for feeds, with root-relative links."""
    html = story.opening + story.notice + story.lead_photo + story.facts + Markup(story.content)
    return html + story.gallery + story.feed_files


def _entry(story: StoryView, newsroom: Newsroom) -> Entry:
    url = newsroom.site_url + story.address
    picture = story.main_picture
    return Entry(
        id=story_id(story, newsroom),
        url=url,
        title=shown_title(story, newsroom),
        summary=story.summary,
        html=with_absolute_links(story_html(story), url, newsroom.site_url),
        published=story.date,
        updated=story.changed,
        lang=story.lang,
        categories=tuple(map(str, story.topics)),
        author=story.issuer,
        image=newsroom.site_url + picture.shown.address if picture else "",
        enclosures=tuple(_enclosures(story, newsroom)),
    )


def _enclosures(story: StoryView, newsroom: Newsroom) -> Iterator[Enclosure]:
    """Yield the files that go with a story: pictures, the recording if its address names a file, attachments."""
    for picture in (*((story.lead,) if story.lead else ()), *story.pictures):
        file, photo = picture.file, picture.photo
        url = newsroom.site_url + file.address
        yield Enclosure(url, file.media_type, photo.alt, file.size, file.width, file.height, photo.credit)
    attached = [
        Enclosure(newsroom.site_url + each.file.address, each.file.media_type, each.title, each.file.size)
        for each in story.attached
    ]
    kind = ATTACHED.get(PurePosixPath(urlsplit(story.recording).path).suffix.lower())
    if kind and story.recording not in (each.url for each in attached):
        yield Enclosure(story.recording, kind)
    yield from attached
