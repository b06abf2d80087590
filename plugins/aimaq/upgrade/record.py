"""What a site was written for: the version, its settings, its templates' contract, and the theme's files it changed.

It stands in the site's folder ``overrides/upstream``: ``program.json``, and a copy of each file of the theme that an
override replaces, extends or restyles, as it was then. Without these a diff could only compare with today's theme.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import msgspec
from babel.messages.pofile import read_po

from aimaq.base.languages.messages import tr
from aimaq.base.overrides import OVERRIDES, STATIC, STYLES, TEMPLATES, TRANSLATIONS
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.newsroom.theme.contract import Contract
from aimaq.upgrade.program import Program

__all__ = ["UPSTREAM", "Override", "Record", "overrides_of", "own_words", "read_record", "record_files", "words_of"]

UPSTREAM: Final = f"{OVERRIDES}/upstream"
_PROGRAM: Final = f"{UPSTREAM}/program.json"
#: The folders of overrides whose files replace those of the same path in a folder of the theme.
_REPLACING: Final = {TEMPLATES: "templates", STATIC: "static"}
_CLASS: Final = re.compile(r"\.([a-z][\w-]*)(?=[^{}]*\{)")


class Record(msgspec.Struct, frozen=True):
    """``words`` maps a language to the theme's words, by their English messages, in whose place the site has others."""

    version: str
    contract: Contract
    settings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Override:
    """A file of the site, by its path, and one of the theme's that it ``replaces``, or else only depends on.

    ``upstream`` is the path below the theme's folder.
    """

    path: str
    upstream: str
    replaces: bool


def read_record(root: Path) -> Record | None:
    """Return the record of the site in ``root``; None if it has none. Raises ``ProblemsFound`` for a damaged one."""
    try:
        return msgspec.json.decode((root / _PROGRAM).read_bytes(), type=Record)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = tr("take the file back from the history of the site, or delete it: then nothing is compared")
        raise ProblemsFound(
            [Problem(_PROGRAM, tr("this record cannot be read: %(error)s", error=error), hint=hint)]
        ) from None


def record_files(root: Path, program: Program) -> dict[str, bytes]:
    """Return the files of the record of a site as it is now, by their paths."""
    record = Record(program.version, program.contract, program.settings, words_of(root, program.theme))
    text = msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=1) + b"\n"
    upstream = {each.upstream for each in overrides_of(root, program.theme)}
    files = {name: program.theme / name for name in sorted(upstream)}
    return {_PROGRAM: text} | {
        f"{UPSTREAM}/{name}": file.read_bytes() for name, file in files.items() if file.is_file()
    }


def overrides_of(root: Path, theme: Path) -> Iterator[Override]:
    """Yield each file of the site's overrides with each of the theme's that it replaces, extends or restyles.

    A file of the theme need not exist: it may have, when the override was written.
    """
    for folder, upstream in _REPLACING.items():
        for path in _files(root / folder):
            name = path.relative_to(root / folder).as_posix()
            extends = path.suffix == ".html" and f"!theme/{name}" in path.read_text("utf-8", "replace")
            yield Override(f"{folder}/{name}", f"{upstream}/{name}", replaces=not extends)
    sheets = {path: set(_CLASS.findall(path.read_text("utf-8"))) for path in _files(theme / "styles")}
    for path in _files(root / STYLES):
        used = set(_CLASS.findall(path.read_text("utf-8", "replace")))
        for sheet, classes in sheets.items():
            if used & classes:
                name = sheet.relative_to(theme).as_posix()
                yield Override(path.relative_to(root).as_posix(), name, replaces=False)


def own_words(root: Path) -> dict[str, dict[str, str]]:
    """Return the site's own words, by language and English message."""
    return {path.stem: _words(path) for path in _files(root / TRANSLATIONS) if path.suffix == ".po"}


def words_of(root: Path, theme: Path) -> dict[str, dict[str, str]]:
    """Return, by language, the theme's words for each message for which the site has words of its own."""
    found = {}
    for lang, own in own_words(root).items():
        upstream = _words(theme / "translations" / f"{lang}.po")
        if shared := {message: upstream[message] for message in sorted(own.keys() & upstream.keys())}:
            found[lang] = shared
    return found


def _words(path: Path) -> dict[str, str]:
    catalog = read_po(BytesIO(path.read_bytes())) if path.is_file() else ()
    return {_joined(each.id): _joined(each.string) for each in catalog if each.id}


def _joined(forms: str | Iterable[str]) -> str:
    """Return a message or its translation; the forms of a plural as one text."""
    return forms if isinstance(forms, str) else " / ".join(forms)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
