"""The site's folder and a hidden copy of hard links: a build changes the copy, then swaps the two.

On Linux the swap is one system call, so a reader finds one whole site at every moment; elsewhere there are two renames,
and a moment without a site. An unchanged file keeps its inode and its time, so rsync and object stores upload only what
changed.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from aimaq.base.files.hard_links import link_or_copy
from aimaq.base.files.public_modes import PUBLIC_FILE, make_public
from aimaq.base.files.replaced_folders import files_below, list_state, touch_list

__all__ = ["Changes", "SiteTrees"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that a build added, changed and removed: sorted paths, relative to the output folder."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def paths(self) -> frozenset[str]:
        """Every path in which the old site and the new one differ."""
        return frozenset((*self.added, *self.changed, *self.removed))


class SiteTrees:
    """The site tree, which readers see, and the idle tree beside it: a hidden folder on the same file system."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.idle = site.with_name(f".{site.name}.idle")

    def identity(self) -> str:
        """Return a text that changes with :meth:`touch`, and when one of the folders is deleted or copied.

        It changes as well when the machine is restarted: what was not yet on the disk may be lost.
        """
        inodes = (str(path.stat().st_ino) if path.is_dir() else "-" for path in (self.site, self.idle))
        return " ".join((*inodes, list_state(self.site), _boot_id()))

    def touch(self) -> None:
        """Change the identity before the idle tree changes: a cache of an earlier day does not know these trees."""
        touch_list(self.site)

    def files(self) -> set[str]:
        """Return the paths of all files of the site."""
        return set(files_below(self.site))

    def has(self, path: str) -> bool:
        """Return whether the site has the file."""
        return os.path.isfile(f"{self.site}/{path}")

    def make_idle(self) -> None:
        """Create the idle tree anew; each file is a hard link to the site's."""
        shutil.rmtree(self.idle, ignore_errors=True)
        self.idle.mkdir(parents=True)
        for path in files_below(self.site):
            self._link(path)
        make_public(self.idle)  # a site of an older version may have other modes

    def update(self, path: str) -> None:
        """Make a file of the idle tree the same as in the site, or remove it if the site has none."""
        if self.has(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{self.idle}/{path}")
            self._link(path)
        else:
            self.remove(path)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the idle tree, with an inode of its own."""
        target = f"{self.idle}/{path}"
        try:
            descriptor = os.open(target, _NEW, PUBLIC_FILE)
        except FileExistsError:
            os.unlink(target)  # it is a link to the site's file, which must not change
            descriptor = os.open(target, _NEW, PUBLIC_FILE)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            descriptor = os.open(target, _NEW, PUBLIC_FILE)
        try:
            rest = memoryview(data)
            while rest:  # a disk that is nearly full writes only a part
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
        target.chmod(PUBLIC_FILE)

    def remove(self, path: str) -> None:
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
            # The site is published already: without an idle tree, the next build creates one.
            with contextlib.suppress(OSError):
                self.idle.mkdir()
            return
        if not _rename_exchange(self.idle, self.site):
            # Without the system call there are two renames, and a moment without a site between them.
            aside = self.site.with_name(f".{self.site.name}.old")
            shutil.rmtree(aside, ignore_errors=True)
            self.site.rename(aside)
            self.idle.rename(self.site)
            aside.rename(self.idle)

    def _link(self, path: str) -> None:
        link_or_copy(f"{self.site}/{path}", f"{self.idle}/{path}")


def _boot_id() -> str:
    """Return Linux's boot ID, which changes at every restart; "" on other systems."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def _rename_exchange(one: Path, other: Path) -> bool:
    """Exchange two paths by Linux's ``renameat2``; return False where there is no such call."""
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
