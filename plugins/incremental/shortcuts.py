"""Steps of Pelican's own that cost too much on a large site, done faster and with the same results.

Pelican 4.12 looks for each article in lists of articles (to tell originals from translations, for the dates of every
tag and section, for the archives of periods), so twice the articles take four times as long; and it works out the
path and the address of an article anew whenever somebody asks. The tests compare each step with Pelican's own.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from pelican import generators
from pelican.contents import Content
from pelican.utils import get_original_items

__all__ = [
    "Listed",
    "period_archives",
    "process_translations",
    "shorten_addresses",
    "shorten_content",
    "shorten_generator",
    "shorten_lists",
]


class Listed(list[Any]):
    """A list that tells at once whether an object (that very one, as contents compare) is in it."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self._ids = frozenset(map(id, self))

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


def shorten_lists(generator: Any) -> None:
    """Let the articles of each tag, section and author be found at once. For ``article_generator_finalized``."""
    generator.tags = {tag: Listed(articles) for tag, articles in generator.tags.items()}
    generator.categories = [(category, Listed(articles)) for category, articles in generator.categories]
    generator.authors = [(author, Listed(articles)) for author, articles in generator.authors]


def shorten_content(content: Content) -> None:
    """Let a content know its path below the content folder, which never changes. For ``content_object_init``."""
    known: str | None = content.relative_source_path
    work_out: Callable[[str], str] = content.get_relative_source_path

    def relative(source_path: str | None = None) -> str | None:
        return work_out(source_path) if source_path else known

    content.get_relative_source_path = relative


def shorten_addresses(contents: Iterable[Content]) -> None:
    """Let contents know their addresses, which are final once all have been read. For ``all_generators_finalized``."""
    for content in contents:
        # Not `override_save_as`: Pelican lets a page that has it take the place of another one.
        content.override_url = content.url


def process_translations(
    contents: list[Content], translation_id: str | Iterable[str] | None = None
) -> tuple[list[Content], list[Content]]:
    """Return originals and translations, grouped by the attributes of these names; sort ``contents`` by them."""
    if not translation_id:
        return contents, []
    names = [translation_id] if isinstance(translation_id, str) else list(translation_id)
    key = attrgetter(*names)
    try:
        contents.sort(key=key)
    except (TypeError, AttributeError):
        _PELICANS(contents, translation_id)  # says what is wrong
        raise
    groups: defaultdict[Any, list[Content]] = defaultdict(list)
    for content in contents:
        groups[key(content)].append(content)
    originals: list[Content] = []
    for values, versions in groups.items():
        told = values if len(names) > 1 else (values,)
        described = "with" + ",".join(f' {name} "{value}"' for name, value in zip(names, told, strict=True))
        originals.extend(get_original_items(versions, described))
        for content in versions:
            content.translations = [other for other in versions if other is not content]
    first = Listed(originals)
    return originals, [content for content in contents if content not in first]


_PELICANS = generators.process_translations

_PERIODS: dict[str, Callable[[Any], tuple[int, ...]]] = {
    "year": lambda day: (day.year,),
    "month": lambda day: (day.year, day.month),
    "day": lambda day: (day.year, day.month, day.day),
}


def period_archives(by_date: list[Content], articles: list[Content], settings: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what Pelican's ``_build_period_archives`` does: for each period its articles, in both orders."""
    archives: defaultdict[str, list[Any]] = defaultdict(list)
    for name, period_of in _PERIODS.items():
        save_as, url = settings[f"{name.upper()}_ARCHIVE_SAVE_AS"], settings[f"{name.upper()}_ARCHIVE_URL"]
        if not save_as:
            continue
        dated, listed = (_grouped(group, period_of) for group in (by_date, articles))
        for period, dates in dated.items():
            day = dates[0].date
            words: tuple[Any, ...] = period
            if name != "year":
                words = (period[0], calendar.month_name[period[1]], *period[2:])
            archives[name].append(
                {
                    "dates": dates,
                    "articles": listed[period],
                    "save_as": save_as.format(date=day),
                    "url": url.format(date=day),
                    "period": words,
                    "period_num": period,
                }
            )
    return archives


def _grouped(contents: list[Content], period_of: Callable[[Any], Any]) -> dict[Any, list[Content]]:
    groups: dict[Any, list[Content]] = {}
    for content in contents:
        groups.setdefault(period_of(content.date), []).append(content)
    return groups


def shorten_generator(generator: Any) -> None:
    """Let an articles' generator take the functions above. For ``article_generator_init``."""
    generator._build_period_archives = period_archives
    generators.process_translations = process_translations
