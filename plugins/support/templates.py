"""What went wrong while a Jinja template was rendered, told with the template's name and line."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from .problems import Problem

__all__ = ["rendering_problem"]


def rendering_problem(error: Exception, shown: Callable[[Path], str]) -> Problem | None:
    """Name the template and the line; return None for an error that has nothing to do with a template.

    A syntax error knows its place, for any other error the traceback does: Jinja puts the templates' own lines
    into it. ``shown`` returns a path as messages show it.
    """
    if isinstance(error, TemplateSyntaxError):
        return Problem(_place(error.filename or error.name or "", shown), error.message or "", error.lineno)
    message = str(error) or type(error).__name__
    if isinstance(error, RecursionError):
        message = "this template takes itself in, again and again"
    if isinstance(error, TemplateNotFound):
        message = f'needs the template "{error.name}", which is missing'
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    if frames:
        return Problem(_place(frames[-1].filename, shown), message, frames[-1].lineno)
    return Problem("theme/templates", message) if isinstance(error, TemplateError) else None


def _place(path: str, shown: Callable[[Path], str]) -> str:
    return shown(Path(path)) if os.path.isabs(path) else path
