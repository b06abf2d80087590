"""What an editor names as the source, file by file: exports, pages, and what lies beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aimaq.importing.wxr import is_export

__all__ = ["MAX_BYTES", "SourceFile", "source_files"]

#: Of one file: an export of 20,000 articles has half of it.
MAX_BYTES: Final = 500_000_000
_PAGES: Final = frozenset({".htm", ".html", ".xhtml"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its ``kind`` is ``export``, ``page``, ``beside`` (saved by a browser with a page) or ``other``.

    ``shown`` is its path for messages. ``saved`` is the folder that a browser made for a page's pictures, if
    there is one.
    """

    path: Path
    shown: str
    kind: str
    saved: Path | None = None


def source_files(source: Path) -> Iterator[SourceFile]:
    """Yield what ``source``, a file or a folder, holds, in the order of names. Links are not followed."""
    if source.is_file():
        file = _file(source, source.name)
        yield file
        for path in sorted(file.saved.rglob("*")) if file.saved else ():
            if path.is_file():
                yield SourceFile(path, _shown(path, source), "beside")
        return
    for folder, folders, names in os.walk(source):
        folders.sort()
        saved = [name for name in folders if _page_of(Path(folder, name)) is not None]
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink() or not path.is_file():
                yield SourceFile(path, _shown(path, source), "other")
            elif not name.startswith("."):
                yield _file(path, _shown(path, source))
        for name in saved:
            folders.remove(name)
            for path in sorted(Path(folder, name).rglob("*")):
                if path.is_file():
                    yield SourceFile(path, _shown(path, source), "beside")


def _file(path: Path, shown: str) -> SourceFile:
    if path.suffix.lower() in _PAGES:
        names = (f"{path.stem}_files", f"{path.stem}.files", f"{path.name}_files")
        folders = (path.with_name(name) for name in names)
        return SourceFile(path, shown, "page", next((folder for folder in folders if folder.is_dir()), None))
    if path.suffix.lower() in (".xml", ".wxr", ".rss") and path.stat().st_size <= MAX_BYTES:
        with path.open("rb") as file:
            if is_export(file.read(4096)):
                return SourceFile(path, shown, "export")
    return SourceFile(path, shown, "other")


def _page_of(folder: Path) -> Path | None:
    """Return the page for which a browser made a folder, by its name, ``page_files``."""
    for ending in ("_files", ".files"):
        if folder.name.endswith(ending):
            stem = folder.name.removesuffix(ending)
            pages = (folder.with_name(f"{stem}{suffix}") for suffix in ("", *sorted(_PAGES)))
            return next((page for page in pages if page.is_file()), None)
    return None


def _shown(path: Path, source: Path) -> str:
    return path.relative_to(source.parent).as_posix()
