"""Pelican's writer, with pages and feeds handed to the composition instead of rendered and written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.utils import sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from .composition import Composition

__all__ = ["ComposingWriter"]


class _Page(str):
    """What the template below renders to: the context, on its way to the file that it is for."""

    template: Template
    context: Mapping[str, Any]

    def __new__(cls, template: Template, context: Mapping[str, Any]) -> _Page:
        page = super().__new__(cls, "")
        page.template, page.context = template, context
        return page


class _Deferred:
    """Stands where Pelican expects a template."""

    def __init__(self, template: Template) -> None:
        self.template = template

    def render(self, context: Mapping[str, Any]) -> _Page:
        return _Page(self.template, context)


class _File(StringIO):
    """An open file of Pelican's; what is written to it goes to the composition when it is closed without an error."""

    def __init__(self, composition: Composition, path: str) -> None:
        super().__init__(newline="")
        self.composition, self.path = composition, path
        self.page: _Page | None = None

    def write(self, text: str) -> int:
        if isinstance(text, _Page):
            self.page = text
            return 0
        return super().write(text)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None and self.page is not None:
            self.composition.page(self.path, self.page.template, self.page.context)
        elif kind is None:
            self.composition.text(self.path, self.getvalue())
        super().__exit__(kind, error, trace)


class ComposingWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Writes nothing itself; the setting ``INCREMENTAL_COMPOSITION`` takes all.

    Pelican's signal ``content_written`` is sent as ever, but the file is there only when the build has ended.
    """

    def write_file(self, name: str, template: Any, context: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        """Have the page rendered later, if anything that it may show has changed."""
        deferred = _Deferred(template) if isinstance(template, Template) else template
        super().write_file(name, deferred, context, *args, **kwargs)

    def write_text(self, name: str, text: str) -> None:
        """Write a text that no template made (a feed, an API file) to ``name`` below the output folder."""
        with self._open_w(sanitised_join(self.output_path, name), "utf-8") as stream:
            stream.write(text)

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> StringIO:
        path = os.path.relpath(filename, Path(self.output_path).resolve()).replace(os.sep, "/")
        if path in self._overridden_files and not override:
            return StringIO()  # Pelican's rule: the first page that asked to override stays
        if path in self._written_files and not override:
            raise FileOverwriteFailedError(f'two pages would be written to "{path}"')
        if override:
            self._overridden_files.add(path)
        self._written_files.add(path)
        return _File(self.settings["INCREMENTAL_COMPOSITION"], path)
