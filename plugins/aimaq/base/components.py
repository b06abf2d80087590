"""The theme's templates and components in one language, without Pelican; problems in them with name and line."""

import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from aimaq.base.files.package_files import THEME
from aimaq.base.files.template_code import template_code
from aimaq.base.languages.known_languages import language_of
from aimaq.base.languages.messages import tr
from aimaq.base.languages.translations import Catalog
from aimaq.base.problems import Problem, ProblemsFound

__all__ = [
    "OF_THE_THEME", "ThemeComponents", "ThemeTemplates", "own_templates", "rendering_problem", "template_loader",
]  # fmt: skip

_OPTIONS: Final[dict[str, Any]] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "auto_reload": False,  # templates do not change while a site is built
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}


#: What begins the name of a template of the theme's own, which one of the site goes before.
OF_THE_THEME: Final = "!theme/"


class _Changing(FileSystemLoader):
    """Reads the templates of folders; ``change`` returns the source to use in place of a file's."""

    def __init__(self, folders: str | Path | Sequence[str | Path], change: Callable[[str], str]) -> None:
        super().__init__(folders)
        self.change = change

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source, its file, and whether that is still the same."""
        source, filename, is_current = super().get_source(environment, template)
        return self.change(source), filename, is_current


def template_loader(folders: Sequence[str | Path], change: Callable[[str], str] = str) -> BaseLoader:
    """Return what finds a template in the first of the folders that has it; the last one is the theme's.

    A template of the site's own can extend the theme's one of its name: ``{% extends "!theme/base.html" %}``.
    ``change`` returns the source to use in place of a file's.
    """
    if not any(Path(folder).is_dir() for folder in folders[:-1]):
        return _Changing(folders[-1], change)  # else the theme's templates would be read and checked twice
    of_theme = PrefixLoader({OF_THE_THEME[:-1]: _Changing(folders[-1], change)})
    return ChoiceLoader([_Changing(folders, change), of_theme])


def own_templates(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of the templates in these folders that are not the program's own, or not as it has them."""
    shipped = THEME / "templates"
    used: dict[str, Path] = {}
    for folder in folders:
        for file in folder.rglob("*") if folder != shipped else ():
            if file.is_file():
                used.setdefault(file.relative_to(folder).as_posix(), file)
    return tuple(sorted(name for name, file in used.items() if not _same(file, shipped / name)))


def _same(file: Path, other: Path) -> bool:
    return other.is_file() and file.read_bytes() == other.read_bytes()


class ThemeTemplates:
    """The templates in ``folders``, of which the theme's is the last, with the messages of each language.

    What they are compiled to is kept for the site in the folder ``project``, if it is given. ``change`` is that of
    :func:`template_loader`. ``sign`` is the institution's own sign as a ``data:`` address, or "".
    """

    def __init__(
        self,
        folders: Sequence[Path],
        catalogs: Mapping[str, Catalog],
        project: Path | None = None,
        change: Callable[[str], str] = str,
        sign: str = "",
    ) -> None:
        self.sign = sign
        self.folders, self.catalogs, self.project, self.change = folders, catalogs, project, change
        self._environments: dict[str, Environment] = {}

    @contextmanager
    def rendering(self, lang: str) -> Iterator[Environment]:
        """Give the environment of a language; raise ``ProblemsFound`` for a template that is missing or fails."""
        if lang not in self._environments:
            self._environments[lang] = environment = Environment(
                loader=template_loader(self.folders, self.change),
                bytecode_cache=template_code(self.project, repr(_OPTIONS)) if self.project else None,
                **_OPTIONS,
            )
            environment.globals["in_sentence"] = partial(_in_sentence, lang)
            environment.globals["sign_picture"] = self.sign
            texts = self.catalogs[lang]
            environment.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
        try:
            yield self._environments[lang]
        except Exception as error:
            problem = rendering_problem(error, self.project or self.folders[-1].parents[1])
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error


def _in_sentence(lang: str, text: str) -> str:
    """Return a label as it stands within a sentence: in small letters, except where nouns have capitals."""
    return text if language_of(lang).noun_capitals else text.lower()


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
        message = tr("this template includes itself without end")
    if isinstance(error, TemplateNotFound):
        message = tr('needs the template "%(name)s", which is missing', name=error.name)
    trace = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in trace if frame.filename.endswith((".html", ".svg", ".txt"))]
    if frames:
        return Problem(_place(frames[-1].filename, root), message, frames[-1].lineno)
    return Problem("theme/templates", message) if isinstance(error, TemplateError) else None


def _place(path: str, root: str | Path) -> str:
    shown = os.path.relpath(path, root).replace(os.sep, "/") if os.path.isabs(path) else path
    # The program's own theme is somewhere else.
    return f"theme/templates/{shown.rpartition('/templates/')[2]}" if shown.startswith("../") else shown
