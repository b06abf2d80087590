"""The theme's stylesheet and scripts, made from the parts that stand beside its templates.

A part a component keeps each file small; one stylesheet is one request. The names hold a hash of the content, so a
host may let browsers keep the files for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.generators import Generator

from support.problems import Problem, ProblemsFound, not_utf8

from .output import write_text

__all__ = ["Asset", "AssetsGenerator", "asset_address", "join_styles", "read_assets"]

SHOWN = "theme/styles"
SCRIPTS = "theme/scripts"
STYLESHEET = "css/site.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IDLE_SPACE = re.compile(r"\s+")


class Asset:
    """A finished text, and its name below the theme's static folder: ``css/site.<hash>.css`` for ``css/site.css``."""

    def __init__(self, path: str, text: str) -> None:
        self.text = text
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        self.name = str(PurePosixPath(path).with_suffix(f".{digest}{PurePosixPath(path).suffix}"))


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


def read_script(path: Path) -> str:
    """Return a script without indentation and the lines that are comments; raise ProblemsFound if it is not UTF-8.

    Our scripts have a comment on lines of its own, and no text that runs over several lines.
    """
    try:
        lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    except UnicodeDecodeError as error:
        raise ProblemsFound([not_utf8(error, f"{SCRIPTS}/{path.name}")]) from error
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


class AssetsGenerator(Generator):  # type: ignore[misc]  # Pelican ships no types
    """Writes the stylesheet and the scripts of a theme that has parts of them, beside its static files."""

    def generate_output(self, writer: Any) -> None:
        """Write each under the name that holds its hash."""
        assets: Mapping[str, Asset] = self.settings["ASSETS"]
        for asset in assets.values():
            write_text(writer, f"{self.settings['THEME_STATIC_DIR']}/{asset.name}", asset.text, self.context)


def read_assets(theme: str) -> dict[str, Asset]:
    """Return what is made from the theme's folders ``styles`` and ``scripts``, by the name that templates use.

    A theme may have neither and bring finished files. Raises ``ProblemsFound``.
    """
    styles = Path(theme, "styles")
    texts = {STYLESHEET: join_styles(styles)} if styles.is_dir() else {}
    texts |= {f"js/{path.name}": read_script(path) for path in sorted(Path(theme, "scripts").glob("*.js"))}
    return {path: Asset(path, text) for path, text in texts.items()}


def asset_address(static: str, assets: Mapping[str, Asset], path: str) -> str:
    """Return the root-relative address of a file of the theme: ``css/site.css``, ``js/live.js``, ``img/icon.svg``."""
    return f"/{static}/{assets[path].name if path in assets else path}"
