"""The key of all that a site is composed from: the bytes of its files and the versions of its libraries."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

__all__ = ["key_of", "site_files"]

_SKIPPED = {"__pycache__", ".git", ".venv", "node_modules"}
_LIBRARIES = ("pelican", "markdown", "jinja2", "babel", "feedgenerator")


def site_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield every file below the paths, in a stable order; a path may itself be a file or may not exist."""
    for path in paths:
        if path.is_file():
            yield path
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
            for name in sorted(names):
                if not name.endswith((".pyc", "~")) and not name.startswith("."):
                    yield Path(folder, name)


def key_of(root: Path, paths: Iterable[Path], *, without: Iterable[Path] = (), also: str = "") -> str:
    """Return the SHA-256 of the files (their paths from ``root`` and bytes), the libraries' versions and ``also``."""
    skipped = {path.resolve() for path in without}
    digest = hashlib.sha256(also.encode())
    for name in _LIBRARIES:
        digest.update(f"\0{name}={metadata.version(name)}".encode())
    for path in site_files(paths):
        if path.resolve() not in skipped:
            content = hashlib.sha256(path.read_bytes()).digest()
            digest.update(b"\0" + os.path.relpath(path, root).encode() + b"\0" + content)
    return digest.hexdigest()
