"""Pelican's source distribution: its functional test's site, which the wheel does not ship.

The version and the hash are those of ``uv.lock``. It is downloaded once, by pip, into a folder that Git ignores.
"""

import shutil
import subprocess
import tarfile
import tomllib
from importlib import metadata
from pathlib import Path

from tools import programs
from tools.built import ROOT
from tools.programs import TOOLS, missing
from tools.tar_archives import unpack

SOURCES = TOOLS / "pelican-sources"


def samples() -> Path:
    """Return the folder ``samples`` of the Pelican that is installed; fails or skips where it cannot be had."""
    version, digest = _locked()
    assert version == metadata.version("pelican"), "uv.lock names another version of Pelican than the installed one"
    folder = SOURCES / f"pelican-{version}"
    if not (folder / "samples").is_dir():
        shutil.rmtree(SOURCES, ignore_errors=True)
        _download(version, digest)
        with tarfile.open(SOURCES / f"pelican-{version}.tar.gz") as archive:
            wanted = [each for each in archive.getmembers() if each.name.startswith(f"{folder.name}/samples/")]
            unpack(archive, SOURCES, wanted)
    return folder / "samples"


def _locked() -> tuple[str, str]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    (package,) = (each for each in lock["package"] if each["name"] == "pelican")
    return package["version"], package["sdist"]["hash"]


def _download(version: str, digest: str) -> None:
    SOURCES.mkdir()
    (SOURCES / "requirements.txt").write_text(f"pelican=={version} --hash={digest}\n", encoding="utf-8")
    wanted = ["--quiet", "--no-deps", "--no-binary", "pelican", "--require-hashes", "-r", "requirements.txt"]
    said = ""
    for pip in programs.pips():
        done = subprocess.run([*pip, "download", *wanted], cwd=SOURCES, capture_output=True, encoding="utf-8")
        if done.returncode == 0:
            return
        said = done.stderr.strip()[-500:]
    shutil.rmtree(SOURCES, ignore_errors=True)
    missing("Pelican's source distribution", f" ({said})")
