"""What a build leaves beside the site for whoever brings it to a host: every file's digest, and what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from aimaq.base.atomic_files import write_atomically
from aimaq.build.twin_tree import Changes

__all__ = ["CHANGES", "MANIFEST", "write_manifest"]

#: SHA-256 and path of every file of the site, as ``sha256sum --check`` reads them.
MANIFEST = "manifest.sha256"
#: What led from one manifest to the next.
CHANGES = "changes.json"


def write_manifest(folder: Path, digests: Mapping[str, bytes], changes: Changes) -> None:
    """Write both files into ``folder``, each in one rename.

    ``digests`` has every file of the site. In ``changes.json`` stand the SHA-256 of the manifest ``before`` ("" if
    there was none) and ``after``: whoever has published the one before needs to look at no file that is not named
    there. The manifest comes last, so that after an interruption ``after`` is not its digest.
    """
    path = folder / MANIFEST
    text = "".join(_line(name, digests[name]) for name in sorted(digests)).encode()
    before, after = _digest(path.read_bytes()) if path.exists() else "", _digest(text)
    if before == after:
        return
    told = {
        "before": before,
        "after": after,
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
    }
    write_atomically(folder / CHANGES, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    write_atomically(path, text)


def _line(name: str, digest: bytes) -> str:
    """Return a line as GNU's sha256sum writes it: a name that could break it is escaped, and the line says so."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest.hex()}  {escaped}\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
