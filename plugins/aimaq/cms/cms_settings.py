"""The settings that the CMS depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["CmsSettings", "read_cms_settings"]

#: Without a Git host the editor chooses a folder in the browser. Sveltia asks for a host all the same; of this kind it
#: does not look up whether it is up.
_LOCAL: Final = {"name": "gitea", "repo": "local/site", "branch": "main"}


@dataclass(frozen=True, slots=True)
class CmsSettings:
    """Folders are relative to the project; ``media`` is relative to ``content``. ``backend`` is Sveltia's own field."""

    site_name: str
    content: str
    media: str
    articles: str
    pages: str
    languages: tuple[str, ...]
    default_lang: str
    ledger: str
    ledger_languages: tuple[str, ...]
    backend: Mapping[str, object]


def read_cms_settings(settings: Mapping[str, Any]) -> CmsSettings:
    """Return the CMS's part of a site's settings, which have been checked."""
    content = settings["PATH"]
    return CmsSettings(
        site_name=settings["SITENAME"],
        content=content,
        media=settings["STATIC_PATHS"][0],
        articles=f"{content}/{settings['ARTICLE_PATHS'][0]}",
        pages=f"{content}/{settings['PAGE_PATHS'][0]}",
        languages=tuple(edition["lang"] for edition in settings["EDITIONS"]),
        default_lang=settings["DEFAULT_LANG"],
        ledger=settings["INDICATORS_PATH"],
        ledger_languages=tuple(settings["INDICATORS_PREFIXES"]),
        backend=settings.get("CMS_BACKEND", _LOCAL),
    )
