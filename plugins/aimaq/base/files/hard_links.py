"""Give a file a second path without a second copy of its bytes."""

import errno
import os
import shutil
from pathlib import Path

__all__ = ["link_or_copy"]

#: The file system has no hard links, has enough of this file, or the two paths are on different ones.
_NO_LINK = (errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """Make ``target``, which must not exist, a hard link to ``source``, or a copy where there can be no link."""
    try:
        _link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _link(source, target)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # as a link, never over an existing file
        shutil.copy2(source, target)
