"""Tests' files are in memory, on machines that have enough of it: most are written once, read once and deleted."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

__all__ = ["folder_in_memory", "keep_files_in_memory"]


def keep_files_in_memory() -> None:
    """Let this process and those that it starts make temporary files in memory, unless TMPDIR says where.

    pytest keeps the files of tests that failed; what programs leave behind beside them goes when this process ends.
    """
    if "TMPDIR" not in os.environ and (folder := folder_in_memory()):
        own = tempfile.mkdtemp(prefix="aimaq-tests-", dir=folder)
        os.chmod(own, 0o1777)  # as /tmp: database servers of tests run as users of their own
        os.environ |= {"PYTEST_DEBUG_TEMPROOT": folder, "TMPDIR": own}
        tempfile.tempdir = own
        atexit.register(_remove, own, os.getpid())


def _remove(folder: str, process: int) -> None:
    if os.getpid() == process:  # and not a fork of it
        shutil.rmtree(folder, ignore_errors=True)


def folder_in_memory(folder: str = "/dev/shm", gigabytes: int = 6) -> str:
    """Return the folder if programs may run there and so much memory is free, there and on the machine; else ""."""
    try:
        place = os.statvfs(folder)
        memory = Path("/proc/meminfo").read_text()
    except OSError:
        return ""
    available = re.search(r"^MemAvailable: +(\d+) kB$", memory, re.MULTILINE)
    free = min(place.f_bavail * place.f_frsize, int(available[1]) * 1024 if available else 0)
    usable = os.access(folder, os.W_OK) and not place.f_flag & os.ST_NOEXEC
    return folder if usable and free >= gigabytes * 10**9 else ""
