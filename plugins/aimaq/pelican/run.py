"""One run of Pelican inside this process; what it would only log becomes a problem."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import PelicanTemplateNotFound
from pelican.plugins import signals
from pelican.settings import read_settings

from aimaq.base.components import rendering_problem
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.pelican.log_capture import Warnings
from aimaq.pelican.state import FaultyDrafts
from aimaq.settings.pelican_settings import PelicanSettings

__all__ = ["forget_contents", "open_pelican", "run_pelican"]


def run_pelican(project: Path, conf: str, settings: PelicanSettings) -> Sequence[Any]:
    """Compose the site of ``project``; return the generators that have done it.

    ``settings`` are those of the file ``conf``, as written there; Pelican gets a copy.

    Raises ``ProblemsFound``. A warning of Pelican's counts as a problem: it would publish a link that leads nowhere.
    """
    found: list[Any] = []
    with Warnings() as warnings:
        try:
            pelican = open_pelican(project, conf, settings, warnings)
            forget_contents()
            with signals.all_generators_finalized.connected_to(found.extend):
                pelican.run()
            warnings.ignore(pelican.settings["LOG_FILTER"])
        except FaultyDrafts:
            raise
        except ProblemsFound as problems:
            # What Pelican warns of beside problems that have been found follows from them.
            raise ProblemsFound([*problems.problems, *_logged(warnings, project, logging.ERROR)]) from None
        except PelicanTemplateNotFound as error:
            message = _flat(error).partition(" from [")[0].removeprefix("[templates] ")
            raise ProblemsFound([Problem("theme/templates", message, hint=tr("the theme has to have it"))]) from error
        except Exception as error:
            problem = rendering_problem(error, project)
            if problem is None:
                raise
            raise ProblemsFound([problem, *_logged(warnings, project)]) from error
    raise_any(_logged(warnings, project))
    return found


def open_pelican(project: Path, conf: str, settings: PelicanSettings, warnings: Warnings) -> Pelican:
    """Return Pelican with its plugins, before it has run; raise ``ProblemsFound`` if it lacks one.

    ``settings`` are those of the file ``conf``, of which Pelican gets a copy; ``warnings`` has what Pelican logs.
    """
    full = _settings(project, conf, settings)
    expected = list(full["PLUGINS"])
    pelican = Pelican(full)
    # A plugin's package may be in Pelican's namespace, which Pelican adds to the name.
    loaded = {name.removeprefix("pelican.plugins.") for name in full["PLUGINS"]}
    if missing := [name for name in expected if name.removeprefix("pelican.plugins.") not in loaded]:
        # Pelican's message has two lines: that it could not, and why.
        reasons = [record.getMessage().partition("\n")[2] for record in warnings.records]
        warnings.records.clear()
        raise ProblemsFound(
            Problem(
                conf,
                tr('PLUGINS: the plugin "%(name)s" cannot be loaded', name=name),
                hint="; ".join(filter(None, reasons)),
            )
            for name in missing
        )
    return pelican


def forget_contents() -> None:
    """Forget the texts that Pelican has memoized, which hold their articles in memory until the process ends."""
    for name in ("get_content", "get_summary"):
        Content.__dict__[name].cache.clear()


def _settings(project: Path, conf: str, settings: PelicanSettings) -> dict[str, Any]:
    """Return Pelican's settings: paths absolute, as Pelican makes those of a settings file, and with its defaults."""
    own = {name: _copied(value) for name, value in settings.items()}
    for name in ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH"):
        if own.get(name) is not None:
            path = os.path.normpath(project / own[name])
            if name != "THEME" or os.path.exists(path):  # it may be the name of one of Pelican's themes
                own[name] = path
    for name in ("PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES"):
        own[name] = [os.path.normpath(project / path) for path in own.get(name, ())]
    try:
        full: dict[str, Any] = read_settings(None, override=own)
    except ValueError as error:
        raise ProblemsFound([Problem(conf, _flat(error))]) from error
    return full


def _copied(value: Any) -> Any:
    """Return a value with its lists and dicts copied: Pelican and plugins append to some of them."""
    if type(value) is dict:
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if type(value) is list else value


def _logged(warnings: Warnings, project: Path, least: int = logging.WARNING) -> list[Problem]:
    root = f"{project}{os.sep}"
    records = (record for record in warnings.records if record.levelno >= least)
    messages = dict.fromkeys(record.getMessage().replace(root, "") for record in records)
    return [Problem("pelican", _flat(message)) for message in messages]


def _flat(message: object) -> str:
    return " ".join(str(message).split())
