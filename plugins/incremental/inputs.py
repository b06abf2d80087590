"""Digests of all that a site is made from: the bytes of its files and the versions of its libraries."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

__all__ = ["digest_files", "digest_of", "versions"]

_SKIPPED = {"__pycache__", ".git", ".venv", "node_modules"}
_LIBRARIES = ("pelican", "markdown", "jinja2", "babel", "feedgenerator", "docutils")


def digest_files(paths: Iterable[Path], *, without: Iterable[Path] = ()) -> dict[str, bytes]:
    """Return each file below the paths with the digest of its bytes; the times of files are never trusted.

    A path may itself be a file, or may not exist. Hidden files and Python's caches are left out.
    """
    skipped = {str(path.resolve()) for path in without}
    found: dict[str, bytes] = {}
    for path in paths:
        for name in [str(path)] if path.is_file() else _below(str(path)):
            if not skipped or os.path.realpath(name) not in skipped:
                with open(name, "rb", buffering=0) as stream:
                    found[name] = hashlib.blake2b(stream.read(), digest_size=16).digest()
    return found


def digest_of(root: Path, files: Mapping[str, bytes], *also: str) -> str:
    """Return one digest of files by their paths from ``root``, and of the texts in ``also``."""
    digest = hashlib.blake2b("\0".join(also).encode(), digest_size=16)
    base = f"{root}{os.sep}"
    for name in sorted(files):
        digest.update(b"\0" + name.removeprefix(base).encode() + b"\0" + files[name])
    return digest.hexdigest()


def versions() -> str:
    """Return the versions of Python's libraries that shape the output."""
    return " ".join(f"{name}={metadata.version(name)}" for name in _LIBRARIES)


def _below(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED or entry.name.endswith((".pyc", "~")):
            continue
        if entry.is_dir():
            yield from _below(entry.path)
        elif entry.is_file():
            yield entry.path
