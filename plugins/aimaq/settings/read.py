"""Reads settings: each value checked against its type in the schema, and paths that lead out of their folders.

Pelican takes most settings as they come, so one of the wrong type makes something fail much later, and a path that
leads out of its folder is followed: ``STATIC_PATHS`` and ``EXTRA_PATH_METADATA`` read and write anywhere.
"""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, raise_any
from aimaq.base.type_messages import worded
from aimaq.settings.locate import setting_place
from aimaq.settings.schema import Settings
from aimaq.settings.shown_texts import unfit_texts

__all__ = ["read_settings", "setting_problem"]

_PREFIX: Final = re.compile(r"(?:[A-Za-z0-9_-]+/)*")
_ALIKE: Final = 0.8
"""How alike a name has to be to one of these settings to be taken for a slip of the pen."""
_PELICANS: Final = frozenset({"STATIC_EXCLUDE_SOURCES"})
"""Settings of Pelican's that are not read here, and so alike to one that is."""
_GIVEN: Final = {field.encode_name: field for field in msgspec.structs.fields(Settings)[2:]}
"""The settings by their names; the first two fields are no settings."""


def read_settings(values: Mapping[str, Any], project: Path) -> Settings:
    """Return the settings of a project from the values of its settings file, or from Pelican's.

    Raises ``ProblemsFound`` with all values of the wrong type and all paths that lead out of their folders.
    """
    right: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in _GIVEN.items():
        if name not in values:
            continue
        try:
            right[name] = msgspec.convert(values[name], field.type)
        except msgspec.ValidationError as error:
            place, message = worded(str(error), values[name])
            problems.append(setting_problem(project, name, values[name], message, place=place))
    theme = project / str(right.get("THEME", "theme"))
    for name, value in right.items():
        for message, hint in _astray(name, value, theme, project):
            problems.append(setting_problem(project, name, values[name], message, hint))
        for place, message, hint in unfit_texts(name, value):
            problems.append(setting_problem(project, name, values[name], message, hint, place=place))
    if "aimaq" in (values.get("PLUGINS") or ()):
        problems += _of_the_newsroom(values, project)
    raise_any(problems)
    settings = Settings(project=project, given=values, **{_GIVEN[name].name: value for name, value in right.items()})
    return _with_prefixes(settings)


def _of_the_newsroom(values: Mapping[str, Any], project: Path) -> Iterator[Problem]:
    """Yield what no newsroom does with: markup in titles, and names of settings that are misspelt and do nothing."""
    jinja = values.get("JINJA_ENVIRONMENT")
    if not (isinstance(jinja, dict) and jinja.get("autoescape") is True):
        message, hint = tr("autoescape has to be True"), tr("without it, a < in a title would be published as markup")
        yield setting_problem(project, "JINJA_ENVIRONMENT", jinja, message, hint)
    for name in values.keys() - _GIVEN.keys() - _PELICANS:
        same_letter = (each for each in _GIVEN if each[0] == name[0])  # to compare with all takes longer than the rest
        if near := difflib.get_close_matches(name, same_letter, n=1, cutoff=_ALIKE):
            message, hint = tr("nothing reads a setting of this name"), tr('did you mean "%(near)s"?', near=near[0])
            yield setting_problem(project, name, values[name], message, hint)


def _with_prefixes(settings: Settings) -> Settings:
    """Return settings whose figures have pages in each edition, or in the one language, unless they say where."""
    if settings.indicators_prefixes:
        return settings
    languages = settings.languages or (settings.default_lang,)
    prefixes = {lang: "" if lang == settings.default_lang else f"{lang}/" for lang in languages}
    return msgspec.structs.replace(settings, indicators_prefixes=prefixes)


def setting_problem(
    project: Path, name: str, value: object, message: str, hint: str = "", *, place: str = ""
) -> Problem:
    """Return a problem at the line where a setting has this value; ``place`` is the part of it: ``[0].locale``."""
    path, line = setting_place(project, name, value)
    return Problem(path, f"{name}{place}: {message}", line, hint=hint)


def _astray(name: str, value: Any, theme: Path, project: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the paths of a setting of the right type, and what to do."""
    if name in ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS"):
        hint = tr("a folder below the one in PATH")
        yield from (
            (tr('"%(path)s" leads out of the content folder', path=path), hint) for path in value if not _stays(path)
        )
    elif name == "THEME_STATIC_PATHS":
        for path in value:
            folder = Path(os.path.normpath(theme / path))
            if not any(folder.is_relative_to(os.path.normpath(inside)) for inside in (project, theme)):
                yield tr('"%(path)s" leads out of the project', path=path), tr("a folder of the theme")
    elif name == "THEME_STATIC_DIR" or name.endswith(("_URL", "_SAVE_AS")):
        if not _stays(value) or ":" in value:
            yield (
                tr('"%(value)s" leads out of the output folder', value=value),
                tr("write it without a slash before it and without .."),
            )
    elif name == "PAGINATION_PATTERNS":
        for _, url, path in value:
            if ".." in f"{url}/{path}".split("/"):
                yield tr('"%(path)s" leads out of the output folder', path=path), tr("write it without ..")
    elif name == "EXTRA_PATH_METADATA":
        for source, fields in value.items():
            for field in ("path", "save_as", "url"):
                if not _stays(str(fields.get(field, ""))):
                    message = tr(
                        '"%(source)s" would be published at "%(fields)s", out of the output folder',
                        source=source,
                        fields=fields[field],
                    )
                    yield message, tr("write it without ..")
    elif name == "INDICATORS_PREFIXES":
        for lang, prefix in value.items():
            if not _PREFIX.fullmatch(prefix):
                yield (
                    tr(
                        'expected nothing or a folder such as "%(lang)s/", found "%(prefix)s"', lang=lang, prefix=prefix
                    ),
                    tr("pages are written there"),
                )


def _stays(path: str) -> bool:
    """Tell whether a relative path stays in the folder that it begins in."""
    parts = path.replace("\\", "/").split("/")
    return ".." not in parts and parts[0] != "" if path else True
