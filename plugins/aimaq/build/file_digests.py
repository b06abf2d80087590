"""Digests of all that a site is made from: the bytes of its files, and the libraries beside Python."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

__all__ = ["Look", "Seen", "digest_of", "is_from_the_future", "libraries"]

_SKIPPED = {"__pycache__", ".git", ".venv", "node_modules"}
#: A file whose times are not older than this, in nanoseconds, when a look begins may change once more within one tick
#: of its file system's clock (FAT's is 2 seconds), and nothing but its bytes would tell.
_RACY = 3_000_000_000
#: Clocks of two machines that share a disk may differ by this, in seconds, without anybody having set one back.
_SKEW = 3600

#: What the system tells of a file (device, inode, size, times of its bytes and of the file), and its bytes' digest.
Seen = tuple[str, bytes]


class Look:
    """One look at the files that a site is made from.

    A file is read and digested unless the system tells of it exactly what it told at an earlier look. As in Git's
    index, that counts only if the file was at rest when that look began, and one of the two times is that of its last
    change of any kind, which no program can set: rewriting a file and putting its time back is noticed.
    """

    def __init__(self, known: Mapping[str, Seen]) -> None:
        """``known`` is what earlier looks have :attr:`seen`, by path."""
        self._known = known
        self._numbers: dict[str, tuple[int, int]] = {}  # of device and inode
        self._at_rest = time.time_ns() - _RACY
        self.seen: dict[str, Seen] = {}

    def digests(self, paths: Iterable[Path]) -> dict[str, bytes]:
        """Return each file below the paths with the digest of its bytes.

        A path may itself be a file, or may not exist. Hidden files and Python's caches are left out.
        """
        found: dict[str, bytes] = {}
        for path in paths:
            name = str(path)
            state = _stat(path)
            for file, its in [(name, state)] if state and path.is_file() else _below(name):
                self._numbers[file] = its.st_dev, its.st_ino
                found[file] = self._digest(file, its)
        return found

    def without(self, found: Mapping[str, bytes], files: Iterable[Path]) -> dict[str, bytes]:
        """Return what :meth:`digests` has ``found`` but for some files, by whatever name they were found."""
        skipped = {(state.st_dev, state.st_ino) for state in filter(None, map(_stat, files))}
        return {path: digest for path, digest in found.items() if self._numbers[path] not in skipped}

    def _digest(self, name: str, state: os.stat_result) -> bytes:
        told = f"{state.st_dev} {state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
        known = self._known.get(name)
        if known is not None and known[0] == told:
            self.seen[name] = known
            return known[1]
        with open(name, "rb", buffering=0) as stream:
            digest = hashlib.blake2b(stream.read(), digest_size=16).digest()
        # On Windows the second time is that of the file's creation, and tells nothing.
        if max(state.st_mtime_ns, state.st_ctime_ns) < self._at_rest and os.name == "posix":
            self.seen[name] = told, digest
        return digest


def digest_of(root: Path, files: Mapping[str, bytes], *also: str) -> str:
    """Return one digest of files by their paths from ``root``, and of the texts in ``also``."""
    digest = hashlib.blake2b("\0".join(also).encode(), digest_size=16)
    base = f"{root}{os.sep}"
    # All in one go: a call for each of a large site's files would cost more than the digest.
    digest.update(b"".join(b"\0%b\0%b" % (name.removeprefix(base).encode(), files[name]) for name in sorted(files)))
    return digest.hexdigest()


def is_from_the_future(path: Path) -> bool:
    """Tell whether the file has been written at a time that is yet to come: the clock has been set back since."""
    state = _stat(path)
    return state is not None and state.st_mtime > time.time() + _SKEW


def libraries() -> str:
    """Return Python's version, and names and versions of all that is installed beside it: any may shape the output."""
    names = {name for folder in sys.path for name in _names(folder) if name.endswith((".dist-info", ".egg-info"))}
    return " ".join((sys.version, *sorted(names)))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []  # an archive, or a folder that is not there


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    folders = [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            name = entry.name
            if name[0] == "." or name in _SKIPPED or name.endswith((".pyc", "~")):
                continue
            if entry.is_dir():
                folders.append(entry.path)
            elif entry.is_file():
                yield entry.path, entry.stat()
