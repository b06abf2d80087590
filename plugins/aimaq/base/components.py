"""The theme's templates and components in one language, without Pelican; problems in them with name and line."""

import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from aimaq.base.files.template_code import template_code
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.translations import Catalog

__all__ = ["ThemeComponents", "ThemeTemplates", "rendering_problem"]

_OPTIONS: Final[dict[str, Any]] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "auto_reload": False,  # templates do not change while a site is built
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}


class ThemeTemplates:
    """The theme's templates, which stand in ``folder``, with the messages of each language.

    What they are compiled to is kept for the site in the folder ``project``, if it is given.
    """

    def __init__(self, folder: Path, catalogs: Mapping[str, Catalog], project: Path | None = None) -> None:
        self.folder, self.catalogs, self.project = folder, catalogs, project
        self._environments: dict[str, Environment] = {}

    @contextmanager
    def rendering(self, lang: str) -> Iterator[Environment]:
        """Give the environment of a language; raise ``ProblemsFound`` for a template that is missing or fails."""
        if lang not in self._environments:
            self._environments[lang] = environment = Environment(
                loader=FileSystemLoader(self.folder),
                bytecode_cache=template_code(self.project, repr(_OPTIONS)) if self.project else None,
                **_OPTIONS,
            )
            texts = self.catalogs[lang]
            environment.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
        try:
            yield self._environments[lang]
        except Exception as error:
            problem = rendering_problem(error, self.folder.parents[1])
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error


class ThemeComponents(ThemeTemplates):
    """Renders single components of the theme: ``components/updated-line.html`` holds the macro ``updated_line``."""

    def render(self, macro: str, lang: str, *arguments: object) -> str:
        """Return what the macro prints; raise ``ProblemsFound`` for a component that is missing or fails."""
        with self.rendering(lang) as environment:
            module = environment.get_template(f"components/{macro.replace('_', '-')}.html").module
            return str(getattr(module, macro)(*arguments)).strip()


def rendering_problem(error: Exception, root: str | Path) -> Problem | None:
    """Return a problem with the template and the line; None for an error that did not arise in a template.

    A syntax error has its line. For other errors it comes from the traceback, into which Jinja puts the lines of the
    templates. Messages show paths from ``root`` on.
    """
    if isinstance(error, TemplateSyntaxError):
        return Problem(_place(error.filename or error.name or "", root), error.message or "", error.lineno)
    message = str(error) or type(error).__name__
    if isinstance(error, RecursionError):
        message = "this template includes itself without end"
    if isinstance(error, TemplateNotFound):
        message = f'needs the template "{error.name}", which is missing'
    trace = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in trace if frame.filename.endswith((".html", ".svg", ".txt"))]
    if frames:
        return Problem(_place(frames[-1].filename, root), message, frames[-1].lineno)
    return Problem("theme/templates", message) if isinstance(error, TemplateError) else None


def _place(path: str, root: str | Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/") if os.path.isabs(path) else path
