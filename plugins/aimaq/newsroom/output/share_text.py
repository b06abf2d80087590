"""What stands on the picture of a story or an edition that is shared: JSON with slots, which is drawn when filled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.settings import Newsroom

__all__ = ["SHARE", "Figure", "dress_shared", "share_documents"]

#: The file's name; what draws the files of this name is said by the setting INCREMENTAL_DRAWN.
SHARE: Final = "share.png"

Figure = Callable[[str, str, str, str], str]
"""Takes a marker, a language, an ISO date or "", and where the marker stands; returns the slot of a figure in words."""


def dress_shared(
    listed: Mapping[str, Sequence[Any]], articles: Iterable[Any], room: Newsroom, *, drawn: bool
) -> dict[str, str]:
    """Set ``share`` of every article, the root-relative address of its picture; return the editions' by language.

    ``listed`` maps a language to the edition's own stories, newest first: the first so many have a picture of their
    own, all others that of the edition. With none ``drawn``, nobody has one: ``share`` is "".
    """
    shares: dict[str, str] = {}
    if drawn and room.share_pictures:
        shares = {lang: edition.address(SHARE) for lang, edition in room.editions.items()}
    for article in articles:
        article.share = shares.get(article.lang, "")
    for stories in listed.values() if shares else ():
        for article in stories[: room.share_pictures]:
            article.share = f"{article.address}{SHARE}"
    return shares


def share_documents(
    articles: Iterable[Any], shares: Mapping[str, str], room: Newsroom, figure: Figure | None
) -> Iterator[tuple[str, str]]:
    """Yield path and text of each picture: of the editions, and of the articles that have one of their own."""
    for lang, address in shares.items():
        edition = room.editions[lang]
        marker = room.headline[0] if room.headline else ""
        slot = figure(marker, lang, "", "pelicanconf.py") if figure and marker else ""
        yield address[1:], _document("", "", edition.site_name, edition.tagline, slot)
    for article in articles:
        if article.share == f"{article.address}{SHARE}":
            yield article.share[1:], _of_article(article, room, figure)


def _of_article(article: Any, room: Newsroom, figure: Figure | None) -> str:
    edition, gettext = room.editions[article.lang], room.catalogs[article.lang].gettext
    title = gettext("Withdrawn: %(title)s") % {"title": article.title} if article.withdrawn else article.title
    # Of a day that is not known exactly, only what is known: there is no room for a word about it.
    day = edition.month(article.date) if article.date_approximate else edition.date(article.date)
    marker, slot = getattr(article, "headline_figure", ""), ""
    if figure and marker:
        slot = figure(marker, article.lang, f"{article.date:%Y-%m-%d}", room.shown(article.source_path))
    return _document(edition.site_name, f"{gettext(KINDS[article.kind].label)} · {day}", title, "", slot)


def _document(site: str, line: str, title: str, below: str, figure: str) -> str:
    told = {"site": site, "line": line, "title": title, "below": below, "figure": figure}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
