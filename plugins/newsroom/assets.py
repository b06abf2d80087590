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

from support.problems import Problem, ProblemsFound, not_utf8

from .output import write_text

__all__ = ["Stylesheet", "StylesheetGenerator", "asset_address", "join_styles", "read_stylesheet"]

SHOWN = "theme/styles"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IDLE_SPACE = re.compile(r"\s+")


class Stylesheet:
    """The joined text, and its name below the theme's static folder: ``css/site.<hash>.css``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.name = f"css/site.{hashlib.sha256(text.encode()).hexdigest()[:10]}.css"


def join_styles(folder: Path) -> str:
    """Join the parts in the order of ``order.txt``, one path a line, without comments and idle space.

    Raises ProblemsFound for parts that do not exist or are not UTF-8 text. Strings in our CSS hold no ``/*`` and no
    run of spaces.
    """
    order = f"{SHOWN}/order.txt"
    problems: list[Problem] = []
    parts = []
    for line, name in enumerate(_text(folder / "order.txt", order, 0, problems).split("\n"), 1):
        if name.strip():
            path = folder / name.strip()
            parts.append(_text(path, f"{SHOWN}/{name.strip()}", line, problems))
    if problems:
        raise ProblemsFound(problems)
    return "\n".join(_IDLE_SPACE.sub(" ", _COMMENT.sub("", part)).strip() for part in parts) + "\n"


def _text(path: Path, shown: str, line: int, problems: list[Problem]) -> str:
    """Read a part that is named in this line of order.txt (0: order.txt itself); "" after noting a problem."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(not_utf8(error, shown))
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        if line:
            hint = "take its name out, or bring the file back"
            problems.append(Problem(f"{SHOWN}/order.txt", f'"{path.name}": {reason}', line, hint=hint))
        else:
            problems.append(Problem(shown, reason, hint="it names the parts of the stylesheet, one a line"))
    return ""


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
    return Stylesheet(join_styles(folder))


def asset_address(static: str, sheet: Stylesheet | None, path: str) -> str:
    """Return the root-relative address of a file of the theme's static folder; ``css/site.css`` is the stylesheet."""
    return f"/{static}/{sheet.name if sheet and path == 'css/site.css' else path}"
