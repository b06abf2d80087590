"""What kind of value each setting has that a build depends on, and where the paths in them may lead.

Pelican takes most settings as they come, so one of the wrong type makes something fail much later, and a path that
leads out of its folder is followed: ``STATIC_PATHS`` and ``EXTRA_PATH_METADATA`` read and write anywhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypedDict

import msgspec

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.type_messages import worded
from aimaq.settings.locate import setting_place

__all__ = ["check_settings", "setting_problems"]

Texts = tuple[str, ...]


class _Markdown(TypedDict, total=False):
    extensions: tuple[Any, ...]
    extension_configs: dict[str, dict[str, Any]]
    output_format: str


class _Jinja(TypedDict, total=False):
    autoescape: Any
    extensions: tuple[Any, ...]


_ADDRESSES: Final = ("URL", "SAVE_AS", "LANG_URL", "LANG_SAVE_AS")
_TYPES: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        (
            *("SITEURL", "SITENAME", "TIMEZONE", "DEFAULT_LANG", "PATH", "THEME", "OUTPUT_PATH", "THEME_STATIC_DIR"),
            *("INDICATORS_PATH", "INDICATORS_SOURCES", "INCREMENTAL_TRANSFORM"),
            *(f"ARTICLE_{field}" for field in _ADDRESSES),
            *(f"PAGE_{field}" for field in _ADDRESSES),
        ),
        str,
    ),
    **dict.fromkeys(
        (
            *("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "STATIC_EXCLUDES"),
            *("IGNORE_FILES", "PLUGIN_PATHS", "THEME_STATIC_PATHS", "THEME_TEMPLATES_OVERRIDES", "FORMATTED_FIELDS"),
            *("FALLBACK_LANGUAGES", "HEADLINE_INDICATORS", "RESERVED_SLUGS", "SITEMAP_CONTEXT"),
        ),
        Texts,
    ),
    "CMS_BACKEND": dict[str, Any],
    "PLUGINS": tuple[Any, ...],
    "LOCALE": str | Texts,
    "MARKDOWN": _Markdown,
    "JINJA_ENVIRONMENT": _Jinja,
    "INCREMENTAL_DRAWN": dict[str, str],
    "INDICATORS_PREFIXES": dict[str, str],
    "INDICATORS_PUBLISHER": dict[str, str],
    "INDICATORS_TODAY": str | None,
    "EXTRA_PATH_METADATA": dict[str, dict[str, Any]],
    "PAGINATION_PATTERNS": tuple[tuple[int, str, str], ...],
    "NEWSROOM_TRUSTS_HTML": bool,
    "PRESS_SOURCES": bool,
    "PUBLISH_PRESS": bool,
}
_PREFIX: Final = re.compile(r"(?:[A-Za-z0-9_-]+/)*")


def check_settings(settings: Mapping[str, Any], project: Path) -> None:
    """Raise ProblemsFound with all that is wrong with the types and the paths of settings; all may be absent."""
    if problems := list(setting_problems(settings, project)):
        raise ProblemsFound(problems)


def setting_problems(settings: Mapping[str, Any], project: Path) -> Iterator[Problem]:
    """Yield a problem for each setting of the wrong type, and for each that leads out of its folder."""
    right: dict[str, Any] = {}
    for name, kind in _TYPES.items():
        if name in settings:
            try:
                right[name] = msgspec.convert(settings[name], kind)
            except msgspec.ValidationError as error:
                place, message = worded(str(error), settings[name])
                yield _problem(project, name, settings[name], f"{name}{place}: {message}")
    for name, value in right.items():
        for message, hint in _astray(name, value, project / str(right.get("THEME", "theme")), project):
            yield _problem(project, name, settings[name], f"{name}: {message}", hint)


def _problem(project: Path, name: str, value: object, message: str, hint: str = "") -> Problem:
    path, line = setting_place(project, name, value)
    return Problem(path, message, line, hint=hint)


def _astray(name: str, value: Any, theme: Path, project: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the paths of a setting of the right type, and what to do."""
    if name in ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS"):
        hint = "a folder below the one in PATH"
        yield from ((f'"{path}" leads out of the content folder', hint) for path in value if not _stays(path))
    elif name == "THEME_STATIC_PATHS":
        for path in value:
            if not Path(os.path.normpath(theme / path)).is_relative_to(os.path.normpath(project)):
                yield f'"{path}" leads out of the project', "a folder of the theme"
    elif name == "THEME_STATIC_DIR" or name.endswith(("_URL", "_SAVE_AS")):
        if not _stays(value) or ":" in value:
            yield f'"{value}" leads out of the output folder', "write it without a slash before it and without .."
    elif name == "PAGINATION_PATTERNS":
        for _, url, path in value:
            if ".." in f"{url}/{path}".split("/"):
                yield f'"{path}" leads out of the output folder', "write it without .."
    elif name == "EXTRA_PATH_METADATA":
        for source, fields in value.items():
            for field in ("path", "save_as", "url"):
                if not _stays(str(fields.get(field, ""))):
                    message = f'"{source}" would be published at "{fields[field]}", out of the output folder'
                    yield message, "write it without .."
    elif name == "INDICATORS_PREFIXES":
        for lang, prefix in value.items():
            if not _PREFIX.fullmatch(prefix):
                yield f'expected nothing or a folder such as "{lang}/", found "{prefix}"', "pages are written there"
    elif name == "JINJA_ENVIRONMENT" and value.get("autoescape") is not True:
        yield "autoescape has to be True", "without it, a < in a title would be published as markup"


def _stays(path: str) -> bool:
    """Tell whether a relative path stays in the folder that it begins in."""
    parts = path.replace("\\", "/").split("/")
    return ".." not in parts and parts[0] != "" if path else True
