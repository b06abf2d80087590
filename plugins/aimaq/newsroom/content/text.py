"""What checks and links know of a text that has been read, whatever built it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from aimaq.newsroom.content.fields import Values

if TYPE_CHECKING:
    from aimaq.newsroom.editorial.embargo import Hold

__all__ = ["FileSource", "TextSource"]


class TextSource(Protocol):
    """An article or a page, and the file that it was read from."""

    @property
    def source_path(self) -> str:
        """The absolute path of its file."""

    @property
    def slug(self) -> str:
        """The part of the address that its versions share."""

    @property
    def lang(self) -> str:
        """Its language, a key of the newsroom's editions."""

    @property
    def status(self) -> str:
        """``published`` or ``draft``; what is held is a draft until its moment."""

    @property
    def hold(self) -> Hold | None:
        """Why it is not public yet."""

    @property
    def metadata(self) -> Values:
        """The fields of its front matter, each in the type of :mod:`aimaq.newsroom.content.fields`."""

    @property
    def source_lines(self) -> Mapping[str, tuple[int, int]]:
        """The line and column of each field's text, counted from 1."""

    @property
    def links(self) -> tuple[tuple[str, int], ...]:
        """Each address that it links to, with a line that holds it."""

    @property
    def anchors(self) -> tuple[str, ...]:
        """What a link to it may have after its ``#``."""


class FileSource(Protocol):
    """A file that is published as it is, such as an attachment."""

    @property
    def source_path(self) -> str:
        """Its absolute path."""

    @property
    def save_as(self) -> str:
        """The path below the output folder to which it is published."""
