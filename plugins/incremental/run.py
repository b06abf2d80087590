"""One run of Pelican inside this process, with everything that it would only log turned into problems."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import Pelican, log
from pelican.settings import read_settings

from support.problems import Problem, ProblemsFound

__all__ = ["run_pelican"]


class _Listener(logging.Handler):
    """Collects warnings and errors: a build that drops an article only logs it, and exits with 0."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def run_pelican(project: Path, conf: str, overrides: Mapping[str, Any]) -> None:
    """Compose the site of ``project`` by its settings file; raise ``ProblemsFound`` if anything is amiss.

    Whatever Pelican warns of counts as a problem: a link that leads nowhere is published with a warning.
    """
    listener = _Listener()
    logger = logging.getLogger("pelican")
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
            reasons = [record.getMessage() for record in listener.records]
            raise ProblemsFound(
                Problem(conf, f'the plugin "{name}" cannot be loaded', hint="; ".join(reasons)) for name in missing
            )
        pelican.run()
    except ProblemsFound as found:
        raise ProblemsFound([*found.problems, *_logged(listener, project)]) from None
    except TemplateError as error:
        raise ProblemsFound([_template_problem(error, project), *_logged(listener, project)]) from error
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated
        log.console.quiet = quiet
    logged = _logged(listener, project)
    if logged:
        raise ProblemsFound(logged)


def _settings(project: Path, conf: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = read_settings(str(project / conf), override=dict(overrides))
    except SyntaxError as error:
        raise ProblemsFound([Problem(conf, f"not valid Python: {error.msg}", error.lineno, error.offset)]) from error
    return settings


def _logged(listener: _Listener, project: Path) -> list[Problem]:
    root = f"{project}{os.sep}"
    messages = dict.fromkeys(record.getMessage().replace(root, "") for record in listener.records)
    return [Problem("pelican", " ".join(message.split())) for message in messages]


def _template_problem(error: TemplateError, project: Path) -> Problem:
    """Name the template and the line: a syntax error knows them, for any other the traceback does."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(_relative(error.filename or error.name or "", project), error.message or "", error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    message = error.message or type(error).__name__
    if not frames:
        return Problem("theme/templates", f"{type(error).__name__}: {message}")
    return Problem(_relative(frames[-1].filename, project), message, frames[-1].lineno)


def _relative(path: str, project: Path) -> str:
    return os.path.relpath(path, project) if os.path.isabs(path) else path
