"""A cache of bytes that are expensive to create, such as pictures, PDFs and search indexes; any file may be deleted."""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically

__all__ = ["Cache", "cache_key"]

_CHECKSUM_SIZE = 16
_DAY = 24 * 3600
#: How long, in seconds, an entry stays that no build has used.
_MAX_UNUSED = 30 * _DAY
_SWEPT = "swept"


def cache_key(*parts: str) -> str:
    """Return the hexadecimal digest of texts, in their order."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Cache:
    """Bytes by key in a folder, which several builds may share.

    A key is a digest of everything that the bytes depend on (:func:`cache_key`), so an entry is never out of date. Each
    has a checksum; a damaged one counts as absent.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder nothing is cached."""
        self.folder = folder

    def get_or_create(self, key: str, create: Callable[[], bytes]) -> bytes:
        """Return the bytes of a key; create and store them if they are absent."""
        data = self.get(key)
        if data is None:
            data = create()
            self.put(key, data)
        return data

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None if they are absent or damaged; an entry that is read is in use."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            stored = path.read_bytes()
            if time.time() - path.stat().st_mtime > _DAY:
                with contextlib.suppress(OSError):  # the cache may be read-only
                    os.utime(path)
        except OSError:
            return None
        checksum, data = stored[:_CHECKSUM_SIZE], stored[_CHECKSUM_SIZE:]
        return data if checksum == _checksum(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Store the bytes of a key; raise OSError if they cannot be written."""
        if self.folder is None:
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _checksum(key, data) + data)

    def sweep(self, used: Iterable[str]) -> None:
        """Delete, at most once a day, what no build has used for thirty days.

        A build uses what it reads, and the keys ``used``, which it need not read while the site has their files.
        """
        if self.folder is None or not self.folder.is_dir():
            return
        mark, now = self.folder / _SWEPT, time.time()
        with contextlib.suppress(OSError):
            if 0 <= now - mark.stat().st_mtime < _DAY:
                return
        for key in used:
            with contextlib.suppress(OSError):
                os.utime(self._path(key))
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > _MAX_UNUSED:
                    path.unlink()
        with contextlib.suppress(OSError):
            mark.touch()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key[2:]


def _checksum(key: str, data: bytes) -> bytes:
    """Return a checksum that depends on the key too, so that an entry under a wrong name counts as damaged."""
    return hashlib.blake2b(data, digest_size=_CHECKSUM_SIZE, key=key.encode()[:64]).digest()
