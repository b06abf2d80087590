"""Steps of Pelican's own that cost too much on a large site, done faster and with the same results.

Pelican 4.12 looks for each article in lists of articles (to tell originals from translations, for the dates of every
tag and section, for the archives of periods), so twice the articles take four times as long; and it works out the
path and the address of an article anew whenever somebody asks. The tests compare each step with Pelican's own.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from functools import lru_cache
from operator import attrgetter
from string import Formatter
from typing import Any

from pelican import generators, readers, utils
from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime, get_original_items

__all__ = [
    "get_date",
    "listed",
    "period_archives",
    "process_translations",
    "shorten_addresses",
    "shorten_generator",
    "shorten_lists",
    "shorten_reading",
    "strftime",
]


def listed(items: Iterable[Any]) -> list[Any]:
    """Return a list that tells at once whether an object (that very one, as contents compare) is in it.

    Pelican asks for each article of each tag and section, so this must not call a function of Python's: the list has a
    class of its own, whose ``in`` is that of a set.
    """
    found = list(items)
    kind: type[list[Any]] = type("Listed", (list,), {"__contains__": frozenset(found).__contains__})
    return kind(found)


def shorten_lists(generator: Any) -> None:
    """Let the articles of each tag, section and author be found at once. For ``article_generator_finalized``."""
    generator.tags = {tag: listed(articles) for tag, articles in generator.tags.items()}
    generator.categories = [(category, listed(articles)) for category, articles in generator.categories]
    generator.authors = [(author, listed(articles)) for author, articles in generator.authors]


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
        if len(versions) == 1 and "translation" not in versions[0].metadata:
            originals.append(versions[0])
            versions[0].translations = []
            continue
        told = values if len(names) > 1 else (values,)
        described = "with" + ",".join(f' {name} "{value}"' for name, value in zip(names, told, strict=True))
        originals.extend(get_original_items(versions, described))
        for content in versions:
            content.translations = [other for other in versions if other is not content]
    first = frozenset(originals)
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
    """Let an articles' generator take the functions above, and list its files once. For ``article_generator_init``."""
    generator._build_period_archives = period_archives
    generators.process_translations = process_translations
    known: dict[str, set[str]] = {}
    list_them: Callable[..., set[str]] = generator.get_files

    def get_files(*args: Any, **named: Any) -> set[str]:
        asked = repr((args, sorted(named.items())))
        if asked not in known:
            known[asked] = list_them(*args, **named)
        return known[asked]

    generator.get_files = get_files


#: A date or a moment that can be read in one way only.
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: (?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?", re.ASCII)
#: A format of numbers alone, which are the same in every language, with all their zeros.
_NUMBERS = re.compile(r"(?:[^%]|%[YmdHMS])*")
#: What an address may be made of, and how Pelican finds it in a content.
_PARTS: dict[str, Callable[[Any], Any]] = {
    "slug": lambda content: getattr(content, "slug", ""),
    "lang": lambda content: getattr(content, "lang", "en"),
    "date": lambda content: getattr(content, "date", None) or datetime.now(),
}


def get_date(text: str) -> datetime:
    """Return what Pelican's function of this name does, which tries every way to write a date."""
    if _ISO_DATE.fullmatch(text):
        try:
            moment: datetime = SafeDatetime.fromisoformat(text)
            return moment
        except ValueError:
            pass  # Pelican may find a day in it all the same, and knows what to say if it does not
    found: datetime = utils.get_date(text)
    return found


def strftime(self: SafeDatetime, fmt: str, safe: bool = True) -> str:
    """Return what ``SafeDatetime.strftime`` does, which takes each format apart."""
    if safe and _is_of_numbers(fmt):
        # Moments of one instant are equal, even where their clocks show different times.
        return _of_numbers(self, self.tzinfo, self.fold, fmt)
    return utils.strftime(self, fmt) if safe else datetime.strftime(self, fmt)


@lru_cache(maxsize=2048)
def _of_numbers(moment: SafeDatetime, zone: tzinfo | None, fold: int, fmt: str) -> str:
    """Format a moment, of which ``zone`` and ``fold`` are parts, once for all the lists that show it."""
    return datetime.strftime(moment, fmt)


@lru_cache(maxsize=256)
def _is_of_numbers(fmt: str) -> bool:
    return fmt.isascii() and _NUMBERS.fullmatch(fmt) is not None


def _relative_source_path(self: Content, source_path: str | None = None) -> str | None:
    """Return a file's path below the content folder; that of the content itself never changes."""
    known: str | None = self.__dict__.get("relative_source_path")
    return _THEIRS["get_relative_source_path"](self, source_path) if source_path or known is None else known


def _static_links(self: Content) -> set[str]:
    """Return the files that the text links to by ``{static}`` or ``{attach}``."""
    text = self._content
    return _THEIRS["get_static_links"](self) if "static" in text or "attach" in text else set()


def _update_content(self: Content, content: str, siteurl: str) -> str:
    """Return the text with its links within the site made addresses; each of those has a brace or a bar."""
    usual = self.settings["INTRASITE_LINK_REGEX"] == DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]
    if usual and content and "{" not in content and "|" not in content:
        return content
    found: str = _THEIRS["_update_content"](self, content, siteurl)
    return found


def _expand_settings(self: Content, key: str, klass: str | None = None) -> str:
    """Return an address, or the path of its file, as the settings ask for it."""
    setting = str(self.settings[f"{klass or self.__class__.__name__}_{key}".upper()])
    fields = _fields(setting)
    if fields is None:
        found: str = _THEIRS["_expand_settings"](self, key, klass)
        return found
    return setting.format(**{field: _PARTS[field](self) for field in fields})


@lru_cache(maxsize=256)
def _fields(setting: str) -> frozenset[str] | None:
    """Return the names of the fields in a format; None if it has others than slug, language and date."""
    try:
        fields = frozenset(field for _, field, spec, _ in Formatter().parse(setting) if field is not None)
    except ValueError:
        return None
    return fields if fields <= _PARTS.keys() else None


_THEIRS: dict[str, Callable[..., Any]] = {
    name: getattr(Content, name)
    for name in ("get_relative_source_path", "get_static_links", "_update_content", "_expand_settings")
}


def shorten_reading() -> None:
    """Let Pelican make contents with the functions above. For ``readers_init``."""
    readers.get_date = get_date
    SafeDatetime.strftime = strftime
    Content.get_relative_source_path = _relative_source_path
    Content.get_static_links = _static_links
    Content._update_content = _update_content
    Content._expand_settings = _expand_settings
