"""Files that stories name in their fields: attachments and pictures, with type, size and checksum."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Final

from babel.numbers import format_decimal

from aimaq.base.languages.messages import tr
from aimaq.base.languages.translations import Catalog
from aimaq.base.problems import Problem, alternatives
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.library import Library
from aimaq.newsroom.media.picture_facts import KINDS
from aimaq.newsroom.model.editions import Edition

__all__ = ["ATTACHED", "PICTURES", "Attached", "File", "Files", "attachments_of", "readable_size"]

#: The media types (IANA) of pictures by their endings.
PICTURES: Final[Mapping[str, str]] = {ending: f"image/{kind.lower()}" for ending, kind in KINDS.items()}
#: The same for attachments. Nothing that a browser would run; Python's own table differs from machine to machine.
ATTACHED: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".json": "application/json",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    **PICTURES,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages and data show it.

    ``address`` is root-relative, ``media_type`` that of IANA, ``kind`` its short name ("PDF"), ``size`` is in bytes,
    ``sha256`` in hexadecimal digits; ``width`` and ``height`` are those of a picture when upright, in pixels, else 0.
    """

    address: str
    media_type: str
    kind: str
    size: int
    sha256: str
    width: int = 0
    height: int = 0


class Files:
    """The files of one build, each read once."""

    def __init__(self, library: Library, folders: tuple[str, ...]) -> None:
        """``folders`` are those below the content folder whose files are published; ``library`` has the pictures."""
        self.content, self.library, self.folders = library.content, library, folders
        self._known: dict[str, File | Problem] = {}

    def file(self, path: str) -> File | Problem:
        """Return the file at ``path`` below the content folder, or what is wrong with it, without a path of its own."""
        if path not in self._known:
            self._known[path] = self._examine(path)
        return self._known[path]

    def _examine(self, path: str) -> File | Problem:
        place = PurePosixPath(path)
        if not any(place.is_relative_to(folder) for folder in self.folders):
            folders = tr(" or ").join(f"content/{folder}" for folder in self.folders)
            return Problem(
                "",
                tr('"%(path)s" is not in %(folders)s', path=path, folders=folders),
                hint=tr("a file that a story names belongs there"),
            )
        file, ending = self.content / path, place.suffix.lower()
        if not file.is_file():
            others = (each.relative_to(self.content) for each in file.parent.glob("[!.]*") if each.is_file())
            near = alternatives(path, sorted(each.as_posix() for each in others))
            return Problem(
                "", tr('the file "%(path)s" does not exist', path=path), hint=near or tr("look at the name's spelling")
            )
        if ending in PICTURES:
            facts = self.library.facts(path)
            if isinstance(facts, Problem):
                return replace(facts, message=f'"{path}": {facts.message}')
            kind = facts.kind.replace("WEBP", "WebP")
            return File(f"/{path}", ATTACHED[ending], kind, facts.size, facts.sha256, facts.width, facts.height)
        data = file.read_bytes()
        if not data:
            return Problem("", tr('the file "%(path)s" is empty', path=path), hint=tr("save it again"))
        digest = hashlib.sha256(data).hexdigest()
        return File(f"/{path}", ATTACHED[ending], ending[1:].upper(), len(data), digest)


def readable_size(size: int, locale: str, catalog: Catalog) -> str:
    """Return a number of bytes for readers, "1.2 MB", in decimal units; with one decimal place from megabytes on.

    The units are messages: CLDR's Kazakh ones are half missing, and half in look-alike Latin letters.
    """
    gettext = catalog.gettext
    if size < 999_500:
        number, text = Decimal(max(1, round(size / 1000))), gettext("%(number)s kB")
    elif size < 999_950_000:
        number, text = round(Decimal(size) / 10**6, 1), gettext("%(number)s MB")
    else:
        number, text = round(Decimal(size) / 10**9, 1), gettext("%(number)s GB")
    shown = format_decimal(number, locale=locale).replace("\u202f", "\u00a0")
    return (text % {"number": shown}).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to download; ``size`` is for readers, "1.2 MB"."""

    title: str
    file: File
    size: str


def attachments_of(text: Text, edition: Edition, files: Files, catalog: Catalog) -> tuple[Attached, ...]:
    """Return a text's files, without those that have been reported as missing."""
    return tuple(
        Attached(each.title, file, readable_size(file.size, edition.locale, catalog))
        for each in text.attachments
        if isinstance(file := files.file(each.file), File)
    )
