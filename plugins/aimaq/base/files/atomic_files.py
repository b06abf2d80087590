"""Files that are replaced in one step: a reader sees the old bytes or the new ones, never a part."""

import contextlib
import os
import threading
from pathlib import Path

__all__ = ["write_atomically"]


def write_atomically(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write the file whole or not at all; raise OSError, and then the file is as it was.

    The bytes go to a hidden file in the same folder, which is renamed (POSIX ``rename``). ``durable`` is for an
    existing file that people keep: the new one is on the disk (``fsync``) before it replaces the old one, and has its
    permissions.
    """
    new = path.with_name(f".{path.name}.{threading.get_native_id()}")  # no other thread of any process has that name
    try:
        with new.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if durable:
            new.chmod(path.stat().st_mode)
        os.replace(new, path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
