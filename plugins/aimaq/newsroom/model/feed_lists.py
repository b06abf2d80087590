"""The lists of stories that have feeds: those of an edition, its sections, its topics and its people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.model.people import Person, speeches
from aimaq.newsroom.model.topics import Topic
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.settings import PEOPLE, TOPICS, Newsroom

__all__ = ["ALL", "FeedList", "feed_lists", "person_feeds"]


#: The path of the feeds that have all stories of an edition.
ALL: Final = "feeds/all"


@dataclass(frozen=True, slots=True)
class FeedList:
    """Stories that are subscribed to together, newest first.

    ``path`` is the path of their feeds inside the edition, without its ending; ``address`` that of the page that lists
    them.
    """

    path: str
    title: str
    address: str
    stories: Sequence[StoryView]


def feed_lists(
    edition: Edition,
    own: Sequence[StoryView],
    topics: Iterable[tuple[Topic, Sequence[StoryView]]],
    people: Mapping[str, Person],
    newsroom: Newsroom,
) -> Iterator[FeedList]:
    """Yield the lists of an edition; ``own`` are all stories in its language, and stand in the first list."""
    yield FeedList(ALL, edition.site_name, edition.address(), own)
    for section in edition.sections:
        title = f"{edition.site_name} – {newsroom.catalogs[edition.lang].gettext(section.label)}"
        of_kind = [story for story in own if story.kind == section.kind]
        yield FeedList(f"feeds/{section.slug}", title, section.address, of_kind)
    for topic, stories in topics:
        title = f"{edition.site_name} – {topic.name}"
        yield FeedList(f"feeds/{TOPICS}/{topic.slug}", title, topic.address, stories)
    for slug, stories in sorted(speeches(own).items()):
        if slug in people:
            person = people[slug]
            title = f"{edition.site_name} – {person.name}"
            yield FeedList(person_feeds(slug), title, person.address, stories)


def person_feeds(slug: str) -> str:
    """Return the path of a person's feeds inside the edition, without its ending."""
    return f"feeds/{PEOPLE}/{slug}"
