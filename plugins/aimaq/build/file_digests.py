"""Digests of what a site is made from: the bytes of its files."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

__all__ = ["FileDigests", "KnownDigest", "digest_of", "is_from_the_future"]

_SKIPPED = {"__pycache__", ".git", ".venv", "node_modules"}
#: In nanoseconds. A file that was written later than this before the check may change once more within one tick of its
#: file system's clock (FAT's is 2 seconds), and only its bytes would show it.
_RACY = 3_000_000_000
#: By how much, in seconds, the clocks of two machines that share a disk may differ.
_SKEW = 3600

#: A file's state (device, inode, size, time of its bytes, time of its last change), and the digest of its bytes.
KnownDigest = tuple[str, bytes]


class FileDigests:
    """The digests of files in one build.

    A file is read and digested unless its state is exactly that of an earlier build. As in Git's index, that counts
    only if the file was at rest when that build began. No program can set the time of the last change, so a file that
    is rewritten and gets its old time back is noticed.
    """

    def __init__(self, known: Mapping[str, KnownDigest]) -> None:
        """``known`` has what earlier builds have found to be :attr:`current`, by path."""
        self._known = known
        self._numbers: dict[str, tuple[int, int]] = {}  # of device and inode
        self._at_rest = time.time_ns() - _RACY
        self.current: dict[str, KnownDigest] = {}

    def of(self, paths: Iterable[Path]) -> dict[str, bytes]:
        """Return each file below the paths with the digest of its bytes.

        A path may itself be a file, or may not exist. Hidden files and Python's caches are left out.
        """
        found: dict[str, bytes] = {}
        for path in paths:
            name = str(path)
            state = _stat(path)
            for file, each in [(name, state)] if state and path.is_file() else _below(name):
                self._numbers[file] = each.st_dev, each.st_ino
                found[file] = self._digest(file, each)
        return found

    def without(self, found: Mapping[str, bytes], files: Iterable[Path]) -> dict[str, bytes]:
        """Return what :meth:`of` has ``found`` without some files, also where links lead to them."""
        skipped = {(state.st_dev, state.st_ino) for state in filter(None, map(_stat, files))}
        return {path: digest for path, digest in found.items() if self._numbers[path] not in skipped}

    def _digest(self, name: str, state: os.stat_result) -> bytes:
        current = f"{state.st_dev} {state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
        known = self._known.get(name)
        if known is not None and known[0] == current:
            self.current[name] = known
            return known[1]
        with open(name, "rb", buffering=0) as stream:
            digest = hashlib.blake2b(stream.read(), digest_size=16).digest()
        # On Windows the second time is that of the file's creation.
        if max(state.st_mtime_ns, state.st_ctime_ns) < self._at_rest and os.name == "posix":
            self.current[name] = current, digest
        return digest


def digest_of(root: Path, files: Mapping[str, bytes], *also: str) -> str:
    """Return one digest of files by their paths from ``root``, and of the texts in ``also``."""
    digest = hashlib.blake2b("\0".join(also).encode(), digest_size=16)
    base = f"{root}{os.sep}"
    # All in one go: a call for each of a large site's files would cost more than the digest.
    digest.update(b"".join(b"\0%b\0%b" % (name.removeprefix(base).encode(), files[name]) for name in sorted(files)))
    return digest.hexdigest()


def is_from_the_future(path: Path) -> bool:
    """Return whether the file was written in the future: the clock has been set back since."""
    state = _stat(path)
    return state is not None and state.st_mtime > time.time() + _SKEW


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
