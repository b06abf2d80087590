"""What an import is given: the options of the command, and what it has to know of the site."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from aimaq.base.languages.slugs import slugify
from aimaq.settings.schema import Settings

__all__ = ["ImportOptions", "ImportSite"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the editor chose. ``lang`` and ``date`` are for sources that do not state theirs; ``skip`` holds slugs."""

    source: str
    lang: str = ""
    uploads: str = ""
    mapping: str = ""
    kind: str = "news"
    date: str = ""
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSite:
    """The site that texts are imported into: its folders, languages and addresses, and the day there."""

    settings: Settings
    today: date

    @property
    def content_folder(self) -> Path:
        return self.settings.project / self.settings.path

    @property
    def languages(self) -> tuple[str, ...]:
        return self.settings.languages

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    def shown(self, path: str) -> str:
        """Return a path below the content folder as messages show it."""
        return f"{self.settings.path}/{path}"

    def file_of(self, slug: str, lang: str, *, is_page: bool) -> str:
        """Return the path of a text's file below the content folder."""
        folders = self.settings.page_paths if is_page else self.settings.article_paths
        return f"{folders[0]}/{slug}.{lang}.md"

    def address_of(self, path: str) -> str:
        """Return the address of the text in a file, given by its path below the content folder."""
        folder, _, name = path.rpartition("/")
        slug, lang, _ = name.split(".")
        settings = self.settings
        if folder == settings.article_paths[0]:
            pattern = settings.article_url if lang == settings.default_lang else settings.article_lang_url
        else:
            pattern = settings.page_url if lang == settings.default_lang else settings.page_lang_url
        return "/" + pattern.format(slug=slug, lang=lang)

    def list_of(self, lang: str, *, kind: str = "", topic: str = "", time: str = "") -> tuple[str, str]:
        """Return the address of a list of stories, by default of all, and that of its feed without its ending."""
        edition = "/" if lang == self.settings.default_lang else f"/{lang}/"
        sections = (each.slug for each in self.settings.newsroom_kinds or () if each.kind == kind)
        path = f"topics/{slugify(topic, lang)}" if topic else next(sections, "")
        if path:
            return f"{edition}{path}/", f"{edition}feeds/{path}"
        # A year and a month have pages, a day has that of its month.
        return f"{edition}archive/{time[:7]}/" if time else edition, f"{edition}feeds/all"
