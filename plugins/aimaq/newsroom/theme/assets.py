"""The theme's static files: one stylesheet and the scripts, built from the theme's parts, and all other files.

Each component has a stylesheet of its own; joined, they are one request. Every name holds a hash of the content, so a
host may let browsers cache all of them for ever.
"""

import hashlib
import posixpath
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from jinja2 import UndefinedError

from aimaq.base.problems import Problem, ProblemsFound, not_utf8, raise_any, suggest

__all__ = ["Asset", "asset_address", "asset_integrity", "join_styles", "read_assets"]

SHOWN = "theme/styles"
SCRIPTS = "theme/scripts"
STYLESHEET = "css/site.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
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
    """Join the parts in the order of ``order.txt``, one path on each line, without comments and superfluous space.

    Raises ProblemsFound for parts that do not exist or are not UTF-8 text. Strings in our CSS hold no ``/*`` and no
    run of spaces.
    """
    order = _text(folder, "order.txt", 0)
    if isinstance(order, Problem):
        raise ProblemsFound([order])
    lines = ((number, name.strip()) for number, name in enumerate(order.split("\n"), 1))
    texts = [_text(folder, name, number) for number, name in lines if name]
    raise_any([text for text in texts if isinstance(text, Problem)])
    parts = [text for text in texts if isinstance(text, str)]
    return "\n".join(_SPACE.sub(" ", _COMMENT.sub("", part)).strip() for part in parts) + "\n"


def _text(folder: Path, name: str, line: int) -> str | Problem:
    """Return the text of a part that is named in this line of order.txt (0: order.txt itself), or why it has none."""
    path, shown = folder / name, f"{SHOWN}/{name}"
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(error, shown)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        if not line:
            return Problem(shown, reason, hint="it names the parts of the stylesheet, one a line")
        hint = "take its name out, or bring the file back"
        return Problem(f"{SHOWN}/order.txt", f'"{path.name}": {reason}', line, hint=hint)


def read_script(path: Path) -> str:
    """Return a script without indentation and comment lines; raise ProblemsFound if it is not UTF-8.

    In our scripts comments have lines of their own, and no string runs over several lines.
    """
    try:
        lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    except UnicodeDecodeError as error:
        raise ProblemsFound([not_utf8(error, f"{SCRIPTS}/{path.name}")]) from error
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def read_assets(theme: str, folders: Sequence[str] = ("static",)) -> dict[str, Asset]:
    """Return the theme's files by the name that templates use.

    They are the files of these ``folders`` (relative to the theme; hidden ones are left out), and what is built from
    the theme's folders ``styles`` and ``scripts``, if it has them. In a stylesheet, relative addresses of other files
    become those with a hash. Raises ``ProblemsFound``.
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
        hashed, unknown = _with_hashes(name, content, assets)
        assets[name] = Asset(name, hashed)
        missing = unknown | missing
    if missing:
        raise ProblemsFound(_where_named(Path(theme), missing))
    return assets


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") or part.endswith("~") for part in name.parts):
            yield name.as_posix(), path


def _with_hashes(sheet: str, content: bytes, assets: Mapping[str, Asset]) -> tuple[bytes, dict[str, str]]:
    """Return a stylesheet with the published names of other files, and a message for each name that has no file."""
    missing: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), match[2]))
        if path not in assets:
            missing.setdefault(match[2], f'the theme has no file "{path}"{suggest(path, assets)}')
            return match[0]
        return match[1] + posixpath.relpath(assets[path].name, posixpath.dirname(sheet) or ".")

    text = _RELATIVE.sub(renamed, content.decode("utf-8", "surrogateescape"))
    return text.encode("utf-8", "surrogateescape"), missing


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
