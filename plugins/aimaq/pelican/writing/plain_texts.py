"""Writes a text that no template rendered, with any writer of Pelican's."""

from collections.abc import Mapping
from typing import Any

__all__ = ["write_text"]


class _Text:
    """Stands where Pelican's writer expects a template."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, context: Mapping[str, Any]) -> str:
        return self.text


def write_text(writer: Any, name: str, text: str, context: dict[str, Any]) -> None:
    """Write ``name``, relative to the output folder, as Pelican writes a page: hooks of ``content_written`` see it."""
    if hasattr(writer, "write_text"):
        writer.write_text(name, text)
    else:
        writer.write_file(name, _Text(text), context)
