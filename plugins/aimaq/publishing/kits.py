"""A media kit: a ZIP file with all that a journalist takes away of one release, and a list of checksums."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["CHECKSUMS", "write_kit"]

#: SHA-256 and name of every file of the kit, as ``sha256sum --check`` reads them.
CHECKSUMS = "SHA256SUMS"
#: The earliest time that ZIP knows (APPNOTE, 4.4.6): a kit does not tell when it was made, so it is always the same.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


def write_kit(path: Path, folder: str, files: Mapping[str, Path]) -> None:
    """Write the files, by their names in the kit, into a new ZIP file; they stand in a ``folder`` of their own there.

    Nothing is compressed: pictures and PDFs are already, and what a library of another version compresses may differ.
    """
    sums = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as kit:
        for name in sorted(files):
            with files[name].open("rb") as file, kit.open(_entry(f"{folder}/{name}"), "w") as inside:
                shutil.copyfileobj(file, inside)
            with files[name].open("rb") as file:
                sums[name] = hashlib.file_digest(file, "sha256").hexdigest()
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        kit.writestr(_entry(f"{folder}/{CHECKSUMS}"), listed)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
    return entry
