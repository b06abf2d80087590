"""The folder ``/admin/``, with Sveltia CMS in one version, a page and the forms; and its server."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha512
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from aimaq.base.files.replaced_folders import replaced_folder
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.base.servers.loopback_server import LoopbackHandler, LoopbackServer
from aimaq.cms.sveltia_config import figure_choices, sveltia_config
from aimaq.settings.schema import Settings

__all__ = ["INTEGRITY", "POLICY", "SVELTIA", "AdminServer", "install_sveltia", "write_admin_folder"]

#: The CMS as npm names it, and the digest of its file as npm's registry and locks write it.
SVELTIA: Final = "@sveltia/cms@0.221.1"
INTEGRITY: Final = "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="

#: The Content-Security-Policy of /admin/. The page may connect only to its own site, though Sveltia could use
#: Git hosts, stock photos and translation services. Its scripts set styles, and decode pictures with WebAssembly.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: Sveltia loads from this host the fonts that its package holds as well.
_FONT_URL: Final = re.compile(
    r"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(?::vf)?@[0-9.]+/([a-z0-9-]+)\.woff2"
)
_LOCALE_IMPORT: Final = re.compile(r"import\(`\.\./locales/([\w-]+)\.json`\)")
_HERE = Path(__file__).parent
_OWN_FILES = ("index.html", "main.js")


def install_sveltia(cache: Path) -> Path:
    """Return the folder of Sveltia's package in ``cache``; have npm fetch it if another version, or none, is there.

    Its ``npm`` folder holds everything that a browser loads; what bundlers would add is not fetched.
    Raises ``ProblemsFound`` without npm, and for a file that has not the digest.
    """
    package = cache / SVELTIA.rpartition("@")[2] / "package"
    if package.is_dir():
        return package
    npm = shutil.which("npm")
    if npm is None:
        hint = tr("install Node.js with npm; writing in a text editor needs neither")
        raise ProblemsFound(
            [Problem("npm", tr("it is not on this machine, and the CMS is installed with it"), hint=hint)]
        )
    cache.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache.parent) as folder:
        command = [npm, "pack", SVELTIA, "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
        if done.returncode:
            message = tr("npm could not install the CMS: %(reason)s", reason=done.stderr.partition(chr(10))[0])
            hint = tr("check whether this machine reaches npm's registry")
            raise ProblemsFound([Problem("npm pack", message, hint=hint)])
        file, draft = next(Path(folder).glob("*.tgz")), Path(folder, "new")
        found = f"sha512-{b64encode(sha512(file.read_bytes()).digest()).decode()}"
        if found != INTEGRITY:
            message = tr(
                "npm fetched another file for %(package)s: expected %(expected)s, found %(found)s",
                package=SVELTIA,
                expected=INTEGRITY,
                found=found,
            )
            raise ProblemsFound(
                [Problem("npm pack", message, hint=tr("look at where this machine has npm's packages from"))]
            )
        shutil.unpack_archive(file, draft / package.parent.name)
        shutil.rmtree(cache, ignore_errors=True)
        draft.rename(cache)
    return package


def write_admin_folder(target: Path, package: Path, settings: Settings) -> None:
    """Replace ``target`` with the files of ``package`` that a browser loads, the page, and the forms.

    Raises ``ProblemsFound`` if the target holds what has not been written by this function.
    """
    data = {"config.json": sveltia_config(settings), "figures.json": figure_choices(settings)}
    with replaced_folder(target, str(target)) as draft:
        ignored = shutil.ignore_patterns("*.map")
        shutil.copytree(package / "npm", draft / "sveltia", ignore=ignored)
        shutil.copyfile(package / "LICENSE.txt", draft / "sveltia" / "LICENSE.txt")
        for name in _OWN_FILES:
            shutil.copyfile(_HERE / name, draft / name)
        _add_locales(draft, package / "locales")
        _use_own_fonts(draft / "sveltia")
        for name, value in data.items():
            (draft / name).write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _add_locales(target: Path, locales: Path) -> None:
    """Turn Sveltia's translations into scripts: a browser cannot import JSON, which the package leaves to a bundler."""
    (target / "locales").mkdir()
    for path in sorted(locales.glob("*.json")):
        script = f"export default {path.read_text('utf-8')};\n"
        (target / "locales" / f"{path.stem}.js").write_text(script, encoding="utf-8")
    index = target / "sveltia" / "index.js"
    index.write_text(_LOCALE_IMPORT.sub(r"import(`../locales/\1.js`)", index.read_text("utf-8")), encoding="utf-8")


def _use_own_fonts(sveltia: Path) -> None:
    """Replace the addresses of fonts by those of the package's files; raise ``ProblemsFound`` if one is missing."""
    missing: list[str] = []

    def own_address(match: re.Match[str]) -> str:
        font = next((sveltia / "assets").glob(f"{match[1]}-{match[2]}-*.woff2"), None)
        if font is None:
            missing.append(match[0])
            return match[0]
        return f"sveltia/assets/{font.name}"  # relative to the page

    path = sveltia / "index.js"
    text = _FONT_URL.sub(own_address, path.read_text("utf-8"))
    raise_any(Problem("@sveltia/cms", tr("it does not carry the font %(url)s", url=url)) for url in missing)
    path.write_text(text, encoding="utf-8")


class AdminServer(LoopbackServer):
    """Serves a folder that holds ``admin``, and not the site, on the loopback interface."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port, _Handler)

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://localhost:{self.server_port}/admin/"


class _Handler(LoopbackHandler):
    policies = {"Content-Security-Policy": POLICY, "X-Frame-Options": "DENY"}  # noqa: RUF012
    extensions_map = {  # noqa: RUF012  # the base class declares it as an instance's attribute
        **LoopbackHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }
