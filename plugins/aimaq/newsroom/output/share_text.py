"""What stands on the picture of a story or an edition that is shared: JSON with slots, which is drawn when filled."""

import json
from collections.abc import Iterator

from aimaq.figures.views.share_text import figure_share_text
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.model.site import SHARE, Site
from aimaq.newsroom.model.views import StoryView
from aimaq.newsroom.settings import Newsroom

__all__ = ["share_document", "share_documents"]


def share_documents(site: Site) -> Iterator[tuple[str, str]]:
    """Yield path and text of each picture: those of the editions, and those that stories have of their own."""
    newsroom = site.newsroom
    for lang, address in site.view.shares.items():
        edition = newsroom.editions[lang]
        marker = newsroom.settings.headline_indicators[0] if newsroom.settings.headline_indicators else ""
        slot = figure_share_text(marker, lang, "", "pelicanconf.py") if marker else ""
        yield address[1:], _document("", "", edition.site_name, edition.tagline, slot)
    for story in site.every_story:
        yield from share_document(story, newsroom)


def share_document(story: StoryView, newsroom: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield path and text of a story's own picture, if it has one."""
    if story.share == f"{story.address}{SHARE}":
        yield story.share[1:], _of_story(story, newsroom)


def _of_story(story: StoryView, newsroom: Newsroom) -> str:
    edition, gettext = newsroom.editions[story.lang], newsroom.catalogs[story.lang].gettext
    title = gettext("Withdrawn: %(title)s") % {"title": story.title} if story.withdrawn else story.title
    # Of a day that is not known exactly, only what is known: there is no space for a word about it.
    day = edition.month(story.date) if story.date_approximate else edition.date(story.date)
    marker, slot = story.headline_figure, ""
    if marker:
        slot = figure_share_text(marker, story.lang, f"{story.date:%Y-%m-%d}", newsroom.shown(story.source_path))
    return _document(edition.site_name, f"{gettext(KINDS[story.kind].label)} · {day}", title, "", slot)


def _document(site: str, line: str, title: str, below: str, figure: str) -> str:
    values = {"site": site, "line": line, "title": title, "below": below, "figure": figure}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
