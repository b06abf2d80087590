"""Files that are compressed before they are published: ``x.html.br`` beside ``x.html``, for a server of one's own."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import zstandard

from aimaq.publishing.site import Site, is_immutable

__all__ = ["COMPRESSIBLE", "SMALLEST", "Siblings", "compressed"]

COMPRESSIBLE = re.compile(r"\.(html|css|m?js|json(ld)?|xml|xsl|svg|csv|txt|ics|vtt|webmanifest|map|wasm|ttf|otf)$")
#: Below a kilobyte a file goes in one packet as it is.
SMALLEST = 1024
#: In the name of a cached file, so that what other levels or libraries made is not taken for ours.
_VERSION = f"2-{brotli.__version__}-{zstandard.__version__}"


def compressed(data: bytes, encoding: str, *, best: bool = False) -> bytes:
    """Return ``data`` in an encoding, the same bytes every time.

    Levels are those after which a tenth less costs ten times as much; ``best`` is for what is fetched again and again.
    """
    if encoding == "br":
        return bytes(brotli.compress(data, quality=11 if best else 7))
    if encoding == "zst":
        return zstandard.ZstdCompressor(level=19 if best else 12, write_checksum=True).compress(data)
    return gzip.compress(data, 9, mtime=0)


class Siblings:
    """Compressed files in a cache ``folder``, each under the digest of its original: what is known is never made again.

    A name says all that the bytes depend on, so a sibling cannot belong to another version of its file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / _VERSION

    def lay_out(self, site: Site, tree: Path, encodings: Sequence[str], made: Callable[[int, int], None]) -> None:
        """Make ``tree`` the site with its siblings, of links to its files and to the cache.

        A sibling that is not smaller than its file, or whose name the site has itself, is left out. ``made`` hears how
        many of how many files have been compressed.
        """
        wanted = [path for path in site.digests if self._is_compressible(site, path)] if encodings else []
        todo = {site.digests[path]: path for path in wanted}
        todo = {digest: path for digest, path in todo.items() if self._missing(digest, path, encodings)}
        # The three libraries let go of the interpreter while they compress, so that threads are enough.
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            done = workers.map(lambda path: self._make(site, path, encodings), todo.values())
            for count, _ in enumerate(done, 1):
                made(count, len(todo))
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        folders: set[str] = set()
        for path in site.digests:
            _link(site.folder / path, tree, path, folders)
        for path in wanted:
            for encoding in encodings:
                cached, name = self._place(site.digests[path], path, encoding), f"{path}.{encoding}"
                if name not in site.digests and cached.stat().st_size:
                    _link(cached, tree, name, folders)

    def forget(self, digests: Mapping[str, str]) -> None:
        """Drop what belongs to none of these files."""
        known = set(digests.values())
        for path in (path for folder in self.folder.parent.glob("*") for path in folder.glob("*/*")):
            if path.name.partition(".")[0] not in known or path.parts[-3] != _VERSION:
                path.unlink()

    def _is_compressible(self, site: Site, path: str) -> bool:
        compressible = COMPRESSIBLE.search(path.lower()) is not None
        return compressible and (site.folder / path).stat().st_size >= SMALLEST

    def _place(self, digest: str, path: str, encoding: str) -> Path:
        best = ".best" if _is_worth_it(path) else ""
        return self.folder / digest[:2] / f"{digest}{best}.{encoding}"

    def _missing(self, digest: str, path: str, encodings: Iterable[str]) -> bool:
        return not all(self._place(digest, path, encoding).is_file() for encoding in encodings)

    def _make(self, site: Site, path: str, encodings: Iterable[str]) -> None:
        """Put the siblings of a file into the cache; an empty one says that it would not be smaller."""
        data = site.read(path)
        for encoding in encodings:
            place = self._place(site.digests[path], path, encoding)
            small = compressed(data, encoding, best=_is_worth_it(path))
            place.parent.mkdir(parents=True, exist_ok=True)
            draft = place.with_name(f"{place.name}.{os.getpid()}.{hashlib.sha256(path.encode()).hexdigest()[:8]}")
            draft.write_bytes(small if len(small) < len(data) else b"")
            draft.replace(place)


def _is_worth_it(path: str) -> bool:
    """Tell whether a file is kept for ever, or is data, which open pages and programs ask for each time they change."""
    return is_immutable(path) or path.endswith(".json")


def _link(source: Path, tree: Path, path: str, folders: set[str]) -> None:
    """Give the tree a file, and its folder if it is none of ``folders`` that are there."""
    target = f"{tree}/{path}"
    folder = os.path.dirname(target)
    if folder not in folders:
        os.makedirs(folder, exist_ok=True)
        folders.add(folder)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)
