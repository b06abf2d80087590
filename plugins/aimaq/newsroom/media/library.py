"""All pictures of one build: each is examined once, and encoded in the sizes that pages ask for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from aimaq.base.files.cache import Cache
from aimaq.base.languages.slugs import slugify
from aimaq.base.problems import Problem
from aimaq.newsroom.media.framings import WHOLE, Framing
from aimaq.newsroom.media.picture_encoding import FORMATS, PictureSize, encode
from aimaq.newsroom.media.picture_facts import (
    KINDS,
    PictureFacts,
    PictureFault,
    examine,
    examined,
    original,
    picture_key,
)
from aimaq.newsroom.media.places import PLACES, sizes_in

__all__ = ["FOLDER", "CachedFile", "Choice", "Library", "ResponsiveImage", "sized_name"]

#: The folder of the pictures in sizes for pages; every name holds a digest, so a host may let browsers cache them.
FOLDER: Final = "pictures"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a browser is offered in one format: ``srcset`` and ``type`` as in HTML."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class ResponsiveImage:
    """A picture in one place. Browsers choose from ``choices``; all of them can show the one at ``address``.

    ``width`` and ``height`` are those of the largest, in pixels; ``at_once`` says that it is not loaded lazily.
    """

    choices: tuple[Choice, ...]
    sizes: str
    address: str
    width: int
    height: int
    at_once: bool

    def smallest(self, sizes: str) -> ResponsiveImage:
        """Return it for a narrow place of so many ``sizes``, which its smallest size is enough for."""
        choices = tuple(Choice(each.type, each.srcset.partition(", ")[0]) for each in self.choices)
        address, _, size = choices[-1].srcset.partition(" ")
        width = int(size.removesuffix("w"))
        height = round(self.height * width / self.width)
        return replace(self, choices=choices, sizes=sizes, address=address, width=width, height=height, at_once=False)


@dataclass(frozen=True, slots=True)
class CachedFile:
    """A file of bytes that are expensive to create; ``key`` is the digest of everything that they depend on."""

    path: str
    key: str
    create: Callable[[], bytes]


@dataclass(slots=True)
class Library:
    """``digests`` are known digests of files by absolute path; ``cache`` keeps facts of pictures between builds.

    ``framings`` are by the pictures' paths below the content folder; the others are shown whole.
    """

    content: Path
    framings: Mapping[str, Framing] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)
    cache: Cache = field(default_factory=Cache)
    _known: dict[str, PictureFacts | Problem] = field(default_factory=dict)
    _sized: dict[str, CachedFile] = field(default_factory=dict)

    def framing(self, path: str) -> Framing:
        """Return how the picture at ``path`` below the content folder is shown."""
        return self.framings.get(path, WHOLE)

    def facts(self, path: str) -> PictureFacts | Problem:
        """Return the facts of the picture at ``path`` below the content folder, which has to exist."""
        if path not in self._known:
            file = self.content / path
            known = self.digests.get(str(file))
            digest = known.hex() if known else hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
            turn = self.framing(path).turn
            key = picture_key(digest, f"{file.suffix} facts{turn or ''}")
            try:
                self._known[path] = examined(self.cache.get_or_create(key, lambda: examine(file, digest, turn)))
            except PictureFault as fault:
                message, hint = fault.args
                self._known[path] = Problem("", message, hint=hint)
        return self._known[path]

    def examine_all(self, folders: Iterable[str]) -> None:
        """Examine all pictures in folders below the content folder, in threads: decoding releases Python's lock."""
        paths = [
            path.relative_to(self.content).as_posix()
            for folder in folders
            for path in sorted((self.content / folder).rglob("*"))
            if self.is_picture(path.name) and path.is_file() and not path.name.startswith(".")
        ]
        if paths:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(self.facts, paths))

    def listed(self, path: str) -> ResponsiveImage | None:
        """Return a picture for lists if editors have said what of it matters most; the others are cut by the styles."""
        return self.responsive(path, "list") if self.framing(path).focus else None

    def responsive(self, path: str, name: str, *, first: bool = True) -> ResponsiveImage:
        """Return a picture without problems for the place of that ``name``; without ``first`` it is loaded lazily."""
        facts, place = self.facts(path), PLACES[name]
        assert isinstance(facts, PictureFacts), path
        sizes = sizes_in(place, *self.framing(path).shown_size(facts.width, facts.height))
        choices = tuple(
            Choice(
                media_type,
                ", ".join(f"{self._sized_address(path, facts, size, ending)} {size.width}w" for size in sizes),
            )
            for ending, media_type in FORMATS.items()
        )
        address = self._sized_address(path, facts, sizes[len(sizes) // 2], "jpg")
        width, height = sizes[-1].width, sizes[-1].height
        return ResponsiveImage(choices, place.sizes, address, width, height, at_once=place.first and first)

    def files(self, originals: Mapping[str, str]) -> Iterator[CachedFile]:
        """Yield the files to write: the sizes that have been asked for, and the originals.

        ``originals`` are paths below the content folder, each with the path to which it is published.
        """
        yield from self._sized.values()
        for path, target in originals.items():
            facts = self.facts(path)
            if isinstance(facts, PictureFacts):
                turn = self.framing(path).turn
                make = partial(original, self.content / path, facts.kind, facts.orientation, turn)
                yield CachedFile(target, picture_key(facts.digest, f"original{turn or ''}"), make)

    @staticmethod
    def is_picture(path: str) -> bool:
        """Return whether a file is a picture by its name."""
        return PurePosixPath(path).suffix.lower() in KINDS

    def _sized_address(self, path: str, facts: PictureFacts, size: PictureSize, ending: str) -> str:
        framing = self.framing(path)
        key = picture_key(facts.digest, f"{size.width}x{size.height} {size.cropped} {ending}{framing.key}")
        target = f"{sized_name(path)}.{size.width}.{key[:10]}.{ending}"
        if target not in self._sized:
            self._sized[target] = CachedFile(target, key, partial(encode, self.content / path, size, ending, framing))
        return f"/{target}"


def sized_name(path: str) -> str:
    """Return the beginning of the names of all sizes of the picture at ``path``, below the output folder."""
    return f"{FOLDER}/{slugify(PurePosixPath(path).stem) or 'picture'}"
