"""The plugin's settings, read once into a typed, frozen value."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from msgspec.structs import asdict

from aimaq.base.addresses.site_folder import folder_of, is_folder
from aimaq.base.languages.messages import tr
from aimaq.base.languages.translations import Catalog, read_catalogs
from aimaq.base.problems import raise_any, suggest
from aimaq.base.web_addresses import host_of, is_web_address
from aimaq.newsroom.content.kinds import KINDS
from aimaq.newsroom.content.names import SLUG
from aimaq.newsroom.media.library import FOLDER
from aimaq.newsroom.model.contacts import contact_mistakes
from aimaq.newsroom.model.editions import Edition, Section
from aimaq.settings.read import setting_problem
from aimaq.settings.schema import EditionSetting, KindSetting, Settings
from aimaq.settings.sign import icon_address

__all__ = ["ARCHIVE", "PARTS", "PEOPLE", "SEARCH", "SITEMAPS", "TOPICS", "Newsroom", "read_newsroom", "reserved_slugs"]

PEOPLE, PARTS = "people", "parts"
"""Folders of texts that are no pages: those in the first become pages about people, those in the second none."""
ARCHIVE, SEARCH, SITEMAPS, TOPICS = "archive", "search", "sitemaps", "topics"
OWN_SLUGS = (ARCHIVE, "corrections", "feeds", FOLDER, SEARCH, SITEMAPS, TOPICS, PEOPLE, PARTS, "press-kit")


_ADDRESSES = tuple(
    (f"{kind}_{which}URL", f"{kind}_{which}SAVE_AS") for kind in ("ARTICLE", "PAGE") for which in ("", "LANG_")
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What every module of the newsroom has to know of the site.

    ``now`` is the moment of the build; of a ``today`` that the settings name, the last one. ``as_of`` is the earlier
    day that the site is to be shown as it stood on, and then ``today`` as well. Paths are absolute.
    """

    settings: Settings
    content: Path
    theme: Path
    site_url: str
    zone: ZoneInfo
    now: datetime
    today: date
    as_of: date | None
    editions: Mapping[str, Edition]
    fallback: tuple[str, ...]
    reserved_slugs: frozenset[str]
    searchable: bool
    catalogs: Mapping[str, Catalog]

    @property
    def default(self) -> Edition:
        """The edition that stands at the root."""
        return self.editions[self.settings.default_lang]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.editions)

    @property
    def domain(self) -> str:
        """The host of the site's address, without a port: the authority of its tag URIs (RFC 4151)."""
        return host_of(self.site_url)

    @property
    def folder(self) -> str:
        """The folder in the site's address, "/press"; "" for a site at the root of its host."""
        return folder_of(self.site_url)

    @property
    def shown_at(self) -> datetime:
        """The moment that the site shows: now, or the last of an earlier day."""
        return min(self.now, _end_of(self.as_of, self.zone)) if self.as_of else self.now

    def shown(self, path: str | Path) -> str:
        """Return a path as messages show it: relative to the project's folder, with slashes."""
        # As texts: a large site shows each of its files to many a check, and taking paths apart takes its time.
        return os.fspath(path).removeprefix(f"{self.settings.project}{os.sep}").replace(os.sep, "/")


def read_newsroom(settings: Settings, now: datetime) -> Newsroom:
    """Derive the value from the settings; ``now`` is in any zone. NEWSROOM_TODAY takes its place, as a whole day.

    Raises ProblemsFound for settings that cannot be right and for catalogues that cannot be read.
    """
    root, zone = settings.project, ZoneInfo(settings.timezone)
    content, theme = (root / settings.path).absolute(), (root / settings.theme).absolute()
    editions, kinds = settings.editions or (), settings.newsroom_kinds or ()
    languages = [edition.lang for edition in editions]
    own = _own_addresses(settings)
    raise_any(
        setting_problem(root, name, settings.given.get(name), message, hint, place=place)
        for name, message, hint, place in _mistakes(settings, content, own)
    )
    today, as_of = settings.newsroom_today, settings.as_of
    return Newsroom(
        settings=settings,
        content=content,
        theme=theme,
        site_url=settings.siteurl,
        zone=zone,
        now=_end_of(today, zone) if today else now.astimezone(zone),
        today=as_of or today or now.astimezone(zone).date(),
        as_of=as_of,
        editions={edition.lang: _edition(edition, settings, kinds) for edition in editions},
        fallback=tuple(dict.fromkeys((*settings.fallback_languages, *languages))),
        reserved_slugs=reserved_slugs(settings),
        # A site that is shown as on an earlier day runs no script, and there is no search without one.
        searchable=settings.newsroom_search and as_of is None,
        catalogs=read_catalogs(theme / "translations", languages, root=root),
    )


#: By indexnow.org/documentation.
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
#: What is wrong with a setting: its name, the message, a hint, and the part of it, "[0].locale".
_Mistake = tuple[str, str, str, str]


def reserved_slugs(settings: Settings) -> frozenset[str]:
    """Return the slugs that no page can have, because the site has something else at their addresses."""
    kinds = (kind.slug for kind in settings.newsroom_kinds or ())
    return frozenset((*_own_addresses(settings), *settings.languages, *kinds))


def _own_addresses(settings: Settings) -> set[str]:
    return {*settings.static_paths, *settings.reserved_slugs, settings.theme_static_dir, *OWN_SLUGS}


def _mistakes(settings: Settings, content: Path, own: set[str]) -> Iterator[_Mistake]:
    """Yield what is wrong with settings that are of the right types; ``own`` are first parts of taken addresses."""
    yield from _site_url_mistakes(settings.siteurl)
    if settings.given.get("RELATIVE_URLS"):
        message = tr("it does nothing here: links of a newsroom begin at the site's root")
        yield "RELATIVE_URLS", message, tr("delete it; the pages work under any host as they are"), ""
    for name, entries in (("EDITIONS", settings.editions), ("NEWSROOM_KINDS", settings.newsroom_kinds)):
        if entries is None:
            yield name, tr("expected a list, found nothing"), "", ""
    if settings.editions:
        yield from _edition_mistakes(settings.editions, settings.default_lang, settings.fallback_languages)
    yield from contact_mistakes(settings)
    for name, address in (("WEBSUB_HUB", settings.websub_hub), ("INDEXNOW_SERVICE", settings.indexnow_service)):
        if address and not is_web_address(address):
            message = tr('expected a web address, found "%(value)s"', value=address)
            yield name, message, tr('it begins with "https://"'), ""
    if settings.indexnow_key and not _INDEXNOW_KEY.fullmatch(settings.indexnow_key):
        message = tr(
            'expected 8 to 128 Latin letters, digits and hyphens, found "%(value)s"', value=settings.indexnow_key
        )
        yield "INDEXNOW_KEY", message, tr("make one up: it is no secret, since search engines read it on the site"), ""
    if settings.newsroom_kinds:
        taken = own.union(settings.languages)
        yield from _kind_mistakes(settings.newsroom_kinds, taken)
    for name, folders in (("ARTICLE_PATHS", settings.article_paths), ("PAGE_PATHS", settings.page_paths)):
        for number, folder in enumerate(folders):
            if not folder:
                yield name, tr("expected text, found an empty one"), "", f"[{number}]"
            # A person or a part that a text names and that does not exist is a problem of its own.
            if folder not in (PEOPLE, PARTS) and not (content / folder).exists():
                shown = Path(os.path.relpath(content / folder, settings.project)).as_posix()
                hint = tr("without it the site would lose all that was published from there; an empty one is enough")
                yield name, tr('there is no folder "%(shown)s"', shown=shown), hint, ""
    for url, save_as in _ADDRESSES:
        yield from _address_mistakes(settings, url, save_as, ("slug", "lang") if "LANG" in url else ("slug",))


def _site_url_mistakes(site_url: str) -> Iterator[_Mistake]:
    try:
        address = urlsplit(site_url)
        right = (
            address.scheme in ("http", "https")
            and address.hostname
            and is_folder(address.path)
            and not (address.query or address.fragment)
        )
    except ValueError:
        right = False
    if not right:
        message = tr(
            'expected scheme and host, such as "https://press.example.kz", found "%(site_url)s"', site_url=site_url
        )
        hint = tr(
            "feeds, the sitemap and canonical links need it; it may have a folder, as in "
            "https://user.github.io/press, and has no slash at the end"
        )
        yield "SITEURL", message, hint, ""


def _address_mistakes(settings: Settings, url: str, save_as: str, fields: tuple[str, ...]) -> Iterator[_Mistake]:
    """Check that an address has the fields that distinguish texts, and that the page is written there."""
    address: str = getattr(settings, url.lower())
    written: str = getattr(settings, save_as.lower())
    needed = " and ".join(f"{{{field}}}" for field in fields)
    try:
        address.format(slug="", lang="", date=datetime.min)
        right = all(f"{{{field}}}" in address for field in fields)
    except (AttributeError, KeyError, ValueError, IndexError):
        right = False
    expected = f"{address}index.html" if address.endswith("/") else address
    if not right:
        yield (
            url,
            tr('expected an address with %(needed)s, found "%(address)s"', needed=needed, address=address),
            "",
            "",
        )
    elif written != expected:
        hint = tr("a page is written to where %(url)s says that it is", url=url)
        yield save_as, tr('expected "%(expected)s", found "%(written)s"', expected=expected, written=written), hint, ""


def _edition_mistakes(
    editions: Sequence[EditionSetting], default: str | None, fallback: tuple[str, ...] | None
) -> Iterator[_Mistake]:
    languages = [edition.lang for edition in editions]
    for number, edition in enumerate(editions):
        for field in ("lang", "locale"):
            code = getattr(edition, field)
            if not _is_locale(code):
                hint = tr("a language has two or three letters, as in kk; a locale may have a country too, as in en_GB")
                yield "EDITIONS", tr('CLDR knows no language "%(code)s"', code=code), hint, f"[{number}].{field}"
    for lang in _twice(languages):
        yield "EDITIONS", tr('the language "%(lang)s" stands twice', lang=lang), tr("delete one of them"), ""
    if default is not None and default not in languages:
        yield (
            "DEFAULT_LANG",
            tr('expected one of %(list)s, found "%(default)s"', list=", ".join(languages), default=default),
            "",
            "",
        )
    if fallback and (len(set(fallback)) < len(fallback) or not set(fallback) <= set(languages)):
        message = tr(
            "expected each of %(list)s at most once, found %(found)s",
            list=", ".join(languages),
            found=", ".join(fallback),
        )
        yield "FALLBACK_LANGUAGES", message, tr("those that are not named come last"), ""


def _kind_mistakes(kinds: Sequence[KindSetting], taken: Set[str]) -> Iterator[_Mistake]:
    name = "NEWSROOM_KINDS"
    for field in ("kind", "slug"):
        for word in _twice([getattr(kind, field) for kind in kinds]):
            yield name, tr('the %(field)s "%(word)s" stands twice', field=field, word=word), tr("each has its own"), ""
    for number, kind in enumerate(kinds):
        place = f"[{number}].slug"
        if not SLUG.fullmatch(kind.slug):
            message = tr('expected small Latin letters, digits and single hyphens, found "%(slug)s"', slug=kind.slug)
            yield name, message, tr("it becomes the section's address"), place
        elif kind.kind not in KINDS:
            yield (
                name,
                tr('unknown kind "%(kind)s"', kind=kind.kind) + suggest(kind.kind, KINDS),
                "",
                f"[{number}].kind",
            )
        elif kind.slug in taken:
            yield name, tr('the address "/%(slug)s/" is taken', slug=kind.slug), tr("rename it"), place


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


def _edition(edition: EditionSetting, settings: Settings, kinds: Sequence[KindSetting]) -> Edition:
    prefix = "" if edition.lang == settings.default_lang else f"{edition.lang}/"
    sections = tuple(Section(kind.kind, kind.slug, kind.label, f"/{prefix}{kind.slug}/") for kind in kinds)
    return Edition(
        **asdict(edition),
        prefix=prefix,
        site_url=settings.siteurl,
        sections=sections,
        logo=icon_address(settings),
        contact=settings.contact.get(edition.lang),
    )
