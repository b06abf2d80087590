"""Pictures and other files of an old site: found in folders on this machine, never fetched from the web."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from aimaq.base.languages.messages import tr
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem
from aimaq.importing.sources.source_text import split_address
from aimaq.newsroom.media.files import ATTACHED, PICTURES

__all__ = ["MediaFile", "MediaFiles", "is_file", "is_picture", "size_independent_name"]

#: WordPress adds to the names of its smaller copies of a picture their width and height.
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|e\d{10,})(?=\.\w+$)")
_UPLOADS: Final = "/uploads/"
#: Letters that make a file's name short enough for every file system.
_MAX_NAME: Final = 100
_PICTURES: Final = frozenset({*PICTURES, ".gif"})
_SUFFIXES: Final = frozenset({*ATTACHED, *_PICTURES})
_NOT_PUBLISHED: Final = frozenset({".doc", ".xls", ".ppt"})


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file on this machine, its future path below the content folder, and whether it states where it was taken."""

    path: Path
    target: str
    has_location: bool = False


def is_picture(address: str) -> bool:
    """Return whether an address is that of a picture, by its ending."""
    return _suffix(address) in _PICTURES


def is_file(address: str) -> bool:
    """Return whether an address is that of a picture or a document rather than of a page, by its ending."""
    return _suffix(address) in _SUFFIXES | _NOT_PUBLISHED


def _suffix(address: str) -> str:
    return PurePosixPath(split_address(address).path).suffix.lower()


def size_independent_name(address: str) -> str:
    """Return the part of a file's name that all sizes of a picture share."""
    name = PurePosixPath(unquote(split_address(address).path)).name
    return _SIZE.sub("", name).rpartition(".")[0].lower()


class MediaFiles:
    """Finds the files of one source in the folder of uploads, or among the files that a browser saved with a page."""

    def __init__(self, uploads: Path | None, beside: Sequence[Path] = (), saved: Path | None = None) -> None:
        """``beside`` are folders in which an address is a path, such as that of a saved page.

        ``saved`` is the folder in which the browser saved the page's files.
        """
        self.roots = [root.resolve() for root in (uploads, saved, *beside) if root is not None]
        self.uploads = uploads.resolve() if uploads else None
        self.beside, self.saved = beside, saved
        self._checked: dict[Path, tuple[bool, str]] = {}

    def find(self, address: str, folder: str) -> MediaFile | str:
        """Return the file that was at ``address``, or why there is none; ``folder`` is for those not in the uploads."""
        path = unquote(split_address(address).path)
        if address.startswith("data:"):
            return tr("it is part of the page itself, as data")
        for candidate in self._candidates(path):
            # Resolved first: neither ".." nor a symbolic link may lead out of the folders.
            file = candidate.resolve()
            if not any(file.is_relative_to(root) for root in self.roots) or not file.is_file():
                continue
            suffix = file.suffix.lower()
            if suffix not in _SUFFIXES:
                return tr('files that end in "%(suffix)s" are not published', suffix=suffix)
            has_location = False
            if suffix in _PICTURES:
                if file not in self._checked:  # many addresses, one for each size, lead to one file
                    self._checked[file] = _check_picture(file)
                has_location, fault = self._checked[file]
                if fault:
                    return fault
            elif not file.stat().st_size:
                return tr("the file is empty")
            return MediaFile(file, self._target(path, file, folder), has_location)
        if not self.roots:
            return tr("no folder to look for it has been given (--uploads)")
        return tr("it is not in the folders that were given")

    def _candidates(self, path: str) -> Iterator[Path]:
        names = dict.fromkeys((_SIZE.sub("", path), path))
        for name in names:
            below = name.partition(_UPLOADS)[2]
            if self.uploads and below:
                yield self.uploads / below
            elif self.uploads:
                yield self.uploads / PurePosixPath(name).name
        for name in names:
            yield from (folder / name.lstrip("/") for folder in self.beside)
            if self.saved:
                yield self.saved / PurePosixPath(name).name

    def _target(self, path: str, file: Path, folder: str) -> str:
        below = PurePosixPath(path.partition(_UPLOADS)[2]).parent.parts if _UPLOADS in path and self.uploads else ()
        parts = [slugify(part) for part in below] or [folder]
        stem = slugify(file.stem)[:_MAX_NAME].strip("-") or "file"
        name = f"{stem}{file.suffix.lower()}"
        return "/".join(("media", *filter(None, parts), name))


def _check_picture(file: Path) -> tuple[bool, str]:
    """Return whether a picture states where it was taken, and what is wrong with it, or ""."""
    # Imported here: loading Pillow takes longer than reading most texts.
    from PIL import Image

    from aimaq.newsroom.media.picture_facts import KINDS, examine, examined

    try:
        with Image.open(file) as picture:
            picture.verify()
        with Image.open(file) as picture:
            has_location = bool(picture.getexif().get_ifd(0x8825))  # EXIF's pointer to GPS data
    except Exception:  # decoders raise exceptions of any type on malformed data
        return False, tr("it is not a picture, although its name says so")
    if file.suffix.lower() in KINDS:  # what the build would refuse would take the text with it
        facts = examined(examine(file, ""))
        if isinstance(facts, Problem):
            return False, facts.message
    return has_location, ""
