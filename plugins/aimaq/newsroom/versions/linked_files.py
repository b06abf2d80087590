"""The documents and pictures of a text, whose digests the log keeps as it does those of attachments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from aimaq.newsroom.content.text import Text
from aimaq.newsroom.links.targets import static_path
from aimaq.newsroom.media.files import ATTACHED, PICTURES, File, Files

__all__ = ["linked_digests", "linked_documents", "picture_digests"]


def linked_documents(text: Text, files: Files, site_url: str) -> tuple[str, ...]:
    """Return the paths below the content folder of the documents of this site that the body links to, each once."""
    return tuple(dict.fromkeys(path for path in _linked(text, files, site_url) if not _is_picture(path)))


def linked_digests(text: Text, files: Files, site_url: str, digits: int) -> tuple[str, ...]:
    """Return the first digits of each linked document's SHA-256; one that cannot be read is another check's problem."""
    found = map(files.file, linked_documents(text, files, site_url))
    return tuple(each.sha256[:digits] for each in found if isinstance(each, File))


def picture_digests(text: Text, files: Files, site_url: str, digits: int) -> tuple[str, ...]:
    """Return the same of each picture that the text shows or links to, with a space and its path, each once."""
    paths = [each.file for each in (text.photo, text.portrait, *text.photos) if each]
    paths += filter(_is_picture, _linked(text, files, site_url))
    found = ((path, files.file(path)) for path in dict.fromkeys(paths))
    return tuple(f"{each.sha256[:digits]} {path}" for path, each in found if isinstance(each, File))


def _linked(text: Text, files: Files, site_url: str) -> Iterator[str]:
    """Yield the path of each file of this site that the body shows or links to."""
    for link, _ in text.links:
        if _ending(link.partition("#")[0].partition("?")[0]) in ATTACHED and (
            path := static_path(link, text, files.content, site_url)
        ):
            yield path


def _is_picture(path: str) -> bool:
    return _ending(path) in PICTURES


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
