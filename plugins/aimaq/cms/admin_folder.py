"""The folder that is served at ``/admin/``: Sveltia CMS as npm's lock names it, our page, and the forms."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aimaq.base.atomic_files import write_atomically
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.cms.figure_choices import figure_choices
from aimaq.cms.sveltia_config import configuration

__all__ = ["POLICY", "installed", "write_folder"]

#: The policy of /admin/ alone. Nothing but the site itself may be asked for anything, whatever the CMS can do elsewhere
#: (Git hosts, picture banks, translation services). Its styles are set by script; it decodes pictures by WebAssembly.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "frame-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
#: The package carries its fonts and asks another site for them all the same.
_FONT: Final = re.compile(
    r"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(?::vf)?@[0-9.]+/([a-z0-9-]+)\.woff2"
)
_WORDS: Final = re.compile(r"import\(`\.\./locales/([\w-]+)\.json`\)")
_HERE = Path(__file__).parent
_LOCKED = ("package.json", "package-lock.json")
_OURS = ("index.html", "main.js")
_PACKAGE = "node_modules/@sveltia/cms"


def installed(cache: Path) -> Path:
    """Return the folder of Sveltia's package in ``cache``; npm puts it there if it is not what the lock names.

    npm compares all that it gets with the lock's hashes, and runs none of it. Raises ProblemsFound without npm.
    """
    package = cache / _PACKAGE
    if package.is_dir() and all((cache / name).read_bytes() == (_HERE / name).read_bytes() for name in _LOCKED):
        return package
    npm = shutil.which("npm")
    if npm is None:
        hint = "install Node.js with npm; writing in a text editor needs neither"
        raise ProblemsFound([Problem("npm", "it is not on this machine, and the CMS comes by it", hint=hint)])
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    shutil.copyfile(_HERE / "package-lock.json", cache / "package-lock.json")
    write_atomically(cache / "package.json", (_HERE / "package.json").read_bytes())
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=cache, capture_output=True, encoding="utf-8")
    if done.returncode:
        shutil.rmtree(cache, ignore_errors=True)
        message = f"npm could not install the CMS: {done.stderr.strip().rpartition(chr(10))[2]}"
        raise ProblemsFound([Problem("npm ci", message, hint="look whether this machine reaches npm's registry")])
    return package


def write_folder(target: Path, package: Path, settings: Mapping[str, Any], project: Path) -> None:
    """Write ``target``, which is replaced: the files of ``package`` that a browser loads, our page, and the forms."""
    shutil.rmtree(target, ignore_errors=True)
    ignored = shutil.ignore_patterns("*.map")
    shutil.copytree(package / "npm", target / "sveltia", ignore=ignored)
    shutil.copyfile(package / "LICENSE.txt", target / "sveltia" / "LICENSE.txt")
    for name in _OURS:
        shutil.copyfile(_HERE / name, target / name)
    _with_own_words(target, package / "locales")
    _with_own_fonts(target / "sveltia")
    made = {"config.json": configuration(settings), "figures.json": figure_choices(settings, project)}
    for name, value in made.items():
        (target / name).write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _with_own_words(target: Path, locales: Path) -> None:
    """Let a browser load the CMS's words in its reader's language, which the package takes for a bundler's to load."""
    (target / "locales").mkdir()
    for path in sorted(locales.glob("*.json")):
        words = f"export default {path.read_text('utf-8')};\n"
        (target / "locales" / f"{path.stem}.js").write_text(words, encoding="utf-8")
    index = target / "sveltia" / "index.js"
    index.write_text(_WORDS.sub(r"import(`../locales/\1.js`)", index.read_text("utf-8")), encoding="utf-8")


def _with_own_fonts(sveltia: Path) -> None:
    """Let the CMS take its fonts from its own folder.

    Raises ProblemsFound if one is not there: another version of the package may name them otherwise.
    """
    missing: list[str] = []

    def own(match: re.Match[str]) -> str:
        found = next((sveltia / "assets").glob(f"{match[1]}-{match[2]}-*.woff2"), None)
        if found is None:
            missing.append(match[0])
            return match[0]
        return f"sveltia/assets/{found.name}"  # relative to the page

    path = sveltia / "index.js"
    text = _FONT.sub(own, path.read_text("utf-8"))
    if missing:
        raise ProblemsFound([Problem("@sveltia/cms", f"it does not carry the font {each}") for each in missing])
    path.write_text(text, encoding="utf-8")
