"""One mode for everything that is published: 0644 for files, 0755 for folders under any umask.

A web server runs as a user of its own. With the umask 077, which administrators set for good reasons, it could read
nothing of a site.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

__all__ = ["PUBLIC_FILE", "make_public", "public_umask"]

PUBLIC_FILE: Final = 0o644
_PUBLIC_FOLDER: Final = 0o755


@contextmanager
def public_umask() -> Iterator[None]:
    """Create files and folders with public modes in the block; the umask is the whole process's."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def make_public(folder: Path) -> None:
    """Give the folder, and every file and folder below it, its public mode; nothing is changed through a link."""
    folder.chmod(_PUBLIC_FOLDER)
    for parent, folders, names in os.walk(folder):
        for name, mode in (*((each, _PUBLIC_FOLDER) for each in folders), *((each, PUBLIC_FILE) for each in names)):
            path = f"{parent}/{name}"
            if not os.path.islink(path):
                os.chmod(path, mode)
