"""Where the running program came from, as a site's ``pyproject.toml`` states it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from aimaq.base.languages.messages import tr

__all__ = ["ProgramSource", "program_source"]

WHEELS = "wheels"


@dataclass(frozen=True, slots=True)
class ProgramSource:
    """``version`` is what a site pins. ``table`` is an entry of uv's sources, in TOML; "" for a package index.

    ``wheel`` is the file to copy into the site's folder of wheels. ``remark`` says what else the site needs.
    """

    version: str
    table: str = ""
    wheel: Path | None = None
    remark: str = ""


def program_source(site: Path) -> ProgramSource:
    """Return where the running program came from, for the site in the folder ``site``.

    An installer records it in ``direct_url.json`` (PEP 610) unless it took the program from a package index.
    """
    package = distribution("aimaq")
    return source_of(package.version, json.loads(package.read_text("direct_url.json") or "{}"), site)


def source_of(version: str, origin: dict[str, Any], site: Path) -> ProgramSource:  # JSON of PEP 610
    """Return the source that an ``origin`` after PEP 610 states; {} is a package index."""
    url = str(origin.get("url", ""))
    if not url:
        return ProgramSource(version)
    if "vcs_info" in origin:
        revision = origin["vcs_info"].get("commit_id", "")
        return ProgramSource(version, f"{{ git = {json.dumps(url)}, rev = {json.dumps(revision)} }}")
    if not url.startswith("file:"):
        return ProgramSource(version, f"{{ url = {json.dumps(url)} }}")
    path = Path(url2pathname(urlsplit(url).path)) if os.name == "nt" else Path(unquote(urlsplit(url).path))
    if path.suffix == ".whl" and path.is_file():
        return ProgramSource(version, f'{{ path = "{WHEELS}/{path.name}" }}', wheel=path)
    if path.is_dir():
        shown = Path(os.path.relpath(path, site)).as_posix()
        editable = ", editable = true" if origin.get("dir_info", {}).get("editable") else ""
        remark = tr(
            "The site takes Aimaq from %(shown)s, a folder of this machine: change pyproject.toml before "
            "others use it.",
            shown=shown,
        )
        return ProgramSource(version, f"{{ path = {json.dumps(shown, ensure_ascii=False)}{editable} }}", remark=remark)
    remark = tr(
        "The file that Aimaq was installed from is gone: %(path)s. Say in pyproject.toml where it comes from.",
        path=path,
    )
    return ProgramSource(version, remark=remark)
