"""Files that stories name in their fields: attachments with type, size and checksum, pictures with their measures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from babel.numbers import format_decimal

from support.catalogs import Catalog
from support.problems import Problem, suggest

__all__ = ["ATTACHED", "PICTURES", "File", "Files", "readable_size"]

#: The endings of pictures, and the media types (IANA) that they stand for.
PICTURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".webp": "image/webp",
        ".avif": "image/avif",
    }
)
#: The same for attachments. Nothing that a browser would run; a table of our own, since Python's is the machine's.
ATTACHED: Final[Mapping[str, str]] = MappingProxyType(
    {
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
)


@dataclass(frozen=True, slots=True)
class File:
    """A file as pages and machines are told of it.

    ``address`` is root-relative, ``media_type`` that of IANA, ``kind`` its short name ("PDF"), ``size`` is in bytes,
    ``sha256`` in hexadecimal digits; ``width`` and ``height`` are a picture's, in pixels as it is shown, else 0.
    """

    address: str
    media_type: str
    kind: str
    size: int
    sha256: str
    width: int = 0
    height: int = 0


class Files:
    """The files of one build, each looked at once; all that goes into pages, so that these depend on the bytes."""

    def __init__(self, content: Path, folders: tuple[str, ...]) -> None:
        """``folders`` are those below ``content`` whose files are published."""
        self.content, self.folders = content, folders
        self._known: dict[str, File | Problem] = {}

    def file(self, path: str) -> File | Problem:
        """Return the file at ``path`` (below the content folder), or what is wrong with it, without a place."""
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def _look(self, path: str) -> File | Problem:
        place = PurePosixPath(path)
        if not any(place.is_relative_to(folder) for folder in self.folders):
            folders = " or ".join(f"content/{folder}" for folder in self.folders)
            return Problem("", f'"{path}" is not in {folders}', hint="a file that a story names belongs there")
        try:
            data = (self.content / path).read_bytes()
        except OSError:
            near = suggest(path, self._others(place)).removeprefix("; ")
            return Problem("", f'the file "{path}" does not exist', hint=near or "look at the name's spelling")
        if not data:
            return Problem("", f'the file "{path}" is empty', hint="save it again")
        ending = place.suffix.lower()
        width, height = 0, 0
        if ending in PICTURES:
            measures = _measures(self.content / path)
            if measures is None:
                return Problem("", f'"{path}" is not a picture, whatever its name says', hint="save it again")
            width, height = measures
        digest = hashlib.sha256(data).hexdigest()
        return File(f"/{path}", ATTACHED[ending], ending[1:].upper(), len(data), digest, width, height)

    def _others(self, place: PurePosixPath) -> list[str]:
        folder = self.content / place.parent
        names = (path.relative_to(self.content).as_posix() for path in folder.glob("*") if path.is_file())
        return sorted(name for name in names if not PurePosixPath(name).name.startswith("."))


def readable_size(size: int, locale: str, catalog: Catalog) -> str:
    """Return a number of bytes as people read it, "1.2 MB", in decimal units; one place from megabytes on.

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


def _measures(path: Path) -> tuple[int, int] | None:
    """Return a picture's width and height as it is shown, which its EXIF data may have turned; None if it is none."""
    # Loading Pillow takes longer than reading most sites' pictures, and many have none.
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # EXIF's Orientation
            return (picture.height, picture.width) if turned else (picture.width, picture.height)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
