"""A site's settings, read without Pelican: the settings file is plain data, so running it is enough."""

import re
import runpy
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aimaq.base.languages.messages import tr
from aimaq.base.problems import SURROGATE, Problem, ProblemsFound, raise_any
from aimaq.settings.locate import setting_place
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["check_settings", "plain_settings"]

#: How deep texts are looked for in a setting.
_DEEP = 10
#: Control characters, and the two that slots begin and end with.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000\ue001]")
_PELICANS_THEMES = ("notmyidea", "simple")


def plain_settings(project: Path, conf: str) -> dict[str, Any]:
    """Return the upper-case names that the settings file defines.

    Paths in it stay relative to the project, as written. Raises ``ProblemsFound`` with the line where Python could
    not go on.
    """
    path = str(project)
    sys.path.insert(0, path)  # publishconf.py imports from pelicanconf.py beside it, and not from another site's
    sys.modules.pop("pelicanconf", None)
    try:
        names = runpy.run_path(str(project / conf))
    except Exception as error:
        raise ProblemsFound([_problem(error, project, conf)]) from error
    finally:
        sys.path.remove(path)
        sys.modules.pop("pelicanconf", None)
    values = {name: value for name, value in names.items() if name.isupper()}
    raise_any(
        Problem(file, message, line, hint=hint)
        for name, value in values.items()
        for message, hint in _unfit_characters(name, value)
        for file, line in (setting_place(project, name, value),)
    )
    return values


def _unfit_characters(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield message and advice for the first text in a setting that no file can hold."""
    texts = [value] if isinstance(value, str) else []
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if isinstance(parts, list | tuple | set | frozenset) and depth < _DEEP:
        first = next((each for part in parts for each in _unfit_characters(name, part, depth + 1)), None)
        if first:
            yield first
    for text in texts:
        if half := SURROGATE.search(text):
            message = tr(
                "%(name)s: a text holds \\u%(code)s, which is half of a character",
                name=name,
                code=f"{ord(half[0]):04x}",
            )
            yield message, tr("write the character itself, or take the escape away")
        elif found := _UNFIT.search(text):
            yield (
                tr("%(name)s: a text holds U+%(code)s, which no text may hold", name=name, code=f"{ord(found[0]):04X}"),
                tr("take it away"),
            )


def check_settings(settings: PelicanSettings, project: Path, conf: str) -> None:
    """Check what every build needs, before anything is read; raise ``ProblemsFound``."""
    problems = []
    for name, holds in (("PATH", tr("the texts and the data")), ("THEME", tr("the templates"))):
        folder = settings.get(name)
        if folder is None:
            problems.append(
                Problem(
                    conf,
                    tr("the setting %(name)s is missing", name=name),
                    hint=tr("it names the folder of %(holds)s", holds=holds),
                )
            )
        elif not (project / folder).is_dir() and folder not in _PELICANS_THEMES:
            problems.append(
                Problem(
                    conf,
                    tr('%(name)s: there is no folder "%(folder)s"', name=name, folder=folder),
                    hint=tr("it should hold %(holds)s", holds=holds),
                )
            )
    zone = settings.get("TIMEZONE", "UTC")
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, TypeError, KeyError):  # KeyError: ZoneInfoNotFoundError
        problems.append(
            Problem(
                conf, tr('TIMEZONE: there is no time zone "%(zone)s"', zone=zone), hint=tr('write it as "Asia/Almaty"')
            )
        )
    raise_any(problems)


def _problem(error: Exception, project: Path, conf: str) -> Problem:
    if isinstance(error, FileNotFoundError) and error.filename == str(project / conf):
        return Problem(conf, tr("this settings file is missing"))
    if isinstance(error, SyntaxError):
        name = Path(error.filename or conf).name
        return Problem(name, tr("not valid Python: %(reason)s", reason=error.msg), error.lineno, error.offset)
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == project]
    name, line = (Path(own[-1].filename).name, own[-1].lineno) if own else (conf, None)
    return Problem(
        name,
        tr("Python could not read this line: %(error)s", error=error),
        line,
        hint=tr("texts stand in quotation marks"),
    )
