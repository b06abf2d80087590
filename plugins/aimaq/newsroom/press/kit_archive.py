"""Write a media kit: a ZIP file of the files for journalists, with a list of checksums."""

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["CHECKSUMS", "write_kit"]

#: SHA-256 and name of every file of the kit, as ``sha256sum --check`` reads them.
CHECKSUMS = "SHA256SUMS"
#: The earliest time that ZIP can hold (APPNOTE, 4.4.6). A constant time keeps the bytes of an unchanged kit the same.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX, _REGULAR_FILE = 3, 0o100644 << 16


def write_kit(path: Path, folder: str, files: Mapping[str, Path]) -> None:
    """Write a new ZIP file in which ``files``, by their names in the kit, stand in ``folder``.

    Nothing is compressed: pictures and PDFs are already, and another version of the library may compress differently.
    """
    checksums = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as kit:
        for name in sorted(files):
            with files[name].open("rb") as file, kit.open(_zip_entry(f"{folder}/{name}"), "w") as entry:
                shutil.copyfileobj(file, entry)
            with files[name].open("rb") as file:
                checksums[name] = hashlib.file_digest(file, "sha256").hexdigest()
        lines = "".join(f"{digest}  {name}\n" for name, digest in checksums.items())
        kit.writestr(_zip_entry(f"{folder}/{CHECKSUMS}"), lines)


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = _UNIX, _REGULAR_FILE
    return entry
