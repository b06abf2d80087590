"""Two files in the cache folder for bringing the site to a host: the digest of every file, and what has changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from aimaq.base.files.atomic_files import write_atomically
from aimaq.build.site_trees import Changes

__all__ = ["CHANGES", "MANIFEST", "manifest_paths", "write_manifest"]

#: SHA-256 and path of every file of the site, as ``sha256sum --check`` reads them.
MANIFEST = "manifest.sha256"
#: The changes from one manifest to the next.
CHANGES = "changes.json"


def write_manifest(folder: Path, digests: Mapping[str, bytes], changes: Changes) -> None:
    """Write both files into ``folder``, each in one rename.

    ``digests`` has every file of the site. ``changes.json`` holds the SHA-256 of the manifest ``before`` ("" if there
    was none) and ``after``: a host that has the site of the one before needs no file that is not named there. The
    manifest is written last, so that after an interruption ``after`` is not its digest.
    """
    path = folder / MANIFEST
    text = "".join(_line(name, digests[name]) for name in sorted(digests)).encode()
    before, after = _digest(path.read_bytes()) if path.exists() else "", _digest(text)
    if before == after:
        return
    report = {"before": before, "after": after, **asdict(changes)}
    write_atomically(folder / CHANGES, (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode())
    write_atomically(path, text)


def manifest_paths(folder: Path) -> set[str]:
    """Return the paths in the manifest of ``folder``; none if it is missing. Names with a backslash are left out."""
    try:
        lines = (folder / MANIFEST).read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return set()
    return {line[66:] for line in lines if len(line) > 66 and line[64:66] == "  "}


def _line(name: str, digest: bytes) -> str:
    """Return a line as GNU's sha256sum writes it: a backslash before the line states that the name is escaped."""
    if "\\" not in name and "\n" not in name and "\r" not in name:
        return f"{digest.hex()}  {name}\n"
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"\\{digest.hex()}  {escaped}\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
