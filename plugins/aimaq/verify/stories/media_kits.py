"""The media kit of a story: each file in it has to be the file of the site, and its digest to be the one it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # it is a class

from aimaq.verify.comparisons import Comparison, agreeing, disagreeing
from aimaq.verify.places import MAX_BYTES, Place

__all__ = ["check_kit"]

_KIND: Final = "files in media kits"
_SUMS: Final = "SHA256SUMS"
#: Two files of one name have a number in a kit.
_NUMBERED: Final = re.compile(r"-\d+(?=\.[^.]+$|$)")
#: What is compared with the digests in the kit alone: a page may show a smaller copy.
_PHOTOS: Final = "photos/"


def check_kit(file: str, data: bytes, files: Mapping[str, Sequence[str]], place: Place) -> Iterator[Comparison]:
    """Yield what was compared in a kit; ``files`` are by their names the paths of what its story's pages link to."""
    try:
        held = _held(data)
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError, ZlibError) as error:
        yield disagreeing(_KIND, file, "", "it cannot be read", str(error) or "it is damaged")
        return
    lines = held.pop(_SUMS, b"").decode("utf-8", errors="replace").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name, content in sorted(held.items()):
        digest = sha256(content).hexdigest()
        if sums.get(name) != digest:
            wanted = f"{_SUMS} in it has {sums.get(name, 'none')}"
            yield disagreeing(_KIND, file, name, f"its SHA-256 is {digest}", wanted)
            continue
        own = name.rpartition("/")[2]
        paths = [*files.get(own, ()), *files.get(_NUMBERED.sub("", own), ())]
        if name.startswith(_PHOTOS) or any(place.read(path) == content for path in dict.fromkeys(paths)):
            yield agreeing(_KIND, file)
        else:
            wanted = f"the story's page links to {paths[0]}" if paths else "no page of the story links to such a file"
            yield disagreeing(_KIND, file, name, f"it has the SHA-256 {digest}", wanted)
    for name in sorted(sums.keys() - held.keys()):
        yield disagreeing(_KIND, file, name, "it is missing", f"{_SUMS} in it has {sums[name]}")


def _held(data: bytes) -> dict[str, bytes]:
    """Return the files of a kit by their names in its folder; raise an error where it cannot be read."""
    with ZipFile(BytesIO(data)) as kit:
        members = [each for each in kit.infolist() if not each.is_dir()]
        # It is made to be copied, not to be unpacked: a kit that grows would fill the memory.
        if sum(each.file_size for each in members) > MAX_BYTES:
            raise ValueError(f"its files have more than {MAX_BYTES:,} bytes")
        return {each.filename.partition("/")[2]: kit.read(each) for each in members}
