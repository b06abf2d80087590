"""One run of Pelican inside this process, with everything that it would only log turned into problems."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican, log
from pelican.generators import PelicanTemplateNotFound
from pelican.settings import read_settings

from support.problems import Problem, ProblemsFound
from support.templates import rendering_problem

__all__ = ["run_pelican"]


class _Listener(logging.Handler):
    """Collects warnings and errors: a build that drops an article only logs it, and exits with 0."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Pelican logs that it could not read a file, and keeps the reason to itself.
        reason = sys.exc_info()[1]
        if reason is not None and "Could not process" in record.getMessage():
            record.msg = f"{record.getMessage()}: {type(reason).__name__}: {reason}"
            record.args = ()
        self.records.append(record)


def run_pelican(project: Path, conf: str, overrides: Mapping[str, Any]) -> None:
    """Compose the site of ``project`` by its settings file; raise ``ProblemsFound`` if anything is amiss.

    Whatever Pelican warns of counts as a problem: a link that leads nowhere is published with a warning.
    """
    listener = _Listener()
    logger = logging.getLogger("pelican")
    _forget_warnings()
    # Pelican's own log level is WARNING unless told otherwise; its console would print a summary of its own.
    logger.addHandler(listener)
    propagated, logger.propagate = logger.propagate, False
    quiet, log.console.quiet = log.console.quiet, True
    try:
        settings = _settings(project, conf, overrides)
        expected = list(settings["PLUGINS"])
        pelican = Pelican(settings)
        missing = [name for name in expected if name not in settings["PLUGINS"]]
        if missing:
            # Pelican's message has two lines: that it could not, and why.
            reasons = [record.getMessage().partition("\n")[2] for record in listener.records]
            listener.records.clear()
            raise ProblemsFound(
                Problem(conf, f'PLUGINS: the plugin "{name}" cannot be loaded', hint="; ".join(filter(None, reasons)))
                for name in missing
            )
        pelican.run()
    except ProblemsFound as found:
        # What Pelican warns of beside problems that have been found follows from them.
        raise ProblemsFound([*found.problems, *_logged(listener, project, logging.ERROR)]) from None
    except PelicanTemplateNotFound as error:
        message = _flat(error).partition(" from [")[0].removeprefix("[templates] ")
        raise ProblemsFound([Problem("theme/templates", message, hint="the theme has to have it")]) from error
    except Exception as error:
        problem = rendering_problem(error, lambda path: _relative(path, project))
        if problem is None:
            raise
        raise ProblemsFound([problem, *_logged(listener, project)]) from error
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated
        log.console.quiet = quiet
    if logged := _logged(listener, project):
        raise ProblemsFound(logged)


def _forget_warnings() -> None:
    """Let every warning be told again, and none be filtered but by this site's ``LOG_FILTER``.

    Pelican tells a warning once a process: after a build that it stopped, the next one would publish the fault.
    """
    for known in (log.LimitFilter._raised_messages, log.LimitFilter._group_count, log.LimitFilter._ignore):
        known.clear()


def _settings(project: Path, conf: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = read_settings(str(project / conf), override=dict(overrides))
    except ValueError as error:
        raise ProblemsFound([Problem(conf, _flat(error))]) from error
    # Every other path in a settings file is relative to it; this one Pelican leaves to the working directory.
    overrides_ = settings["THEME_TEMPLATES_OVERRIDES"]
    settings["THEME_TEMPLATES_OVERRIDES"] = [str(project / path) for path in overrides_]
    return settings


def _logged(listener: _Listener, project: Path, least: int = logging.WARNING) -> list[Problem]:
    root = f"{project}{os.sep}"
    records = (record for record in listener.records if record.levelno >= least)
    messages = dict.fromkeys(record.getMessage().replace(root, "") for record in records)
    return [Problem("pelican", _flat(message)) for message in messages]


def _relative(path: Path, project: Path) -> str:
    return Path(os.path.relpath(path, project)).as_posix()


def _flat(message: object) -> str:
    return " ".join(str(message).split())
