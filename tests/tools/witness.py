"""A real witness of transparency logs: aics-witness, by other people, as a server on loopback.

Its packages ask for Python 3.12 and run with 3.11 too. They are installed once, by pip, into a folder that Git ignores.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import loopback, programs

__all__ = ["PACKAGES", "RunningWitness", "install", "witness"]

PACKAGES = programs.TOOLS / ".witness-packages"
_REQUIREMENTS = """\
aics-tlog==0.2.1 \\
  --hash=sha256:26a466f65a906dcb9f16c39a30dec1ce2f30b2c07c37b70a4b657ec338c15e48 \\
  --hash=sha256:e8cd2be003001576353bbd1a139b68252baf85df8e5d356c5ff26f3c417efdfc
aics-witness==0.1.0 \\
  --hash=sha256:5990974e97e23c5fd7a1edfa9eb8c936833a192db64d011caa7239723eb1dcb5 \\
  --hash=sha256:cd3f5acd2e79a8e29411a5a810b65ad7c5709d468cf1e889533bb0d5e5fe8400
"""


@dataclass(frozen=True)
class RunningWitness:
    """A witness that runs, by its address and its key."""

    address: str
    key: str
    folder: Path

    @property
    def setting(self) -> dict[str, str]:
        """Its entry in LOG_WITNESSES."""
        return {"address": self.address, "key": self.key}


def install() -> None:
    """Install the packages, unless they are there; fails or skips where they cannot be had."""
    if (PACKAGES / "aics_witness").is_dir():
        return
    PACKAGES.mkdir(exist_ok=True)
    requirements = PACKAGES / "requirements.txt"
    requirements.write_text(_REQUIREMENTS, encoding="utf-8")
    wanted = ["--quiet", "--no-deps", "--ignore-requires-python", "--only-binary", ":all:", "--require-hashes"]
    said = ""
    for pip in programs.pips():
        command = [*pip, "install", *wanted, "--target", str(PACKAGES), "-r", str(requirements)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        if done.returncode == 0:
            return
        said = done.stderr.strip()[-500:]
    shutil.rmtree(PACKAGES)
    programs.missing("the witness's packages", f" ({said})")


@contextmanager
def witness(folder: Path, origin: str, *keys: str, name: str = "witness.example/w1") -> Iterator[RunningWitness]:
    """A witness that trusts these keys of a log, and that has its memory in ``folder``."""
    folder.mkdir(exist_ok=True)
    port = loopback.free_port()
    config = str(folder / "witness.json")

    def command(*arguments: str) -> list[str]:
        code = f"import sys; sys.path.append({str(PACKAGES)!r}); from aics_witness.cli import main; sys.exit(main())"
        return [sys.executable, "-c", code, *arguments, "--config", config]

    def ran(*arguments: str) -> str:
        return subprocess.run(command(*arguments), check=True, capture_output=True, encoding="utf-8").stdout

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AICS_", "WITNESS_"))}
    assert environment, "the witness is configured by its file alone"
    found = re.search(r"\S+\+[0-9a-f]{8}\+\S+", ran("init", "--name", name))
    assert found
    for key in keys:
        ran("add-log", "--origin", origin, "--vkey", key)
    with loopback.running(command("serve", "--listen", f"127.0.0.1:{port}"), [port], folder / "witness.log"):
        yield RunningWitness(f"http://127.0.0.1:{port}", found[0], folder)
