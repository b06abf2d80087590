"""Topics: what stories are about, in an editor's words, each with an address in its edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from aimaq.base.languages.collation import sort_key
from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.model.editions import Edition
from aimaq.newsroom.settings import TOPICS, Newsroom

if TYPE_CHECKING:
    from aimaq.newsroom.model.views import StoryView

__all__ = ["Topic", "topic_links", "topic_problems", "topics_of"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of one edition as its newest story spells it; ``path`` is inside the edition."""

    name: str
    slug: str
    path: str
    address: str
    count: int


def topics_of(stories: Iterable[StoryView], edition: Edition) -> list[tuple[Topic, list[StoryView]]]:
    """Return the topics of stories of one language, each with its stories in the order given.

    The topic with most stories comes first; of equal ones, the first of the alphabet. Two spellings that
    differ only in capital letters are one topic.
    """
    names: dict[str, str] = {}
    by_topic: dict[str, list[StoryView]] = {}
    for story in stories:
        for name in story.topics:
            key = _key(name)
            names.setdefault(key, name)
            by_topic.setdefault(key, []).append(story)
    found = []
    for key, own in by_topic.items():
        path = _path(names[key], edition.lang)
        found.append((Topic(names[key], _slug(names[key], edition.lang), path, edition.address(path), len(own)), own))
    return sorted(found, key=lambda each: (-each[0].count, sort_key(each[0].name, edition.lang)))


def topic_links(text: Text, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return each topic of an article with the address of its page; a withdrawn article stands on none."""
    return tuple((name, "" if text.withdrawn else edition.address(_path(name, edition.lang))) for name in text.topics)


def topic_problems(articles: Iterable[Text], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each topic that has no address, or that of another topic of the same edition."""
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    reported: set[tuple[str, str]] = set()
    for article in sorted(articles, key=lambda article: (article.draft, article.lang, article.source_path)):
        for name in article.topics:
            slug, shown = _slug(name, article.lang), newsroom.shown(article.source_path)
            line, column = article.position("topics")
            if not slug:
                hint = tr("its address is made from its letters and digits: use some")
                yield Problem(
                    shown, tr('the topic "%(name)s" has no letter or digit', name=name), line, column, hint=hint
                )
                continue
            first, where = taken.setdefault((article.lang, slug), (name, shown))
            if _key(first) != _key(name) and (article.lang, _key(name)) not in reported:
                reported.add((article.lang, _key(name)))
                address = newsroom.editions[article.lang].address(_path(name, article.lang))
                message = tr(
                    'the topics "%(name)s" and "%(first)s" (%(where)s) have one address, "%(address)s"',
                    name=name,
                    first=first,
                    where=where,
                    address=address,
                )
                yield Problem(
                    shown, message, line, column, hint=tr("write them alike, or call one of them something else")
                )


def _key(name: str) -> str:
    return name.casefold()


def _path(name: str, lang: str) -> str:
    return f"{TOPICS}/{_slug(name, lang)}/"


#: A newsroom has few topics, and each stands in many stories.
_slug = lru_cache(maxsize=4096)(slugify)
