"""What a bucket is known to hold: one entry a file, as a release's manifest keeps it in the bucket itself."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping

import msgspec

__all__ = ["Entry", "entry", "from_bytes", "headers_digest", "to_bytes"]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file: SHA-256 of its bytes, a digest of its headers, and the ETag that the storage gave it ("" if none yet).

    ``headers`` are part of what is published: other ones are a change.
    """

    sha256: str
    headers: str
    etag: str = ""

    def same_content(self, other: Entry) -> bool:
        """Tell whether both would be served alike."""
        return (self.sha256, self.headers) == (other.sha256, other.headers)

    def stored(self, etag: str) -> Entry:
        """Return the entry with the ETag that its object has got."""
        return Entry(self.sha256, self.headers, etag)


def entry(sha256: str, headers: Mapping[str, str]) -> Entry:
    """Return the entry of a file that is to be published."""
    return Entry(sha256, headers_digest(headers))


def headers_digest(headers: Mapping[str, str]) -> str:
    """Return eight hexadecimal digits that differ when the headers do."""
    return hashlib.sha256(repr(sorted(headers.items())).encode()).hexdigest()[:8]


def to_bytes(files: Mapping[str, Entry]) -> bytes:
    """Return a manifest: its own SHA-256, a line's end, and JSON, compressed."""
    data = gzip.compress(msgspec.json.encode(dict(sorted(files.items()))), 9, mtime=0)
    return f"{hashlib.sha256(data).hexdigest()}\n".encode() + data


def from_bytes(data: bytes | None) -> dict[str, Entry] | None:
    """Read a manifest; return ``None`` for anything that is not one, whole and unchanged."""
    digest, _, rest = (data or b"").partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        return None
    try:
        return msgspec.json.decode(gzip.decompress(rest), type=dict[str, Entry])
    except (OSError, EOFError, msgspec.MsgspecError):
        return None
