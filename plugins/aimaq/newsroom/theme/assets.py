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

from aimaq.base.addresses.site_folder import script_in_folder
from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.overrides import STATIC, STYLES
from aimaq.base.problems import Problem, ProblemsFound, not_utf8, raise_any, suggest
from aimaq.newsroom.theme.identity import Identity

__all__ = ["Asset", "asset_address", "asset_integrity", "join_styles", "read_assets"]

SHOWN = "theme/styles"
SCRIPTS = "theme/scripts"
STYLESHEET = "css/site.css"
_AS_IT_IS = Identity()
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
#: A comment; or an address in a stylesheet that is relative to it: no scheme, no root, no fragment of an SVG.
_RELATIVE = re.compile(
    r"""/\*.*?\*/|(url\(\s*["']?|@import\s+["'])(?![\w+.-]+:|[/#])([^"')\s?#]+)""", re.DOTALL | re.IGNORECASE
)
_IMPORT = re.compile(r"""\s*(@import\s[^;]*;)""", re.IGNORECASE)


class Asset:
    """A finished file, and its name below the theme's static folder: ``css/site.<hash>.css`` for ``css/site.css``.

    ``integrity`` is its hash as a page or a Content-Security-Policy names it (W3C, Subresource Integrity).
    """

    def __init__(self, path: str, content: bytes) -> None:
        self.content = content
        digest = hashlib.sha256(content)
        self.integrity = f"sha256-{b64encode(digest.digest()).decode()}"
        self.name = str(PurePosixPath(path).with_suffix(f".{digest.hexdigest()[:10]}{PurePosixPath(path).suffix}"))


def join_styles(folder: Path, own: Sequence[Path] = ()) -> str:
    """Join the parts in the order of ``order.txt``, one path on each line, without comments and superfluous space.

    The site's ``own`` stylesheets stand behind them: outside of the theme's layers, they go before all of its rules.
    Raises ProblemsFound for parts that do not exist or are not UTF-8 text. Strings in our CSS hold no ``/*`` and no
    run of spaces.
    """
    order = _text(folder, "order.txt", 0)
    if isinstance(order, Problem):
        raise ProblemsFound([order])
    lines = ((number, name.strip()) for number, name in enumerate(order.split("\n"), 1))
    texts = [_text(folder, name, number) for number, name in lines if name]
    texts += (_own_text(path) for path in own)
    raise_any([text for text in texts if isinstance(text, Problem)])
    parts = [_SPACE.sub(" ", _COMMENT.sub("", text)).strip() for text in texts if isinstance(text, str)]
    # Browsers ignore an import that does not stand before all rules.
    imports: list[str] = []
    for number, part in enumerate(parts):
        while found := _IMPORT.match(part):
            imports.append(found[1])
            part = part[found.end() :].strip()
        parts[number] = part
    return "\n".join((*imports, *parts)) + "\n"


def _text(folder: Path, name: str, line: int) -> str | Problem:
    """Return the text of a part that is named in this line of order.txt (0: order.txt itself), or why it has none."""
    path, shown = folder / name, f"{SHOWN}/{name}"
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(error, shown)
    except OSError as error:
        reason = tr("there is no such file") if isinstance(error, FileNotFoundError) else system_reason(error)
        if not line:
            return Problem(shown, reason, hint=tr("it names the parts of the stylesheet, one a line"))
        hint = tr("take its name out, or bring the file back")
        return Problem(f"{SHOWN}/order.txt", f'"{path.name}": {reason}', line, hint=hint)


def _own_text(path: Path) -> str | Problem:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return not_utf8(error, f"{STYLES}/{path.name}")


def read_script(path: Path) -> str:
    """Return a script without indentation and comment lines; raise ProblemsFound if it is not UTF-8.

    In our scripts comments have lines of their own, and no string runs over several lines.
    """
    try:
        lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    except UnicodeDecodeError as error:
        raise ProblemsFound([not_utf8(error, f"{SCRIPTS}/{path.name}")]) from error
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def read_assets(
    theme: str,
    folders: Sequence[str] = ("static",),
    project: Path | None = None,
    identity: Identity = _AS_IT_IS,
    folder: str = "",
) -> dict[str, Asset]:
    """Return the theme's files by the name that templates use; those of the site in ``project`` go before them.

    They are the files of these ``folders`` (relative to the theme; hidden ones are left out), and what is built from
    the theme's folders ``styles`` and ``scripts``, if it has them. In a stylesheet, relative addresses of other files
    become those with a hash, and stylesheets and drawings get what is the institution's own; the theme's scripts fetch
    from the ``folder`` in the site's address. Raises ``ProblemsFound``.
    """
    statics = [Path(theme, folder) for folder in folders] + ([project / STATIC] if project else [])
    paths = {name: path for folder in statics for name, path in _files(folder)}
    own = [*identity.styles(Path(theme), STYLESHEET), *(sorted((project / STYLES).glob("*.css")) if project else ())]
    files = {name: path.read_bytes() for name, path in paths.items() if name not in identity.replaced}
    for name in files:
        if name.endswith((".css", ".svg")):
            parts = [files[name], *(path.read_bytes() for path in identity.styles(Path(theme), name))]
            files[name] = _changed(b"".join(parts), identity)
    files |= identity.files
    styles = Path(theme, "styles")
    sheets = {name: content for name, content in files.items() if name.endswith(".css")}
    sources = {name: [paths[name]] for name in sheets}
    if styles.is_dir():
        sheets[STYLESHEET] = identity.apply(join_styles(styles, own)).encode()
        sources[STYLESHEET] = [*sorted(styles.rglob("*.css")), *own]
    sheets = identity.with_fonts(sheets)
    assets = {name: Asset(name, content) for name, content in files.items() if name not in sheets}
    for path in sorted(Path(theme, "scripts").glob("*.js")):
        assets[f"js/{path.name}"] = Asset(f"js/{path.name}", script_in_folder(read_script(path), folder).encode())
    problems: list[Problem] = []
    for name in sheets:
        _add_sheet(name, (), sheets, assets, sources, Path(theme), problems)
    raise_any(problems)
    return assets


def _changed(data: bytes, identity: Identity) -> bytes:
    return identity.apply(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") or part.endswith("~") for part in name.parts):
            yield name.as_posix(), path


def _add_sheet(
    name: str,
    within: tuple[str, ...],
    sheets: Mapping[str, bytes],
    assets: dict[str, Asset],
    sources: Mapping[str, Sequence[Path]],
    theme: Path,
    problems: list[Problem],
) -> None:
    """Add a stylesheet to ``assets``, with the published names of other files; those that it imports come first.

    ``within`` are the sheets that import it; ``sources`` are the files that a sheet is made from.
    """
    missing: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        if not match[2]:
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[2]))
        if path in (name, *within):
            missing.setdefault(match[2], tr('"%(path)s" imports itself, by "%(name)s"', path=path, name=name))
        elif path in sheets and path not in assets:
            _add_sheet(path, (name, *within), sheets, assets, sources, theme, problems)
        elif path not in assets:
            missing.setdefault(
                match[2], tr('the theme has no file "%(path)s"', path=path) + suggest(path, [*assets, *sheets])
            )
        if path not in assets:
            return match[0]
        return match[1] + posixpath.relpath(assets[path].name, posixpath.dirname(name) or ".")

    text = _RELATIVE.sub(renamed, sheets[name].decode("utf-8", "surrogateescape"))
    if name not in assets:  # a circle has been there already
        assets[name] = Asset(name, text.encode("utf-8", "surrogateescape"))
    problems.extend(_where_named(sources[name], theme, missing))


def _where_named(paths: Sequence[Path], theme: Path, missing: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each line of a stylesheet's files that names a missing file."""
    for named, message in missing.items():
        found = False
        for path in paths:
            shown = f"theme/{posixpath.relpath(path.as_posix(), theme.as_posix())}"
            for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
                if named in line:
                    found = True
                    yield Problem(posixpath.normpath(shown), message, number)
        if not found:
            yield Problem(SHOWN, message)


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
        raise UndefinedError(tr('the theme has no file "%(path)s"', path=path) + suggest(path, assets)) from None
