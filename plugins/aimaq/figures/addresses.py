"""The addresses of figures, which pages and data files share, and their publisher."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final, Self
from zoneinfo import ZoneInfo

from aimaq.base.addresses.site_folder import folder_of
from aimaq.base.web_addresses import host_of
from aimaq.settings.schema import Settings
from aimaq.settings.sign import icon_address

__all__ = ["PAGES", "SLUGS", "Publication"]

#: The templates of the pages of figures: a theme has all of them or none.
PAGES: Final = ("dashboard.html", "indicator.html", "api.html")
#: The first parts of all addresses of figures, behind an edition's prefix.
SLUGS: Final = ("indicators", "api", "log")


@dataclass(frozen=True, slots=True)
class Publication:
    """A site in its languages.

    ``siteurl`` is scheme and host, perhaps with a folder, without a slash at the end. ``prefixes`` maps each language
    to the prefix of its addresses ("" or "kk/"), ``publisher`` each language to the institution's name. ``zone`` is the
    zone of the dates. ``has_pages`` states whether figures have pages and open data: a theme without templates for them
    has neither. ``logo`` is the absolute address of the institution's sign, or "".
    """

    siteurl: str
    prefixes: Mapping[str, str] = field(hash=False)
    publisher: Mapping[str, str] = field(hash=False)
    zone: tzinfo = UTC
    has_pages: bool = True
    logo: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what the settings state; without a publisher, the edition's or the site's name is used."""
        prefixes, named = settings.indicators_prefixes, settings.indicators_publisher
        names = {edition.lang: edition.site_name for edition in settings.editions or ()}
        publisher = {lang: named.get(lang) or names.get(lang, settings.sitename) for lang in prefixes}
        has_pages = any((folder / name).is_file() for folder in settings.template_folders for name in PAGES)
        zone = ZoneInfo(settings.timezone)
        return cls(settings.siteurl, prefixes, publisher, zone, has_pages, icon_address(settings))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, in the order of the settings."""
        return tuple(self.prefixes)

    @property
    def host(self) -> str:
        """The host's name, with the folder of a site below one."""
        return host_of(self.siteurl) + self.folder

    @property
    def folder(self) -> str:
        """The folder in the site's address, "/press"; "" for a site at the root of its host."""
        return folder_of(self.siteurl)

    @property
    def principal(self) -> str:
        """The language whose pages are at the root, or else the first; identifiers use its pages."""
        return next((lang for lang, prefix in self.prefixes.items() if not prefix), self.languages[0])

    def page(self, key: str, lang: str) -> str:
        """Return the root-relative address of an indicator's page; of the dashboard for the key ""."""
        return f"/{self.prefixes[lang]}indicators/{key}{'/' if key else ''}"

    def api(self, lang: str) -> str:
        """Return the root-relative address of the page that describes the open data."""
        return f"/{self.prefixes[lang]}api/"

    def log(self, lang: str, page: int = 0) -> str:
        """Return the root-relative address of the log: of its newest entries, or of a page of it from 1."""
        return f"/{self.prefixes[lang]}log/{f'{page}/' if page else ''}"

    def log_feed(self, lang: str) -> str:
        """Return the root-relative address of the log's feed, without the ending of a format."""
        return f"/{self.prefixes[lang]}feeds/log"

    def log_check(self, lang: str) -> str:
        """Return the root-relative address of what a page needs to check its own figures."""
        return f"{self.log(lang)}check.json"

    def file(self, key: str, ending: str) -> str:
        """Return the root-relative address of an indicator's data file; ``ending`` is "csv" or "ru.badge.svg"."""
        return f"/api/indicators/{key}.{ending}"

    def chart(self, name: str, ending: str) -> str:
        """Return the root-relative address of a file of a text's chart; ``ending`` is "csv" or "ru.svg"."""
        return f"/api/charts/{name}.{ending}"

    def feed(self, key: str, lang: str) -> str:
        """Return the root-relative address of an indicator's feed, without the ending of a format."""
        return f"/{self.prefixes[lang]}feeds/indicators/{key}"

    def absolute(self, address: str) -> str:
        """Return a root-relative address with scheme and host."""
        return self.siteurl + address

    def release(self, key: str, lang: str, anchor: str) -> str:
        """Return the absolute address of one release of an indicator, which never changes."""
        return f"{self.absolute(self.page(key, lang))}#{anchor}"

    def identifier(self, key: str, fragment: str) -> str:
        """Return the identifier, for linked data, of what a fragment of an indicator's page describes."""
        return self.release(key, self.principal, fragment)
