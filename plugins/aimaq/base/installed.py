"""What is installed beside the program."""

import os
import sys

__all__ = ["libraries"]


def libraries() -> str:
    """Return Python's version, and names and versions of the installed packages: any of them may change the output."""
    names = {name for folder in sys.path for name in _names(folder) if name.endswith((".dist-info", ".egg-info"))}
    return " ".join((sys.version, *sorted(names)))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []  # an archive, or a missing folder
