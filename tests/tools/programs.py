"""Programs that the tests run but Python's package registry does not provide.

A missing one fails the test in CI (the environment variable ``CI`` is set) and skips it elsewhere, with the
way to get it; ``tests/conftest.py`` repeats these skips in red at the end of the run.
"""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MISSING = "not tested, missing program: "
TOOLS = Path(__file__).parent

_HOW_TO_GET = {
    "Chromium": "install Chromium or Chrome so that it is on PATH (Debian: apt-get install chromium)",
    "Java": "install a Java runtime (Debian: apt-get install default-jre-headless)",
    "Node.js": "install Node.js (Debian: apt-get install nodejs)",
    "npm": "install Node.js with npm (Debian: apt-get install nodejs npm)",
    "the font Liberation Sans": "install it (Debian: apt-get install fonts-liberation)",
    "hunspell": "install hunspell and its ru, kk and en_GB dictionaries "
    "(Debian: apt-get install hunspell hunspell-ru hunspell-kk hunspell-en-gb)",
    "the witness's packages": "pip has to reach its package index once",
    "ssh-agent": "install OpenSSH's client (Debian: apt-get install openssh-client)",
    "Pelican's source distribution": "pip has to reach its package index once",
    "newsboat": "install newsboat (Debian: apt-get install newsboat)",
    "nginx": "install nginx (Debian: apt-get install nginx-light)",
    "Caddy": "install Caddy (Debian: apt-get install caddy)",
    "OpenSSL": "install OpenSSL (Debian: apt-get install openssl)",
    "Pango": "install Pango and HarfBuzz's subsetter "
    "(Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)",
    "aics-tlog": "pip has to reach its package index once",
    "PostgreSQL": "install its server (Debian: apt-get install postgresql)",
    "MariaDB": "install its server (Debian: apt-get install mariadb-server)",
    "faketime": "install faketime (Debian: apt-get install faketime)",
    "rsync": "install rsync (Debian: apt-get install rsync)",
    "sshd": "install OpenSSH's server (Debian: apt-get install openssh-server)",
    "strace": "install strace and let it trace this user's processes (Debian: apt-get install strace)",
}


def missing(name: str, detail: str = "") -> None:
    """Fail in CI, skip elsewhere: the program ``name`` is not on this machine."""
    message = f"{MISSING}{name}{detail}; {_HOW_TO_GET[name]}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def require(name: str, *commands: str) -> str:
    """The path of the first of ``commands`` on PATH; fails or skips when there is none."""
    for command in commands:
        if found := shutil.which(command):
            return found
    missing(name)
    raise AssertionError("unreachable")


def chromium() -> str:
    """The path of Chromium: its shell without a window if it is there, which needs a third less of the processor."""
    return require("Chromium", "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def require_library(name: str, library: str) -> None:
    """Fail in CI, skip elsewhere, if this machine lacks a shared library, by the name that linkers give it."""
    if ctypes.util.find_library(library) is None:
        missing(name)


def environment_tool(name: str) -> Path:
    """A program that came with a locked Python package, beside this interpreter."""
    return Path(sys.executable).parent / name


def once(folder: Path, name: str, work: Callable[[Path], object], *, patience: float = 600) -> Path:
    """Do ``work(folder / name)`` once for all pytest workers and return that folder.

    The worker that makes the folder does the work; the others wait. A failure is told to every worker, so
    that nobody tries again. ``folder`` has to be shared by the workers, and new for each run.
    """
    target = folder / name
    outcome = folder / f"{name}.outcome"
    try:
        target.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + patience
        while not outcome.exists():
            if time.monotonic() > deadline:
                pytest.fail(f"another worker has not finished “{name}” in {patience:.0f} s", pytrace=False)
            time.sleep(0.1)
    else:
        report = ""
        try:
            work(target)
        except BaseException as error:
            report = str(error) or repr(error)
            raise
        finally:
            draft = outcome.with_suffix(".draft")
            draft.write_text(report, encoding="utf-8")
            draft.replace(outcome)
    report = outcome.read_text(encoding="utf-8")
    if report.startswith(MISSING) and not os.environ.get("CI"):
        pytest.skip(report)
    if report:
        pytest.fail(f"{report.partition(chr(10))[0]} (another test tells the whole)", pytrace=False)
    return target


def install_node_tools() -> None:
    """``npm ci`` in this folder, unless what is installed is what ``package-lock.json`` asks for."""

    def versions(lock: Path) -> dict[str, str]:
        if not lock.exists():
            return {}
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        return {name: package["version"] for name, package in packages.items() if name}

    if versions(TOOLS / "node_modules/.package-lock.json") == versions(TOOLS / "package-lock.json"):
        return
    npm = require("npm", "npm")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=TOOLS, capture_output=True, encoding="utf-8")
    if done.returncode:
        pytest.fail(f"npm ci failed in {TOOLS}:\n{done.stderr}", pytrace=False)


def pips() -> Iterator[list[str]]:
    """Yield what may be pip: uv's environments have none, the Python that they were made from mostly has."""
    for python in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable), "/usr/bin/python3")):
        if os.path.exists(python):
            yield [python, "-m", "pip"]
    if uv := os.environ.get("UV") or shutil.which("uv"):  # `uv run` tells where uv is
        yield [uv, "tool", "run", "pip"]
