"""Compressed copies of files for servers that send them as they are: ``x.html.br`` beside ``x.html``."""

import gzip
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import zstandard

from aimaq.base.files.atomic_files import write_atomically
from aimaq.base.files.hard_links import link_or_copy
from aimaq.publishing.built_site import BuiltSite, is_immutable

__all__ = ["MIN_SIZE", "CompressedCopies", "compressed"]

_COMPRESSIBLE = re.compile(r"\.(html|css|m?js|json(ld)?|xml|xsl|svg|csv|txt|ics|vtt|webmanifest|map|wasm|ttf|otf)$")
#: In bytes; a smaller file fits in one packet as it is.
MIN_SIZE = 1024
#: The cache folder's name: other levels, and other versions of the libraries, give other bytes.
_VERSION = f"2-{brotli.__version__}-{zstandard.__version__}"


def compressed(data: bytes, encoding: str, *, best: bool = False) -> bytes:
    """Return ``data`` in an encoding ("br", "zst" or "gz"), the same bytes every time.

    Beyond the normal levels a tenth less costs ten times the processor time; ``best`` is for files that are fetched
    often.
    """
    if encoding == "br":
        return bytes(brotli.compress(data, quality=11 if best else 7))
    if encoding == "zst":
        return zstandard.ZstdCompressor(level=19 if best else 12, write_checksum=True).compress(data)
    return gzip.compress(data, 9, mtime=0)


class CompressedCopies:
    """A cache of compressed files, each under the digest of its original."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / _VERSION

    def lay_out(
        self, site: BuiltSite, tree: Path, encodings: Sequence[str], on_progress: Callable[[int, int], None]
    ) -> None:
        """Make ``tree`` the site with its compressed copies, as hard links to the site's files and to the cache.

        A copy that is not smaller than its original, or whose name the site has itself, is left out. ``on_progress``
        is called with the number of files compressed so far, and the number of files to compress.
        """
        texts = [path for path in site.digests if _COMPRESSIBLE.search(path.lower())] if encodings else []
        compressible = [path for path in texts if (site.folder / path).stat().st_size >= MIN_SIZE]
        todo = {
            self._cached(site, path, ""): path
            for path in compressible
            if not all(self._cached(site, path, encoding).is_file() for encoding in encodings)
        }
        # The three libraries release the interpreter's lock while they compress.
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            done = workers.map(lambda path: self._compress(site, path, encodings), todo.values())
            for count, _ in enumerate(done, 1):
                on_progress(count, len(todo))
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        for path in site.digests:
            link_or_copy(site.folder / path, tree / path)
        for path in compressible:
            for encoding in encodings:
                cached, name = self._cached(site, path, encoding), f"{path}.{encoding}"
                if name not in site.digests and cached.stat().st_size:
                    link_or_copy(cached, tree / name)

    def forget_others(self, digests: Mapping[str, str]) -> None:
        """Delete the cached copies of all files but these."""
        known = set(digests.values())
        for path in (path for folder in self.folder.parent.glob("*") for path in folder.glob("*/*")):
            if path.name.partition(".")[0] not in known or path.parts[-3] != _VERSION:
                path.unlink()

    def _cached(self, site: BuiltSite, path: str, encoding: str) -> Path:
        digest, best = site.digests[path], ".best" if _is_fetched_often(path) else ""
        return self.folder / digest[:2] / f"{digest}{best}.{encoding}"

    def _compress(self, site: BuiltSite, path: str, encodings: Sequence[str]) -> None:
        """Write the copies of a file into the cache; an empty file stands for a copy that would not be smaller."""
        data = site.read(path)
        for encoding in encodings:
            cached = self._cached(site, path, encoding)
            copy = compressed(data, encoding, best=_is_fetched_often(path))
            cached.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(cached, copy if len(copy) < len(data) else b"")


def _is_fetched_often(path: str) -> bool:
    """Tell whether a file is on every page, or is data, which open pages and programs ask for whenever it changes."""
    return is_immutable(path) or path.endswith(".json")
