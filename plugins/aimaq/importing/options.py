"""What an import is given: the options of the command, and what it has to know of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

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
    """The site that texts are imported into.

    ``content`` is the content folder relative to ``project``, ``articles`` and ``pages`` are folders below it.
    ``address_patterns`` are the settings ``ARTICLE_URL``, ``ARTICLE_LANG_URL``, ``PAGE_URL`` and ``PAGE_LANG_URL`` by
    their names. ``redirects`` is the path of the file of redirects, "" for none.
    """

    project: Path
    content: str
    articles: str
    pages: str
    languages: tuple[str, ...]
    default_lang: str
    zone: ZoneInfo
    address_patterns: Mapping[str, str]
    redirects: str

    @classmethod
    def from_settings(cls, settings: Settings) -> ImportSite:
        return cls(
            project=settings.project,
            content=settings.path,
            articles=settings.article_paths[0],
            pages=settings.page_paths[0],
            languages=tuple(edition.lang for edition in settings.editions or ()),
            default_lang=settings.default_lang,
            zone=ZoneInfo(settings.timezone),
            address_patterns={
                "ARTICLE_URL": settings.article_url,
                "ARTICLE_LANG_URL": settings.article_lang_url,
                "PAGE_URL": settings.page_url,
                "PAGE_LANG_URL": settings.page_lang_url,
            },
            redirects=settings.hosting_redirects,
        )

    @property
    def content_folder(self) -> Path:
        return self.project / self.content

    def file_of(self, slug: str, lang: str, *, is_page: bool) -> str:
        """Return the path of a text's file below the content folder."""
        return f"{self.pages if is_page else self.articles}/{slug}.{lang}.md"

    def address_of(self, path: str) -> str:
        """Return the address of the text in a file, given by its path below the content folder."""
        folder, _, name = path.rpartition("/")
        slug, lang, _ = name.split(".")
        pattern = (
            f"{'ARTICLE' if folder == self.articles else 'PAGE'}{'' if lang == self.default_lang else '_LANG'}_URL"
        )
        return "/" + self.address_patterns[pattern].format(slug=slug, lang=lang)
