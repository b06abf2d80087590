"""The theme's files: its stylesheet and scripts, made from the parts that stand beside its templates, and the rest.

A part a component keeps each file small; one stylesheet is one request. Every name holds a hash of the content, so a
host may let browsers keep all of them for ever.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from jinja2 import UndefinedError

from aimaq.base.problems import Problem, ProblemsFound, not_utf8, suggest

__all__ = ["Asset", "asset_address", "asset_integrity", "join_styles", "read_assets"]

SHOWN = "theme/styles"
SCRIPTS = "theme/scripts"
STYLESHEET = "css/site.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IDLE_SPACE = re.compile(r"\s+")
#: An address in a stylesheet that is relative to it: neither a scheme, nor a root, nor a fragment of an SVG.
_RELATIVE = re.compile(r"""(url\(\s*["']?)(?![\w+.-]+:|[/#])([^"')\s?#]+)""")


class Asset:
    """A finished file, and its name below the theme's static folder: ``css/site.<hash>.css`` for ``css/site.css``.

    ``integrity`` is its hash as a page or a Content-Security-Policy names it (W3C, Subresource Integrity).
    """

    def __init__(self, path: str, content: bytes) -> None:
        self.content = content
        digest = hashlib.sha256(content)
        self.integrity = f"sha256-{b64encode(digest.digest()).decode()}"
        self.name = str(PurePosixPath(path).with_suffix(f".{digest.hexdigest()[:10]}{PurePosixPath(path).suffix}"))


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


def read_assets(theme: str, folders: Sequence[str] = ("static",)) -> dict[str, Asset]:
    """Return the theme's files by the name that templates use.

    They are the files of these ``folders`` (relative to the theme; hidden ones are left out), and what is made from
    the theme's folders ``styles`` and ``scripts``; a theme may have neither and bring finished ones. In a stylesheet
    the relative addresses of the other files become those with a hash. Raises ``ProblemsFound``.
    """
    files = {name: path.read_bytes() for folder in folders for name, path in _files(Path(theme, folder))}
    styles = Path(theme, "styles")
    sheets = {name: content for name, content in files.items() if name.endswith(".css")}
    if styles.is_dir():
        sheets[STYLESHEET] = join_styles(styles).encode()
    assets = {name: Asset(name, content) for name, content in files.items() if name not in sheets}
    for path in sorted(Path(theme, "scripts").glob("*.js")):
        assets[f"js/{path.name}"] = Asset(f"js/{path.name}", read_script(path).encode())
    missing: dict[str, str] = {}
    for name, content in sheets.items():
        assets[name] = Asset(name, _with_hashes(name, content, assets, missing))
    if missing:
        raise ProblemsFound(_where_named(Path(theme), missing))
    return assets


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") or part.endswith("~") for part in name.parts):
            yield name.as_posix(), path


def _with_hashes(sheet: str, content: bytes, assets: Mapping[str, Asset], missing: dict[str, str]) -> bytes:
    """Return a stylesheet that names the other files as they are published; note what it names and is ``missing``."""

    def renamed(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), match[2]))
        if path not in assets:
            missing.setdefault(match[2], f'the theme has no file "{path}"{suggest(path, assets)}')
            return match[0]
        return match[1] + posixpath.relpath(assets[path].name, posixpath.dirname(sheet) or ".")

    return _RELATIVE.sub(renamed, content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _where_named(theme: Path, missing: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each line of the theme's stylesheets, or of their parts, that names a missing file."""
    for path in sorted(theme.rglob("*.css")):
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
            shown = f"theme/{path.relative_to(theme).as_posix()}"
            yield from (Problem(shown, message, number) for name, message in missing.items() if name in line)


def asset_address(static: str, assets: Mapping[str, Asset], path: str) -> str:
    """Return the root-relative address of a file of the theme: ``css/site.css``, ``js/live.js``, ``img/icon.svg``."""
    return f"/{static}/{_asset(assets, path).name}"


def asset_integrity(assets: Mapping[str, Asset], path: str) -> str:
    """Return what the attribute ``integrity`` of a ``script`` holds."""
    return _asset(assets, path).integrity


def _asset(assets: Mapping[str, Asset], path: str) -> Asset:
    try:
        return assets[path]
    except KeyError:
        raise UndefinedError(f'the theme has no file "{path}"{suggest(path, assets)}') from None
