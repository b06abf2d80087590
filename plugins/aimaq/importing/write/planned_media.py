"""The pictures and other files that an import is going to copy, each under a path of its own."""

import filecmp
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aimaq.base.languages.messages import tr
from aimaq.importing.options import ImportSite
from aimaq.importing.report import Outcome, SourceReport
from aimaq.importing.sources.media_files import MediaFile

__all__ = ["PlannedMedia"]


class PlannedMedia:
    """``files`` maps paths below the content folder to the files to copy there."""

    def __init__(self, site: ImportSite) -> None:
        self.site = site
        self.files: dict[str, Path] = {}
        self._reserved: dict[str, Path] = {}

    def reserve(self, file: MediaFile) -> MediaFile:
        """Return a file with a target of its own: equal files share one, no other file is overwritten."""
        stem, dot, suffix = file.target.rpartition(".")
        number, target = 1, file.target
        while (other := self._reserved.get(target, self.site.content_folder / target)).exists():
            if other == file.path or filecmp.cmp(other, file.path, shallow=False):
                break
            number += 1
            target = f"{stem}-{number}{dot}{suffix}"
        self._reserved[target] = file.path
        return replace(file, target=target)

    def exists(self, file: MediaFile) -> bool:
        """Return whether the content folder has the file already."""
        return (self.site.content_folder / file.target).exists()

    def copy(self, file: MediaFile, report: SourceReport, *, is_reported: bool = False) -> None:
        """Plan a copy of a reserved file, once; ``is_reported``: it has an entry as an attachment."""
        if file.target in self.files:
            return
        shown = self.site.shown(file.target)
        if self.exists(file):
            if not is_reported:
                report.add("file", file.path.name, Outcome.THERE, shown)
            return
        self.files[file.target] = file.path
        if not is_reported:
            report.brought("file", file.path.name, shown)
        if file.has_location:
            why = tr("the file states where it was taken (GPS); its published copies do not")
            report.changed("location", shown, why)

    def unused(self, files: Mapping[Path, str]) -> list[str]:
        """Return the paths, as messages show them, of those files, all resolved, that nothing has reserved."""
        reserved = set(self._reserved.values())
        return [shown for path, shown in files.items() if path not in reserved]
