"""The site and its idle twin: two trees that share their files' inodes, exchanged in one rename.

At every instant a reader finds one whole site. The idle tree is brought up to date with only what has changed since
it was the site; an unchanged file keeps its inode and its time, so rsync and object stores upload only what changed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Changes", "Trees"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publication did to the site: paths relative to the output folder, in order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def paths(self) -> frozenset[str]:
        """Every path in which the old site and the new one differ."""
        return frozenset((*self.added, *self.changed, *self.removed))


class Trees:
    """``site`` is what readers see. The idle tree stands beside it, on the same file system, in a hidden folder."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.idle = site.with_name(f".{site.name}.idle")
        self._folders: set[str] = set()

    def identity(self) -> str:
        """Return what tells these two folders from any others: whoever deletes or copies one changes it."""
        return " ".join(str(path.stat().st_ino) if path.is_dir() else "-" for path in (self.site, self.idle))

    def files(self) -> set[str]:
        """Return the paths of all files of the site."""
        return set(_files(self.site))

    def make_idle(self) -> None:
        """Lay out the idle tree anew, every file a link to the site's."""
        shutil.rmtree(self.idle, ignore_errors=True)
        self.idle.mkdir(parents=True)
        for path in _files(self.site):
            self._link(path)

    def catch_up(self, stale: Iterable[str]) -> None:
        """Bring these files of the idle tree to the state that they have in the site."""
        for path in stale:
            self.drop(path)
            if (self.site / path).exists():
                self._link(path)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the idle tree, under an inode of its own."""
        target = self._place(path)
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            os.unlink(target)  # it is a link to the site's own file, which must not be written through
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with open(descriptor, "wb", buffering=0) as stream:
            stream.write(data)

    def move(self, source: Path, path: str) -> None:
        """Move a file into the idle tree."""
        self.drop(path)
        shutil.move(source, self._place(path))
        os.chmod(self.idle / path, 0o644)

    def drop(self, path: str) -> None:
        """Remove a file of the idle tree, and the folders that it leaves empty."""
        target = self.idle / path
        if not os.path.lexists(target):
            return
        target.unlink()
        for folder in target.parents:
            if folder == self.idle or any(os.scandir(folder)):
                break
            folder.rmdir()
        self._folders.clear()

    def exchange(self, written: Iterable[str]) -> None:
        """Make the idle tree the site. ``written`` are brought to the disk before the rename can get there."""
        _sync(self.idle, written)
        if not self.site.exists():
            self.idle.rename(self.site)
            return
        if not _rename_exchange(self.idle, self.site):
            # Without the system call there are two renames, and an instant without a site between them.
            aside = self.site.with_name(f".{self.site.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            self.site.rename(aside)
            self.idle.rename(self.site)
            aside.rename(self.idle)

    def _link(self, path: str) -> None:
        source, target = self.site / path, self._place(path)
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV):
                raise
            shutil.copy2(source, target)  # a file system without hard links

    def _place(self, path: str) -> str:
        folder = os.path.dirname(path)
        if folder not in self._folders:
            os.makedirs(self.idle / folder, exist_ok=True)
            self._folders.add(folder)
        return os.path.join(self.idle, path)


def _files(root: Path) -> Iterator[str]:
    start = len(str(root)) + 1
    for folder, _, names in os.walk(root):
        prefix = folder[start:].replace(os.sep, "/")
        for name in names:
            yield f"{prefix}/{name}" if prefix else name


def _sync(root: Path, written: Iterable[str]) -> None:
    """Bring files to the disk: one by one where they are few, the whole file system at once where they are many."""
    paths = list(written)
    if len(paths) > 64 and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        descriptor = os.open(root / path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename_exchange(one: Path, other: Path) -> bool:
    """Exchange two paths by Linux's renameat2; return False where there is no such call."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(error, os.strerror(error), str(other))
