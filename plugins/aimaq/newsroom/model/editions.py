"""Editions, the site in one language each; their sections; and the versions of a text, one a language."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton

from aimaq.newsroom.content.text import Text
from aimaq.settings.schema import ContactSetting

__all__ = ["Edition", "Section", "Version", "Versions", "by_slug", "version_for"]

T = TypeVar("T")
#: Slug → language → version.
Versions = Mapping[str, Mapping[str, T]]


@dataclass(frozen=True, slots=True)
class Section:
    """The stories of one ``kind`` in one edition; ``label`` is the English message to translate."""

    kind: str
    slug: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in one language; ``address`` is root-relative, ``url`` absolute."""

    lang: str
    name: str
    address: str
    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one language: ``prefix`` is "" for the default edition and "kk/" for another one.

    ``locale`` is a CLDR locale and ``site_url`` has no trailing slash. ``logo`` is the absolute address of the
    institution's own sign as a square picture, or ""; ``contact`` is how to reach the institution.
    """

    lang: str
    locale: str
    name: str
    prefix: str
    site_name: str
    tagline: str
    site_url: str
    sections: tuple[Section, ...]
    logo: str = ""
    contact: ContactSetting | None = None

    @property
    def territorial_locale(self) -> str:
        """The locale with its territory, by CLDR's likely subtags where it names none: "uk_UA" (ogp.me)."""
        return _territorial(self.locale)

    def address(self, path: str = "") -> str:
        """Return the root-relative address of a path inside the edition: "news/" is "/kk/news/"."""
        return f"/{self.prefix}{path.lstrip('/')}"

    def absolute(self, path: str = "") -> str:
        """Return the same address with the site's scheme and host."""
        return self.site_url + self.address(path)

    def section(self, kind: str) -> Section:
        """Return the section of a kind of story; for one that has none, the first, which lists everything."""
        return next((section for section in self.sections if section.kind == kind), self.sections[0])

    def version(self, address: str) -> Version:
        """Return this edition's version of a page, which stands at the root-relative ``address``."""
        return Version(self.lang, self.name, address, self.lang, self.site_url + address)

    def date(self, day: datetime.date) -> str:
        """Return the long date of CLDR, "31 декабря 2022 г.", with ordinary no-break spaces."""
        return _long_date(day.date() if isinstance(day, datetime.datetime) else day, self.locale)

    def moment(self, moment: datetime.datetime) -> str:
        """Return the long date and the time of day."""
        return f"{self.date(moment)}, {moment:%H:%M}"

    def month(self, day: datetime.date) -> str:
        """Return month and year as CLDR writes them, "декабрь 2022 г.", with ordinary no-break spaces."""
        return format_skeleton("yMMMM", day, locale=self.locale).replace("\u202f", "\u00a0")

    def iso(self, moment: datetime.date) -> str:
        """Return the date of ISO 8601, with the time of day and the zone where a time is known."""
        if isinstance(moment, datetime.datetime) and moment.time() != datetime.time():
            return moment.isoformat(timespec="minutes")
        return f"{moment:%Y-%m-%d}"


@cache  # it stands on each page
def _territorial(name: str) -> str:
    locale = Locale.parse(name)
    likely = Locale.parse(get_global("likely_subtags").get(locale.language, name))
    return "_".join(filter(None, (locale.language, locale.territory or likely.territory)))


@lru_cache(maxsize=4096)  # each stands on many pages
def _long_date(day: datetime.date, locale: str) -> str:
    return format_date(day, "long", locale=locale).replace("\u202f", "\u00a0")


def by_slug(texts: Iterable[Text]) -> dict[str, dict[str, Text]]:
    """Group texts: slug → language → version, sorted by slug."""
    groups: defaultdict[str, dict[str, Text]] = defaultdict(dict)
    for text in sorted(texts, key=lambda text: (text.slug, text.lang)):
        groups[text.slug][text.lang] = text
    return dict(groups)


def version_for(versions: Mapping[str, T], lang: str, fallback: Sequence[str]) -> T:
    """Return the version that the edition of a language shows: its own, or the first of ``fallback`` that exists."""
    return next(versions[each] for each in (lang, *fallback) if each in versions)
