"""Writes a text that no template made, and a file that is made from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write_made", "write_text"]


class _Text:
    """Stands where Pelican's writer expects a template."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, context: Mapping[str, Any]) -> str:
        return self.text


def write_text(writer: Any, name: str, text: str, context: dict[str, Any]) -> None:
    """Write ``name``, relative to the output folder.

    Uses the writer's own ``write_text`` if it has one (``incremental``'s does), else Pelican's
    ``write_file``, which sends ``content_written``: either way other plugins see the text as they see a page.
    """
    if hasattr(writer, "write_text"):
        writer.write_text(name, text)
    else:
        writer.write_file(name, _Text(text), context)


def write_made(writer: Any, name: str, key: str, make: Callable[[], bytes]) -> None:
    """Write what ``make`` returns to ``name``, relative to the output folder; ``key`` is the digest of all it reads.

    A writer with a ``write_made`` (``incremental``'s) calls it only where it has no file of that key.
    """
    if hasattr(writer, "write_made"):
        writer.write_made(name, key, make)
    else:
        path = Path(writer.output_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
