"""Which stories are news, as search engines mean it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.settings import Newsroom

__all__ = ["news_until", "recent"]

#: What Google takes for news, and how many addresses a file of it may have
#: (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
_RECENT: Final = timedelta(days=2)
_MOST: Final = 1000


def recent(stories: Iterable[StoryView], newsroom: Newsroom) -> tuple[StoryView, ...]:
    """Return the stories of the last two days, newest first, as many as Google takes.

    Those whose day is not known exactly are left out. A site of an earlier day, or a preview, has no news.
    """
    if newsroom.as_of or newsroom.settings.preview:
        return ()
    found = [each for each in stories if not each.date_approximate and KINDS[each.kind].is_article]
    found = [each for each in found if each.withdrawn is None and news_until(each) > newsroom.now]
    return tuple(sorted(found, key=lambda each: (each.date, each.address), reverse=True)[:_MOST])


def news_until(story: StoryView) -> datetime:
    """Return the moment from which a story is no news any more."""
    return story.date + _RECENT
