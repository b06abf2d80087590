"""Put a finished site in the place of the old one: at every instant a reader finds one whole site.

The next site is laid out beside the old one, with every unchanged file as a hard link to the old file, so that it
keeps its inode and its time and rsync or an object store uploads only what changed. Then the two folders change
names in one system call.
"""

from __future__ import annotations

import ctypes
import errno
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Changes", "publish_files", "publish_tree"]

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


def publish_tree(staged: Path, output: Path) -> Changes:
    """Publish all of ``staged`` (its files are moved out of it) and nothing else."""
    old, new = set(_files(output)), set(_files(staged))
    same = {path for path in old & new if filecmp.cmp(staged / path, output / path, shallow=False)}
    changes = Changes(tuple(sorted(new - old)), tuple(sorted((new & old) - same)), tuple(sorted(old - new)))
    if changes:
        following = _beside(output)
        for path in sorted(new):
            _place(output / path if path in same else staged / path, following / path, link=path in same)
        _exchange(following, output)
    return changes


def publish_files(files: Mapping[str, bytes], output: Path) -> Changes:
    """Publish the old site with these files' contents in place of their old ones."""
    changed = {path: data for path, data in files.items() if (output / path).read_bytes() != data}
    if changed:
        following = _beside(output)
        for path in _files(output):
            if path not in changed:
                _place(output / path, following / path, link=True)
        for path, data in changed.items():
            target = following / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        _exchange(following, output)
    return Changes(changed=tuple(sorted(changed)))


def _files(root: Path) -> Iterator[str]:
    for folder, _, names in os.walk(root):
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root)


def _beside(output: Path) -> Path:
    """Return a new folder on the output's own file system; a build that was killed may have left one there."""
    following = output.with_name(f".{output.name}.next")
    shutil.rmtree(following, ignore_errors=True)
    following.mkdir(parents=True)
    return following


def _place(source: Path, target: Path, *, link: bool) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if link:
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target)
    else:
        shutil.move(source, target)
        target.chmod(0o644)


def _exchange(following: Path, output: Path) -> None:
    """Make ``following`` the output and remove the old one."""
    _sync(following)
    if not output.exists():
        following.rename(output)
        return
    if not _rename_exchange(following, output):
        # Without the system call there are two renames, and an instant without a site between them.
        aside = output.with_name(f".{output.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        output.rename(aside)
        following.rename(output)
        following = aside
    shutil.rmtree(following)


def _sync(folder: Path) -> None:
    """Bring the new files to the disk before the rename can get there (they are few: most are links)."""
    for path in _files(folder):
        file = folder / path
        if file.stat().st_nlink == 1:
            with file.open("rb") as stream:
                os.fsync(stream.fileno())


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
