"""Pelican's reader of ``<slug>.<lang>.md``: typed front matter and Markdown."""

from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from pelican.readers import BaseReader

from aimaq.newsroom.content.text_file import read_text
from aimaq.newsroom.markdown.converter import Converter
from aimaq.newsroom.settings import Newsroom
from aimaq.pelican.state import build_of

__all__ = ["NewsroomReader"]


class NewsroomReader(BaseReader):  # type: ignore[misc]  # Pelican ships no types
    """Never raises: Pelican would log the exception, drop the article and go on.

    Problems are collected in the build's findings. The text then comes back as a draft without what is wrong, so that
    other plugins can check the rest.
    """

    # Pelican takes every subclass with extensions for a default reader; newsroom_hooks registers this one.
    file_extensions: ClassVar[list[str]] = []

    @cached_property
    def newsroom(self) -> Newsroom:
        newsroom = build_of(self.settings).newsroom
        assert newsroom is not None, "the reader is registered only where the newsroom has been read"
        return newsroom

    @cached_property
    def converter(self) -> Converter:
        """One converter for all files."""
        return Converter(self.settings["MARKDOWN"], trusts_html=self.newsroom.settings.newsroom_trusts_html)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata, as :class:`aimaq.newsroom.content.text_file.TextFile` describes them."""
        path = Path(source_path)
        text = read_text(path.read_bytes(), path, self.newsroom, self.converter)
        build_of(self.settings).findings.problems.extend(text.problems)
        return text.html, dict(text.metadata)
