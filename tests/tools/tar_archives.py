"""Tar archives, unpacked alike by every Python that tests run with."""

from __future__ import annotations

import tarfile
from collections.abc import Iterable
from pathlib import Path

__all__ = ["unpack"]


def unpack(archive: tarfile.TarFile, folder: Path, members: Iterable[tarfile.TarInfo] | None = None) -> None:
    """Unpack the members, by default all, as plain data where Python can make sure of that."""
    if hasattr(tarfile, "data_filter"):  # from Python 3.11.4
        archive.extractall(folder, members, filter="data")
    else:
        archive.extractall(folder, members)
