"""Message catalogues: gettext ``.po`` files, one a language, compiled by Babel in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog as Messages
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from .problems import Problem, ProblemsFound

__all__ = ["Catalog", "missing", "read_catalog", "read_catalogs"]

TEMPLATE_OPTIONS = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}


@dataclass(frozen=True, slots=True)
class Catalog:
    """The messages of one language: ``translations`` to look them up, ``messages`` to check them."""

    lang: str
    path: Path
    messages: Messages
    translations: GNUTranslations

    def gettext(self, message: str) -> str:
        return self.translations.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.translations.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        return self.translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        return self.translations.npgettext(context, singular, plural, number)


def read_catalog(path: Path, lang: str, *, root: Path) -> Catalog:
    """Read ``path`` and compile it; fuzzy messages are left out, as msgfmt does.

    Raises ProblemsFound, with paths relative to ``root``, if the file is absent or is not a ``.po`` file.
    """
    shown = _relative(path, root)
    try:
        with path.open("rb") as file:
            messages = read_po(file, locale=lang, abort_invalid=True)
    except FileNotFoundError:
        raise ProblemsFound([Problem(shown, "this catalogue is missing", hint="every edition needs one")]) from None
    except PoFileError as error:
        # Babel counts lines from 0.
        problem = Problem(shown, f'not a line of a gettext catalogue: "{error.line.strip()}"', error.lineno + 1)
        raise ProblemsFound([problem]) from error
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Catalog(lang, path, messages, GNUTranslations(compiled))


def read_catalogs(folder: Path, languages: Iterable[str], *, root: Path) -> dict[str, Catalog]:
    """Read ``<lang>.po`` of every language; raises ProblemsFound with the problems of all of them."""
    catalogs: dict[str, Catalog] = {}
    problems: list[Problem] = []
    for lang in languages:
        try:
            catalogs[lang] = read_catalog(folder / f"{lang}.po", lang, root=root)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    return catalogs


def missing(
    templates: Path,
    catalogs: Mapping[str, Catalog],
    *,
    root: Path,
    python: Sequence[Path] = (),
    extra: Iterable[str] = (),
) -> list[Problem]:
    """Tell which message lacks a translation in which language, and which translation has other placeholders.

    Messages are taken from every ``.html`` file below ``templates``, from the ``_()`` calls of the ``python``
    files, and from ``extra`` (labels that come from settings).
    """
    problems: list[Problem] = []
    wanted: dict[tuple[str | None, str], tuple[str, int | None]] = {}
    for path in sorted(templates.rglob("*.html")):
        try:
            for line, message, context in _template_messages(path):
                wanted.setdefault((context, message), (_relative(path, root), line))
        except TemplateSyntaxError as error:
            problems.append(Problem(_relative(path, root), error.message or "not a template", error.lineno))
    for path in sorted(python):
        for line, message, context in _python_messages(path):
            wanted.setdefault((context, message), (_relative(path, root), line))
    for message in extra:
        wanted.setdefault((None, message), ("pelicanconf.py", None))

    for catalog in catalogs.values():
        shown = _relative(catalog.path, root)
        for (context, message), (place, number) in wanted.items():
            found = catalog.messages.get(message, context)
            strings = [] if found is None or found.fuzzy else _strings(found.string)
            if not strings or not all(strings):
                problems.append(
                    Problem(
                        place,
                        f'"{message}" is not translated in {shown}',
                        number,
                        hint=f'add msgid "{message}"',
                    )
                )
        for entry in catalog.messages:
            if entry.id and all(_strings(entry.string)):
                problems.extend(
                    Problem(shown, f'"{_strings(entry.id)[0]}": {error}', entry.lineno)
                    for error in entry.check(catalog.messages)
                )
    return problems


def _template_messages(path: Path) -> Iterator[tuple[int, str, str | None]]:
    return _messages(path, babel_extract, TEMPLATE_OPTIONS)


def _python_messages(path: Path) -> Iterator[tuple[int, str, str | None]]:
    return _messages(path, "python", {})


def _messages(path: Path, method: Any, options: Mapping[str, str]) -> Iterator[tuple[int, str, str | None]]:
    with path.open("rb") as file:
        for line, message, _comments, context in extract(
            method,
            file,
            keywords=DEFAULT_KEYWORDS,
            options=dict(options),
        ):
            yield line, _strings(message)[0], context


def _strings(value: object) -> list[str]:
    """Return a message's forms: gettext has one, ngettext a tuple of them."""
    if isinstance(value, str):
        return [value]
    return [str(form) for form in value if form is not None] if isinstance(value, list | tuple) else []


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
