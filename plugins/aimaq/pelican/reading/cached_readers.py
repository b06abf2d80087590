"""Readers that ask the store first, and a Markdown reader that keeps its parser: by Pelican's public interfaces."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown import Markdown
from pelican.contents import Content
from pelican.readers import DUPLICATES_DEFINITIONS_ALLOWED, MarkdownReader, Readers
from pelican.utils import pelican_open

__all__ = ["CachedReaders", "ReusingMarkdownReader"]

_log = logging.getLogger("pelican.readers")


class ReusingMarkdownReader(MarkdownReader):  # type: ignore[misc] # Pelican ships no types
    """Pelican's reader with one Markdown instance for all files: creating one costs more than many an article."""

    _body: Markdown | None = None
    _fields: Markdown | None = None

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata, as Pelican's own reader does."""
        if self._body is None:
            self._body = Markdown(**self.settings["MARKDOWN"])
        markdown: Any = self._body.reset()
        markdown.Meta = {}  # the extension `meta` sets it only where there is some
        with pelican_open(source_path) as text:
            content = markdown.convert(text)
        return content, self._metadata(markdown.Meta, source_path)

    def _metadata(self, found: Mapping[str, Sequence[str]], source_path: str) -> dict[str, Any]:
        """Return the metadata that Pelican makes of the fields."""
        metadata: dict[str, Any] = {}
        for field, values in found.items():
            name = field.lower()
            value: Any = values[0] if len(values) == 1 else values
            if name in self.settings["FORMATTED_FIELDS"]:
                value = self._formatted("\n".join(values))
            elif not DUPLICATES_DEFINITIONS_ALLOWED.get(name, True):
                if len(values) > 1:
                    _log.warning("Duplicate definition of `%s` for %s. Using first one.", name, source_path)
                value = values[0]
            metadata[name] = self.process_metadata(name, value)
        return metadata

    def _formatted(self, text: str) -> str:
        """Return a field as HTML; it has no fields of its own."""
        if self._fields is None:
            self._fields = Markdown(**self.settings["MARKDOWN"])
            self._fields.preprocessors.deregister("meta")
        return self._fields.reset().convert(text)


class CachedReaders(Readers):  # type: ignore[misc] # Pelican ships no types
    """Pelican's readers for one generator: what is known of a file from the store is not read again.

    ``content`` returns the content of a file, by its path below the content folder, ``reading`` what its reader had
    returned, by its absolute path; None for what is not known.
    """

    def __init__(
        self,
        settings: dict[str, Any],
        content: Callable[[str], Content | None],
        reading: Callable[[str], tuple[str, dict[str, Any]] | None],
    ) -> None:
        super().__init__(settings)
        self._content, self._reading = content, reading

    def read_file(self, base_path: str, path: str, *args: Any, **named: Any) -> Content:
        """Return the content of a file; Pelican reads and makes it only if it is not known."""
        known = self._content(path)
        return super().read_file(base_path, path, *args, **named) if known is None else known

    def get_cached_data(self, filename: str, default: Any = None) -> Any:
        """Return what the reader of a file had returned, if it is known."""
        known = self._reading(filename)
        return super().get_cached_data(filename, default) if known is None else known
