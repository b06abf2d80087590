"""All pictures of one build: each looked at once, whatever names it, and what is to be written of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from aimaq.base.cache import Cache
from aimaq.base.problems import Problem
from aimaq.base.slugs import slugify
from aimaq.newsroom.media.encoding import FORMATS, Shape, encode, encoders
from aimaq.newsroom.media.sizes import PLACES, shapes
from aimaq.newsroom.media.source import KINDS, Source, answer, examine, original

__all__ = ["FOLDER", "Choice", "Library", "Shown", "Written", "sized_name"]

#: Where pictures in sizes of pages are published; every name holds a digest, so a host may let browsers keep them.
FOLDER: Final = "pictures"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a browser is offered in one format: ``srcset`` and ``type`` as in HTML."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in one place. ``choices`` are for browsers to choose from, ``address`` is what all of them can show.

    ``width`` and ``height`` are those of the largest, in pixels; ``at_once`` says that it is not to wait.
    """

    choices: tuple[Choice, ...]
    sizes: str
    address: str
    width: int
    height: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A file to be written: the path below the output folder, the digest of all it depends on, what makes it."""

    path: str
    key: str
    make: Callable[[], bytes]


@dataclass(slots=True)
class Library:
    """``digests`` has those of files that are known already, by absolute path; ``made`` is what earlier builds made."""

    content: Path
    digests: Mapping[str, bytes] = field(default_factory=dict)
    made: Cache = field(default_factory=Cache)
    _known: dict[str, Source | Problem] = field(default_factory=dict)
    _sized: dict[str, Written] = field(default_factory=dict)

    def source(self, path: str) -> Source | Problem:
        """Return what is known of the picture at ``path`` below the content folder, which has to exist."""
        if path not in self._known:
            file = self.content / path
            digest = self._digest(file)
            key = hashlib.blake2b(f"{digest} {file.suffix} {encoders()} facts".encode(), digest_size=20).hexdigest()
            self._known[path] = answer(self.made.get_or_create(key, lambda: examine(file, digest)))
        return self._known[path]

    def look_at(self, folders: Iterable[str]) -> None:
        """Look at all pictures in some folders below the content folder, many at once: decoding needs no Python."""
        paths = [
            path.relative_to(self.content).as_posix()
            for folder in folders
            for path in sorted((self.content / folder).rglob("*"))
            if self.is_picture(path.name) and path.is_file() and not path.name.startswith(".")
        ]
        if paths:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(self.source, paths))

    def shown(self, path: str, name: str, *, first: bool = True) -> Shown:
        """Return a picture with which nothing is wrong, for the place of that ``name``; not the ``first``, it waits."""
        source, place = self.source(path), PLACES[name]
        assert isinstance(source, Source), path
        made = shapes(place, source.width, source.height)
        sets = {
            ending: ", ".join(f"{self._sized_address(path, source, shape, ending)} {shape.width}w" for shape in made)
            for ending in FORMATS
        }
        *better, plain = (Choice(FORMATS[ending], srcset) for ending, srcset in sets.items())
        address = self._sized_address(path, source, made[len(made) // 2], "jpg")
        largest = made[-1]
        return Shown(
            (*better, plain), place.sizes, address, largest.width, largest.height, at_once=place.first and first
        )

    def written(self, originals: Mapping[str, str]) -> Iterator[Written]:
        """Yield all that is to be written: the sizes that have been asked for, and the originals.

        ``originals`` are paths below the content folder, each with the path to which it is published.
        """
        yield from self._sized.values()
        for path, target in originals.items():
            source = self.source(path)
            if isinstance(source, Source):
                make = partial(original, self.content / path, source.kind, source.turn)
                yield Written(target, source.key("original"), make)

    @staticmethod
    def is_picture(path: str) -> bool:
        """Tell whether a file is a picture by its name."""
        return PurePosixPath(path).suffix.lower() in KINDS

    def _sized_address(self, path: str, source: Source, shape: Shape, ending: str) -> str:
        key = source.key(f"{shape.width}x{shape.height} {shape.cut} {ending}")
        target = f"{sized_name(path)}.{shape.width}.{key[:10]}.{ending}"
        if target not in self._sized:
            self._sized[target] = Written(target, key, partial(encode, self.content / path, shape, ending))
        return f"/{target}"

    def _digest(self, file: Path) -> str:
        known = self.digests.get(str(file))
        return known.hex() if known else hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()


def sized_name(path: str) -> str:
    """Return what the addresses of all sizes of the picture at ``path`` begin with, below the output folder."""
    return f"{FOLDER}/{slugify(PurePosixPath(path).stem) or 'picture'}"
