"""The plugin's settings, read once into a typed, frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from support.catalogs import Catalog, read_catalogs
from support.problems import Problem, ProblemsFound

from .editions import Edition, Section

__all__ = ["Newsroom", "read_settings"]

SETTINGS_FILE = "pelicanconf.py"

T = TypeVar("T")


class EditionSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lang: str
    locale: str
    name: str
    site_name: str
    tagline: str


class KindSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What every module of the plugin has to know of the site.

    ``root`` is the project's folder, to which the paths in messages are relative; ``problems`` is the one
    list to which all plugins add while Pelican reads.
    """

    root: Path
    content: Path
    theme: Path
    page_paths: tuple[str, ...]
    article_paths: tuple[str, ...]
    static_paths: tuple[str, ...]
    site_url: str
    zone: ZoneInfo
    editions: Mapping[str, Edition]
    default_lang: str
    fallback: tuple[str, ...]
    kinds: tuple[str, ...]
    per_page: int
    home_stories: int
    feed_items: int | None
    reserved_slugs: frozenset[str]
    headline: tuple[str, ...]
    sitemap_context: tuple[str, ...]
    catalogs: Mapping[str, Catalog]
    problems: list[Problem]

    @property
    def default(self) -> Edition:
        """The edition that stands at the root."""
        return self.editions[self.default_lang]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.editions)

    @property
    def domain(self) -> str:
        """The host of the site's address, without a port: the authority of its tag URIs (RFC 4151)."""
        return urlsplit(self.site_url).hostname or ""

    def shown(self, path: Path) -> str:
        """Return a path as messages show it: relative to the project's folder, with slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def read_settings(settings: Mapping[str, Any]) -> Newsroom:
    """Build the value from Pelican's settings.

    Raises ProblemsFound for a setting that cannot be right or a catalogue that cannot be read.
    """
    problems: list[Problem] = []
    editions = _convert(settings, "EDITIONS", list[EditionSetting], problems)
    kinds = _convert(settings, "NEWSROOM_KINDS", list[KindSetting], problems)
    languages = [edition.lang for edition in editions]
    default = settings["DEFAULT_LANG"]
    if default not in languages:
        problems.append(
            Problem(SETTINGS_FILE, f'DEFAULT_LANG: expected one of {", ".join(languages)}, found "{default}"')
        )
    site_url = settings["SITEURL"]
    address = urlsplit(site_url)
    if address.scheme not in ("http", "https") or not address.hostname or address.path:
        problems.append(
            Problem(
                SETTINGS_FILE,
                f'SITEURL: expected scheme and host, such as "https://press.example.kz", found "{site_url}"',
                hint="feeds, the sitemap and canonical links need it; a folder after it is not supported",
            )
        )
    fallback = tuple(settings.get("FALLBACK_LANGUAGES", languages))
    if sorted(fallback) != sorted(languages):
        problems.append(
            Problem(
                SETTINGS_FILE,
                f"FALLBACK_LANGUAGES: expected each of {', '.join(languages)} once, found {fallback}",
            )
        )
    if problems:
        raise ProblemsFound(problems)

    content = Path(settings["PATH"]).absolute()
    theme = Path(settings["THEME"]).absolute()
    root = Path(settings.get("PROJECT", content.parent)).absolute()
    static_paths = tuple(settings["STATIC_PATHS"])
    return Newsroom(
        root=root,
        content=content,
        theme=theme,
        page_paths=tuple(settings["PAGE_PATHS"]),
        article_paths=tuple(settings["ARTICLE_PATHS"]),
        static_paths=static_paths,
        site_url=site_url,
        zone=ZoneInfo(settings["TIMEZONE"]),
        editions={
            edition.lang: _edition(edition, "" if edition.lang == default else f"{edition.lang}/", site_url, kinds)
            for edition in editions
        },
        default_lang=default,
        fallback=fallback,
        kinds=tuple(kind.kind for kind in kinds),
        per_page=settings.get("STORIES_PER_PAGE", 20),
        home_stories=settings.get("HOME_STORIES", 8),
        feed_items=settings.get("FEED_MAX_ITEMS"),
        reserved_slugs=frozenset(
            [
                *languages,
                *(kind.slug for kind in kinds),
                *static_paths,
                *settings.get("RESERVED_SLUGS", ()),
                settings["THEME_STATIC_DIR"],
                "archive",
                "feeds",
            ]
        ),
        headline=tuple(settings.get("HEADLINE_INDICATORS", ())),
        sitemap_context=tuple(settings.get("SITEMAP_CONTEXT", ())),
        catalogs=read_catalogs(theme / "translations", languages, root=root),
        problems=settings["PROBLEMS"],
    )


def _edition(setting: EditionSetting, prefix: str, site_url: str, kinds: list[KindSetting]) -> Edition:
    sections = tuple(Section(kind.kind, kind.slug, kind.label, f"/{prefix}{kind.slug}/") for kind in kinds)
    return Edition(
        setting.lang,
        setting.locale,
        setting.name,
        prefix,
        setting.site_name,
        setting.tagline,
        site_url,
        sections,
    )


def _convert(settings: Mapping[str, Any], name: str, kind: type[list[T]], problems: list[Problem]) -> list[T]:
    try:
        found = msgspec.convert(settings.get(name), type=kind)
    except msgspec.ValidationError as error:
        problems.append(Problem(SETTINGS_FILE, f"{name}: {error}"))
        return []
    if not found:
        problems.append(Problem(SETTINGS_FILE, f"{name}: expected at least one, found none"))
    return found
