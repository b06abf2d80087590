"""Files that an old site had beside its texts: found in folders of this machine, never fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from aimaq.base.slugs import slugify
from aimaq.newsroom.media.files import ATTACHED, PICTURES

__all__ = ["Cupboard", "Found", "stem_of"]

#: WordPress names its smaller copies of a picture by their measures.
_SIZE = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled|e\d{10,})(?=\.\w+$)")
_UPLOADS: Final = "/uploads/"
#: Pictures may stand in a text that are not among those for a photo report.
_ENDINGS: Final = frozenset({*ATTACHED, *PICTURES, ".gif"})
_MADE_OF_PIXELS: Final = frozenset({*PICTURES, ".gif"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file on this machine, and its ``target`` below the content folder; ``located``: it says where it was taken."""

    path: Path
    target: str
    located: bool = False


def stem_of(address: str) -> str:
    """Return what all sizes of a picture share in their names."""
    name = PurePosixPath(unquote(urlsplit(address).path)).name
    return _SIZE.sub("", name).rpartition(".")[0].lower()


class Cupboard:
    """Where the files of one source are: its folder of uploads, or what a browser saved beside the page."""

    def __init__(self, uploads: Path | None, beside: Path | None = None, saved: Path | None = None) -> None:
        """``beside`` is the folder of a saved page, ``saved`` the one that the browser made for the page's files."""
        self.roots = [root.resolve() for root in (uploads, saved, beside) if root is not None]
        self.uploads = uploads.resolve() if uploads else None
        self.beside, self.saved = beside, saved

    def find(self, address: str, folder: str) -> Found | str:
        """Return the file that was at ``address``, or why there is none; it is to stand in ``folder`` of media."""
        path = unquote(urlsplit(address).path)
        ending = PurePosixPath(path).suffix.lower()
        if address.startswith("data:"):
            return "it stands in the page itself, as data"
        for candidate in self._candidates(path):
            # What a name leads to decides, so neither ".." nor a link leads out of the folders that were given.
            file = candidate.resolve()
            if not any(file.is_relative_to(root) for root in self.roots) or not file.is_file():
                continue
            ending = file.suffix.lower()
            if ending not in _ENDINGS:
                return f'files that end in "{ending}" are not published'
            located = False
            if ending in _MADE_OF_PIXELS:
                located, fault = _look(file)
                if fault:
                    return fault
            elif not file.stat().st_size:
                return "the file is empty"
            return Found(file, self._target(path, file, folder), located)
        if not self.roots:
            return "no folder has been given in which it might be (--uploads)"
        return "it is not in the folders that were given"

    def _candidates(self, path: str) -> Iterator[Path]:
        names = dict.fromkeys((_SIZE.sub("", path), path))
        for name in names:
            below = name.partition(_UPLOADS)[2]
            if self.uploads and below:
                yield self.uploads / below
            elif self.uploads:
                yield self.uploads / PurePosixPath(name).name
        for name in names:
            if self.beside:
                yield self.beside / name.lstrip("/")
            if self.saved:
                yield self.saved / PurePosixPath(name).name

    def _target(self, path: str, file: Path, folder: str) -> str:
        below = PurePosixPath(path.partition(_UPLOADS)[2]).parent.parts if _UPLOADS in path and self.uploads else ()
        parts = [slugify(part) for part in below] or [folder]
        name = f"{slugify(file.stem) or 'file'}{file.suffix.lower()}"
        return "/".join(("media", *filter(None, parts), name))


def _look(file: Path) -> tuple[bool, str]:
    """Return whether a picture says where it was taken, and what is wrong with it, or ""."""
    # Loading Pillow takes longer than reading most texts.
    from PIL import Image

    try:
        with Image.open(file) as picture:
            picture.verify()
        with Image.open(file) as picture:
            located = bool(picture.getexif().get_ifd(0x8825))  # EXIF's pointer to GPS data
    except Exception:  # whatever a decoder raises on bytes that somebody has made up
        return False, "it is not a picture, whatever its name says"
    return located, ""
