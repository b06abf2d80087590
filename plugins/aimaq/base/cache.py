"""What is made from files and dear to make again: kept by the digest of all that it was made from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["Made"]

_CHECKSUM = 16
_DAY = 24 * 3600
#: What no build has used for so long, in seconds, is forgotten.
_KEPT = 30 * _DAY
_SWEPT = "swept"


class Made:
    """A folder of bytes by their keys, which builds may share and anybody may delete.

    A key is the hexadecimal digest of everything that the bytes depend on, so there is nothing that could grow stale.
    What is not exactly what was written is not there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder nothing is kept."""
        self.folder = folder

    def of(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of a key, made by ``make`` if they are not there."""
        data = self.get(key)
        if data is None:
            data = make()
            self.put(key, data)
        return data

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key; None if they are not there, or not whole."""
        if self.folder is None:
            return None
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        checksum, data = stored[:_CHECKSUM], stored[_CHECKSUM:]
        return data if checksum == _sum(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes of a key, whole or not at all; raise OSError where the machine fails."""
        if self.folder is None:
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            new.write_bytes(_sum(key, data) + data)
            os.replace(new, path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            raise

    def sweep(self, used: Iterable[str]) -> None:
        """Forget, once a day, what no build has used for thirty days; this one uses the keys ``used``."""
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
                if now - path.stat().st_mtime > _KEPT:
                    path.unlink()
        with contextlib.suppress(OSError):
            mark.touch()

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key[2:]


def _sum(key: str, data: bytes) -> bytes:
    """Return the checksum of the bytes under their key: those of another one are not taken for them either."""
    return hashlib.blake2b(data, digest_size=_CHECKSUM, key=key.encode()[:64]).digest()
