"""What the README's first command brings: the packages that building and serving need, and no more."""

from __future__ import annotations

import subprocess
import tomllib
from typing import Any

from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.utils import parse_wheel_filename

from tools import licences
from tools.built import ROOT

TAGS = {tag: place for place, tag in enumerate(sys_tags())}
#: With all extras and the developers' tools it was 139 packages and 321 MB.
MOST_PACKAGES, MOST_MEGABYTES = 35, 45


def brought(*options: str) -> dict[str, int]:
    """Return the size in bytes of each package's wheel for this machine, by uv.lock; ``options`` are uv's."""
    command = [licences.uv(), "export", "--frozen", "--offline", "--no-hashes", "--no-emit-project", "--no-header"]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith((" ", "#"))]
    wanted = [Requirement(line) for line in lines]
    locked = {each["name"]: each for each in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
    return {each.name: size(locked[each.name]) for each in wanted if each.marker is None or each.marker.evaluate()}


def size(package: dict[str, Any]) -> int:
    """Return the size of the file that an installer takes here: the wheel with the best tags, else the source."""
    ranked: list[tuple[int, int]] = []
    for wheel in package.get("wheels", ()):
        tags = parse_wheel_filename(wheel["url"].rpartition("/")[2])[3]
        ranked += [(TAGS[tag], wheel["size"]) for tag in tags if tag in TAGS]
    return min(ranked)[1] if ranked else int(package["sdist"]["size"])


def test_the_first_command_brings_little() -> None:
    files = brought()
    assert {"pelican", "jinja2", "click", "msgspec"} <= files.keys()
    assert len(files) <= MOST_PACKAGES, sorted(files)
    assert sum(files.values()) <= MOST_MEGABYTES * 1_000_000, sorted(files.items(), key=lambda each: -each[1])[:9]


def test_extras_and_tools_are_not_among_it() -> None:
    files = brought()
    extras, tools = brought("--all-extras"), brought("--group", "dev")
    assert not files.keys() & {"boto3", "weasyprint", "pymorphy3", "beautifulsoup4", "zstandard", "invoke", "pytest"}
    assert files.keys() < extras.keys() < tools.keys()
