"""The last sound copy of each source, in the cache folder."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from aimaq.base.files.atomic_files import write_atomically

__all__ = ["Copies", "Copy"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A sound body and when it was fetched.

    ``failing_since`` is when its source began to be down or wrong, None if it is neither. ``etag`` and ``modified``
    are headers of the answer, for the next request.
    """

    url: str
    body: bytes
    fetched: datetime
    etag: str = ""
    modified: str = ""
    failing_since: datetime | None = None


class Copies:
    """Copies by their address; ``now`` returns the current time."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder, self.now = folder, now

    def last(self, url: str) -> Copy | None:
        """Return the last copy, None if there is none that can be read."""
        try:
            copy = msgspec.msgpack.decode(self._path(url).read_bytes(), type=Copy)
        except (OSError, msgspec.DecodeError):
            return None
        if copy.url != url:
            return None
        zone = self.now().tzinfo  # MessagePack stores moments in UTC
        failing = copy.failing_since and copy.failing_since.astimezone(zone)
        return replace(copy, fetched=copy.fetched.astimezone(zone), failing_since=failing)

    def keep(self, url: str, body: bytes, etag: str, modified: str) -> None:
        """Store a body that has been checked."""
        self._write(Copy(url, body, self.now(), etag, modified))

    def confirm(self, copy: Copy) -> None:
        """Record that the source has not changed since the copy."""
        self._write(replace(copy, fetched=self.now(), failing_since=None))

    def note_failure(self, copy: Copy) -> Copy:
        """Record that the source is down or wrong; return the copy with the time when that began."""
        noted = copy if copy.failing_since else replace(copy, failing_since=self.now())
        self._write(noted)
        return noted

    def _path(self, url: str) -> Path:
        return self.folder / f"{hashlib.blake2b(url.encode(), digest_size=12).hexdigest()}.copy"

    def _write(self, copy: Copy) -> None:
        path = self._path(copy.url)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, msgspec.msgpack.encode(copy))
