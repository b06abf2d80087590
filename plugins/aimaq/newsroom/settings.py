"""The plugin's settings, read once into a typed, frozen value."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale, UnknownLocaleError
from msgspec import Meta

from aimaq.base.problems import Problem, ProblemsFound, suggest
from aimaq.base.translations import Catalog, read_catalogs
from aimaq.base.type_messages import worded
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.media.library import FOLDER
from aimaq.newsroom.model.editions import Edition, Section
from aimaq.settings.locate import setting_place

__all__ = ["ARCHIVE", "PARTS", "PEOPLE", "SEARCH", "SITEMAPS", "TOPICS", "Newsroom", "read_settings"]

Text = Annotated[str, Meta(min_length=1)]
Texts = tuple[Text, ...]
Count = Annotated[int, Meta(ge=1)]
AT_LEAST_ONE = Meta(min_length=1)
PEOPLE, PARTS = "people", "parts"
"""Folders of texts that are no pages: those in the first become pages about people, those in the second none."""
ARCHIVE, SEARCH, SITEMAPS, TOPICS = "archive", "search", "sitemaps", "topics"
OWN_SLUGS = (ARCHIVE, "corrections", "feeds", FOLDER, SEARCH, SITEMAPS, TOPICS, PEOPLE, PARTS, "press-kit")


class EditionSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lang: Text
    locale: Text
    name: Text
    site_name: Text
    tagline: Text


class KindSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Text
    slug: Text
    label: Text


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What every module of the plugin has to know of the site.

    ``root`` is the project's folder, to which the paths in messages are relative; ``problems`` is the one
    list to which all plugins add while Pelican reads. ``now`` is the moment of the build; of a ``today`` that the
    settings name, the last one. ``as_of`` is the earlier day that the site is to be shown as it stood on, and then
    ``today`` as well. A ``preview`` shows what is not public yet. ``other_slugs`` are first parts of other plugins'
    addresses. ``kinds`` are those that have sections, ``press_contact`` is the slug of the person or office to write
    to, or "". ``press_sources``: PDFs and media kits are going to be made from this build.
    """

    root: Path
    content: Path
    theme: Path
    theme_static: str
    page_paths: tuple[str, ...]
    article_paths: tuple[str, ...]
    static_paths: tuple[str, ...]
    site_url: str
    zone: ZoneInfo
    now: datetime
    today: date
    as_of: date | None
    preview: bool
    editions: Mapping[str, Edition]
    default_lang: str
    fallback: tuple[str, ...]
    kinds: tuple[str, ...]
    per_page: int
    home_stories: int
    feed_items: int | None
    other_slugs: frozenset[str]
    reserved_slugs: frozenset[str]
    headline: tuple[str, ...]
    sitemap_context: tuple[str, ...]
    trusts_html: bool
    searchable: bool
    press_contact: str
    share_pictures: int
    press_sources: bool
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

    @property
    def shown_at(self) -> datetime:
        """The moment that the site shows: now, or the last of an earlier day."""
        return min(self.now, _end_of(self.as_of, self.zone)) if self.as_of else self.now

    def shown(self, path: str | Path) -> str:
        """Return a path as messages show it: relative to the project's folder, with slashes."""
        # As texts: a large site shows each of its files to many a check, and taking paths apart takes its time.
        return os.fspath(path).removeprefix(f"{self.root}{os.sep}").replace(os.sep, "/")


def read_settings(settings: Mapping[str, Any], root: Path, now: datetime, problems: list[Problem]) -> Newsroom:
    """Build the value from Pelican's settings; ``now`` is in any zone. NEWSROOM_TODAY takes its place, as a whole day.

    Raises ProblemsFound for settings that cannot be right and for catalogues that cannot be read.
    """
    content = Path(settings["PATH"]).absolute()
    theme = Path(settings["THEME"]).absolute()
    reader = _Reader(root)
    take = reader.take
    editions = take(settings, "EDITIONS", Annotated[tuple[EditionSetting, ...], AT_LEAST_ONE])
    kinds = take(settings, "NEWSROOM_KINDS", Annotated[tuple[KindSetting, ...], AT_LEAST_ONE])
    default = take(settings, "DEFAULT_LANG", Text)
    site_url = take(settings, "SITEURL", str)
    fallback = take(settings, "FALLBACK_LANGUAGES", Texts, ())
    article_paths = take(settings, "ARTICLE_PATHS", Texts)
    page_paths = take(settings, "PAGE_PATHS", Texts)
    static_paths = take(settings, "STATIC_PATHS", Texts)
    theme_static = take(settings, "THEME_STATIC_DIR", Text)
    other_slugs = take(settings, "RESERVED_SLUGS", Texts, ())
    per_page = take(settings, "STORIES_PER_PAGE", Count, 20)
    home_stories = take(settings, "HOME_STORIES", Count, 8)
    feed_items = take(settings, "FEED_MAX_ITEMS", Count | None, None)
    headline = take(settings, "HEADLINE_INDICATORS", Texts, ())
    sitemap_context = take(settings, "SITEMAP_CONTEXT", Texts, ())
    trusts_html = take(settings, "NEWSROOM_TRUSTS_HTML", bool, False)
    searchable = take(settings, "NEWSROOM_SEARCH", bool, True)
    press_contact = take(settings, "PRESS_CONTACT", str, "")
    share_pictures = take(settings, "SHARE_PICTURES", Annotated[int, Meta(ge=0)], 50)
    press_sources = take(settings, "PRESS_SOURCES", bool, False)
    today = take(settings, "NEWSROOM_TODAY", date | None, None)
    as_of = take(settings, "AS_OF", date | None, None)
    preview = take(settings, "PREVIEW", bool, False)
    zone = ZoneInfo(settings["TIMEZONE"])

    own = {*(static_paths or ()), *(other_slugs or ()), theme_static, *OWN_SLUGS}
    if site_url is not None:
        reader.check_site_url(site_url)
    if editions:
        reader.check_editions(editions, default, fallback)
    if kinds:
        reader.check_kinds(kinds, own.union(edition.lang for edition in editions or ()))
    for name, folders in (("ARTICLE_PATHS", article_paths), ("PAGE_PATHS", page_paths)):
        for folder in folders or ():
            # Of people and parts nothing is lost unsaid: whoever names one that is not there is told.
            if folder not in (PEOPLE, PARTS) and not (content / folder).exists():
                shown = Path(os.path.relpath(content / folder, root)).as_posix()
                hint = "without it the site would lose all that was published from there; an empty one is enough"
                reader.report(name, folders, f'there is no folder "{shown}"', hint)
    for kind in ("ARTICLE", "PAGE"):
        for which, fields in (("", ("slug",)), ("LANG_", ("slug", "lang"))):
            reader.check_address(settings, f"{kind}_{which}URL", f"{kind}_{which}SAVE_AS", fields)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return Newsroom(
        root=root,
        content=content,
        theme=theme,
        theme_static=theme_static,
        page_paths=page_paths,
        article_paths=article_paths,
        static_paths=static_paths,
        site_url=site_url,
        zone=zone,
        now=_end_of(today, zone) if today else now.astimezone(zone),
        today=as_of or today or now.astimezone(zone).date(),
        as_of=as_of,
        preview=preview,
        editions={
            edition.lang: _edition(edition, "" if edition.lang == default else f"{edition.lang}/", site_url, kinds)
            for edition in editions
        },
        default_lang=default,
        fallback=fallback or tuple(edition.lang for edition in editions),
        kinds=tuple(kind.kind for kind in kinds),
        per_page=per_page,
        home_stories=home_stories,
        feed_items=feed_items,
        other_slugs=frozenset(other_slugs),
        reserved_slugs=frozenset([*own, *(edition.lang for edition in editions), *(kind.slug for kind in kinds)]),
        headline=headline,
        sitemap_context=sitemap_context,
        trusts_html=trusts_html,
        # A site that is shown as on an earlier day runs no script, and there is no search without one.
        searchable=bool(searchable) and as_of is None,
        press_contact=press_contact,
        share_pictures=share_pictures,
        press_sources=press_sources,
        catalogs=read_catalogs(theme / "translations", [edition.lang for edition in editions], root=root),
        problems=problems,
    )


class _Reader:
    """Takes settings one by one, and collects what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def take(self, settings: Mapping[str, Any], name: str, kind: Any, default: Any = None) -> Any:
        """Return a setting as ``kind``; ``default`` if it is absent, None after reporting it."""
        value = settings.get(name, default)
        try:
            return msgspec.convert(value, type=kind)
        except msgspec.ValidationError as error:
            place, message = worded(str(error), value)
            self.report(name, value, message, place=place)
            return None

    def report(self, name: str, value: object, message: str, hint: str = "", *, place: str = "") -> None:
        path, line = setting_place(self.root, name, value)
        self.problems.append(Problem(path, f"{name}{place}: {message}", line, hint=hint))

    def check_site_url(self, site_url: str) -> None:
        try:
            address = urlsplit(site_url)
            right = address.scheme in ("http", "https") and address.hostname and not address.path and not address.query
        except ValueError:
            right = False
        if not right:
            self.report(
                "SITEURL",
                site_url,
                f'expected scheme and host, such as "https://press.example.kz", found "{site_url}"',
                "feeds, the sitemap and canonical links need it; a folder after it is not supported",
            )

    def check_address(self, settings: Mapping[str, Any], url: str, save_as: str, fields: tuple[str, ...]) -> None:
        """Check that an address holds all that tells texts apart, and that it is where the page is written to."""
        address = settings[url]
        needed = " and ".join(f"{{{field}}}" for field in fields)
        try:
            address.format(slug="", lang="", date=datetime.min)
            right = all(f"{{{field}}}" in address for field in fields)
        except (AttributeError, KeyError, ValueError, IndexError):
            right = False
        if not right:
            self.report(url, address, f'expected an address with {needed}, found "{address}"')
            return
        expected = f"{address}index.html" if address.endswith("/") else address
        if settings[save_as] != expected:
            hint = f"a page is written to where {url} says that it is"
            self.report(save_as, settings[save_as], f'expected "{expected}", found "{settings[save_as]}"', hint)

    def check_editions(
        self, editions: Sequence[EditionSetting], default: str | None, fallback: tuple[str, ...] | None
    ) -> None:
        languages = [edition.lang for edition in editions]
        for number, edition in enumerate(editions):
            for field in ("lang", "locale"):
                code = getattr(edition, field)
                if not _is_locale(code):
                    message = f'CLDR knows no language "{code}"'
                    hint = "a language has two or three letters, as in kk; a locale may have a country too, as in en_GB"
                    self.report("EDITIONS", _plain(editions), message, hint, place=f"[{number}].{field}")
        for lang in _twice(languages):
            self.report("EDITIONS", _plain(editions), f'the language "{lang}" stands twice', "delete one of them")
        if default is not None and default not in languages:
            self.report("DEFAULT_LANG", default, f'expected one of {", ".join(languages)}, found "{default}"')
        if fallback and sorted(fallback) != sorted(languages):
            self.report(
                "FALLBACK_LANGUAGES",
                fallback,
                f"expected each of {', '.join(languages)} once, found {', '.join(fallback)}",
            )

    def check_kinds(self, kinds: Sequence[KindSetting], taken: Set[str]) -> None:
        value = _plain(kinds)
        for field in ("kind", "slug"):
            for name in _twice([getattr(kind, field) for kind in kinds]):
                self.report("NEWSROOM_KINDS", value, f'the {field} "{name}" stands twice', "each has its own")
        for number, kind in enumerate(kinds):
            place = f"[{number}].slug"
            if not SLUG.fullmatch(kind.slug):
                message = f'expected small Latin letters, digits and single hyphens, found "{kind.slug}"'
                self.report("NEWSROOM_KINDS", value, message, "it becomes the section's address", place=place)
            elif kind.kind not in KINDS:
                message = f'unknown kind "{kind.kind}"{suggest(kind.kind, KINDS)}'
                self.report("NEWSROOM_KINDS", value, message, place=f"[{number}].kind")
            elif kind.slug in taken:
                self.report("NEWSROOM_KINDS", value, f'the address "/{kind.slug}/" is taken', "rename it", place=place)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.max, zone)


def _is_locale(code: str) -> bool:
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _plain(structs: Sequence[msgspec.Struct]) -> list[Any]:
    return [msgspec.to_builtins(struct) for struct in structs]


def _edition(setting: EditionSetting, prefix: str, site_url: str, kinds: Sequence[KindSetting]) -> Edition:
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
