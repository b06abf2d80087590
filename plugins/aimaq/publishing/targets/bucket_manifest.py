"""The manifest of a release in a bucket: for each file the digests of its bytes and headers, and its ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping

import msgspec

__all__ = ["ManifestEntry", "ObjectHeaders", "decode_manifest", "encode_manifest"]

#: Returns ``Content-Type`` and ``Cache-Control`` for a path of the site.
ObjectHeaders = Callable[[str], Mapping[str, str]]


class ManifestEntry(msgspec.Struct, frozen=True, array_like=True):
    """A file by the digests of its bytes and headers, which are both published, and its ETag, "" if not written."""

    sha256: str
    headers: str
    etag: str = ""

    @classmethod
    def new(cls, sha256: str, headers: Mapping[str, str]) -> ManifestEntry:
        """Return the entry of a file that is not written yet."""
        return cls(sha256, hashlib.sha256(repr(sorted(headers.items())).encode()).hexdigest()[:8])

    def same_content(self, other: ManifestEntry) -> bool:
        """Tell whether both have the same bytes and headers."""
        return (self.sha256, self.headers) == (other.sha256, other.headers)


def encode_manifest(files: Mapping[str, ManifestEntry]) -> bytes:
    """Return a manifest: the SHA-256 of the rest, a line's end, and gzipped JSON."""
    data = gzip.compress(msgspec.json.encode(dict(sorted(files.items()))), 9, mtime=0)
    return f"{hashlib.sha256(data).hexdigest()}\n".encode() + data


def decode_manifest(data: bytes | None) -> dict[str, ManifestEntry] | None:
    """Return the entries of a manifest; ``None`` if it is missing, incomplete or damaged."""
    digest, _, rest = (data or b"").partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        return None
    try:
        return msgspec.json.decode(gzip.decompress(rest), type=dict[str, ManifestEntry])
    except (OSError, EOFError, msgspec.MsgspecError):
        return None
