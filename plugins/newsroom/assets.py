"""The theme's one stylesheet, joined from the parts that stand beside its templates.

A part a component keeps each file small; one file is one request. Its name holds a hash of its content, so a
host may let browsers keep it for ever.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from support.problems import Problem, ProblemsFound

from .output import write_text

__all__ = ["Stylesheet", "StylesheetGenerator", "asset_address", "join_styles", "read_stylesheet"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IDLE_SPACE = re.compile(r"\s+")


class Stylesheet:
    """The joined text, and its name below the theme's static folder: ``css/site.<hash>.css``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.name = f"css/site.{hashlib.sha256(text.encode()).hexdigest()[:10]}.css"


def join_styles(folder: Path) -> str:
    """Join the parts in the order of ``order.txt``, one path a line, without comments and idle space.

    Raises OSError for a part that does not exist. Strings in our CSS hold no ``/*`` and no run of spaces.
    """
    names = [name for name in (folder / "order.txt").read_text(encoding="utf-8").split("\n") if name.strip()]
    parts = ((folder / name.strip()).read_text(encoding="utf-8") for name in names)
    return "\n".join(_IDLE_SPACE.sub(" ", _COMMENT.sub("", part)).strip() for part in parts) + "\n"


class StylesheetGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Writes the stylesheet of a theme that has a folder ``styles``, and tells templates its address."""

    def generate_output(self, writer: Any) -> None:
        """Write it beside the theme's static files."""
        sheet: Stylesheet | None = self.settings["STYLESHEET"]
        if sheet:
            write_text(writer, f"{self.settings['THEME_STATIC_DIR']}/{sheet.name}", sheet.text, self.context)


def read_stylesheet(theme: str) -> Stylesheet | None:
    """Return the theme's stylesheet, or None for a theme that brings a finished one; raise ``ProblemsFound``."""
    folder = Path(theme, "styles")
    if not folder.is_dir():
        return None
    try:
        return Stylesheet(join_styles(folder))
    except OSError as error:
        hint = "the parts of the stylesheet stand in theme/styles/order.txt"
        raise ProblemsFound([Problem("theme/styles", f"{error.filename}: {error.strerror}", hint=hint)]) from error


def asset_address(static: str, sheet: Stylesheet | None, path: str) -> str:
    """Return the root-relative address of a file of the theme's static folder; ``css/site.css`` is the stylesheet."""
    return f"/{static}/{sheet.name if sheet and path == 'css/site.css' else path}"
