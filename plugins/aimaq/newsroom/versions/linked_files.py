"""The documents that a text links to, whose digests the log keeps as it does those of attachments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.files import ATTACHED, PICTURES, File, Files

__all__ = ["linked_digests", "linked_documents"]

_STATIC: Final = "{static}"


def linked_documents(text: Text) -> tuple[str, ...]:
    """Return the paths of the documents of this site that the body links to, as they are written, each once."""
    return tuple(dict.fromkeys(_documents(text)))


def linked_digests(text: Text, files: Files, digits: int) -> tuple[str, ...]:
    """Return the first digits of each linked document's SHA-256; one that cannot be read is another check's problem."""
    found = (files.file(_path(link, text, files.content)) for link in linked_documents(text))
    return tuple(each.sha256[:digits] for each in found if isinstance(each, File))


def _documents(text: Text) -> Iterator[str]:
    for link, _ in text.links:
        is_own = link.startswith(_STATIC) or (link.startswith("/") and not link.startswith("//"))
        ending = PurePosixPath(link.partition("#")[0].partition("?")[0]).suffix.lower()
        if is_own and ending in ATTACHED and ending not in PICTURES:
            yield link.removeprefix(_STATIC)


def _path(link: str, text: Text, content: Path) -> str:
    """Return the path below the content folder of the file that a link leads to."""
    path = unquote(urlsplit(link).path)
    folder = "" if path.startswith("/") else os.path.relpath(Path(text.source_path).parent, content)
    return os.path.normpath(os.path.join(folder, path.lstrip("/")))
