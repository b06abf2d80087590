"""The files that a story offers for download."""

from __future__ import annotations

from dataclasses import dataclass

from aimaq.base.translations import Catalog
from aimaq.newsroom.content.text import Text
from aimaq.newsroom.media.files import File, Files, readable_size
from aimaq.newsroom.model.editions import Edition

__all__ = ["Attached", "attachments_of"]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to download; ``size`` is for readers, "1.2 MB"."""

    title: str
    file: File
    size: str


def attachments_of(text: Text, edition: Edition, files: Files, catalog: Catalog) -> tuple[Attached, ...]:
    """Return a text's files, without those that have been reported as missing."""
    return tuple(
        Attached(each.title, file, readable_size(file.size, edition.locale, catalog))
        for each in text.attachments
        if isinstance(file := files.file(each.file), File)
    )
