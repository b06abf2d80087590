"""The site and its idle twin: two trees that share their files' inodes, exchanged in one rename.

At every instant a reader finds one whole site. The idle tree is brought up to date with only what has changed since
it was the site; an unchanged file keeps its inode and its time, so rsync and object stores upload only what changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.hard_links import link_or_copy

__all__ = ["Changes", "Trees"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


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

    def identity(self) -> str:
        """Return what tells these two folders from any others: whoever deletes or copies one changes it.

        So does a restart of the machine, since what was on its way to the disk may have been lost.
        """
        inodes = (str(path.stat().st_ino) if path.is_dir() else "-" for path in (self.site, self.idle))
        return " ".join((*inodes, _started()))

    def files(self) -> set[str]:
        """Return the paths of all files of the site."""
        return set(_files(self.site))

    def has(self, path: str) -> bool:
        """Tell whether the site has the file."""
        return os.path.isfile(f"{self.site}/{path}")

    def make_idle(self) -> None:
        """Lay out the idle tree anew, every file a link to the site's."""
        shutil.rmtree(self.idle, ignore_errors=True)
        self.idle.mkdir(parents=True)
        for path in _files(self.site):
            self._link(path)

    def catch_up(self, path: str) -> None:
        """Bring a file of the idle tree to the state that it has in the site."""
        if self.has(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self.idle}/{path}")
            self._link(path)
        else:
            self.drop(path)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the idle tree, under an inode of its own."""
        target = f"{self.idle}/{path}"
        try:
            descriptor = os.open(target, _NEW, 0o644)
        except FileExistsError:
            os.unlink(target)  # it is a link to the site's own file, which must not be written through
            descriptor = os.open(target, _NEW, 0o644)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            descriptor = os.open(target, _NEW, 0o644)
        try:
            rest = memoryview(data)
            while rest:  # a disk that is nearly full takes a part of it, and refuses the next
                rest = rest[os.write(descriptor, rest) :]
        except OSError as error:
            raise OSError(error.errno, error.strerror, target) from error
        finally:
            os.close(descriptor)

    def move(self, source: Path, path: str) -> None:
        """Move a file into the idle tree."""
        target = self.idle / path
        target.unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        target.chmod(0o644)

    def drop(self, path: str) -> None:
        """Remove a file of the idle tree, and the folders that it leaves empty."""
        target = self.idle / path
        if not os.path.lexists(target) or (target.is_dir() and not target.is_symlink()):
            return
        target.unlink()
        for folder in target.parents:
            if folder == self.idle or any(os.scandir(folder)):
                break
            folder.rmdir()

    def exchange(self) -> None:
        """Make the idle tree the site."""
        if not self.site.exists():
            self.idle.rename(self.site)
            # Every file of it is behind now, but it is known from here on. The site is published already: without an
            # idle tree, the next build lays one out.
            with contextlib.suppress(OSError):
                self.idle.mkdir()
            return
        if not _rename_exchange(self.idle, self.site):
            # Without the system call there are two renames, and an instant without a site between them.
            aside = self.site.with_name(f".{self.site.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            self.site.rename(aside)
            self.idle.rename(self.site)
            aside.rename(self.idle)

    def _link(self, path: str) -> None:
        link_or_copy(f"{self.site}/{path}", f"{self.idle}/{path}")


def _files(root: Path) -> Iterator[str]:
    start = len(str(root)) + 1
    for folder, _, names in os.walk(root):
        prefix = folder[start:].replace(os.sep, "/")
        for name in names:
            yield f"{prefix}/{name}" if prefix else name


def _started() -> str:
    """Return what the system calls the time since it was started; "" where it does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


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
