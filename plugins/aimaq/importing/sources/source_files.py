"""The files of a source: WordPress exports, saved pages, and the files that a browser saved with a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from aimaq.importing.sources.wordpress_xml import is_export

__all__ = ["MAX_BYTES", "PAGE_SUFFIXES", "SourceFile", "source_files"]

#: Of one file; an export of 20,000 articles has half of it.
MAX_BYTES: Final = 500_000_000
PAGE_SUFFIXES: Final = frozenset({".htm", ".html", ".xhtml"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source. One of the kind ``beside`` was saved by a browser with a page.

    ``shown`` is its path as messages show it; ``saved`` is the folder in which a browser saved a page's pictures.
    """

    path: Path
    shown: str
    kind: Literal["export", "page", "beside", "other"]
    saved: Path | None = None


def source_files(source: Path) -> Iterator[SourceFile]:
    """Yield the files of ``source``, a file or a folder, ordered by name. Symbolic links are not followed."""
    if source.is_file():
        file = _file(source, source.name)
        yield file
        if file.saved:
            yield from _saved_files(file.saved, source)
        return
    for folder, folders, names in os.walk(source):
        folders.sort()
        saved = [name for name in folders if _belongs_to_page(Path(folder, name))]
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink() or not path.is_file():
                yield SourceFile(path, _shown(path, source), "other")
            elif not name.startswith("."):
                yield _file(path, _shown(path, source))
        for name in saved:
            folders.remove(name)
            yield from _saved_files(Path(folder, name), source)


def _saved_files(folder: Path, source: Path) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield SourceFile(path, _shown(path, source), "beside")


def _file(path: Path, shown: str) -> SourceFile:
    if path.suffix.lower() in PAGE_SUFFIXES:
        names = (f"{path.stem}_files", f"{path.stem}.files", f"{path.name}_files")
        folders = (path.with_name(name) for name in names)
        return SourceFile(path, shown, "page", next((folder for folder in folders if folder.is_dir()), None))
    if path.suffix.lower() in (".xml", ".wxr", ".rss") and path.stat().st_size <= MAX_BYTES:
        with path.open("rb") as file:
            if is_export(file.read(4096)):
                return SourceFile(path, shown, "export")
    return SourceFile(path, shown, "other")


def _belongs_to_page(folder: Path) -> bool:
    """Return whether a browser saved a folder with a page: it is named after it, ``page_files``."""
    for ending in ("_files", ".files"):
        if folder.name.endswith(ending):
            stem = folder.name.removesuffix(ending)
            return any(folder.with_name(f"{stem}{suffix}").is_file() for suffix in ("", *PAGE_SUFFIXES))
    return False


def _shown(path: Path, source: Path) -> str:
    return path.relative_to(source.parent).as_posix()
