"""Pelican's writer, with the composed text handed over instead of written."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from pelican.utils import sanitised_join
from pelican.writers import Writer

from support.problems import Problem, ProblemsFound

from .composition import Composition

__all__ = ["ComposingWriter"]


class _Composed(StringIO):
    """An open file of Pelican's whose text goes to the composition when it is closed without an error."""

    def __init__(self, composition: Composition, output: Path, path: str) -> None:
        super().__init__(newline="")
        self.composition, self.output, self.path = composition, output, path

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self.composition.add(self.output, self.path, self.getvalue())
        super().__exit__(kind, error, trace)


class ComposingWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Renders as Pelican does; the setting ``INCREMENTAL_COMPOSITION`` takes the texts."""

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> StringIO:
        path = Path(filename).relative_to(Path(self.output_path).resolve()).as_posix()
        if path in self._written_files:
            hint = "look at the settings that end in _SAVE_AS, and at the names of the files"
            raise ProblemsFound([Problem("output", f'two pages would be written to "{path}"', hint=hint)])
        self._written_files.add(path)
        return _Composed(self.settings["INCREMENTAL_COMPOSITION"], Path(self.output_path), path)

    def write_text(self, name: str, text: str) -> None:
        """Write a text that no template made (a feed, an API file) to ``name`` below the output folder."""
        with self._open_w(sanitised_join(self.output_path, name), "utf-8") as stream:
            stream.write(text)
