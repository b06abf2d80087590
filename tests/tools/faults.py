"""System calls that go wrong: a command is run under strace, which kills it or fails its calls where it is told to.

A *point* is one call by which the command changes the disk below a folder: the 137th ``openat``, say. Commands run with
a fixed hash seed and write no bytecode, so that the same state leads to the same calls. ``run`` starts a command as a
person does; a function that takes a ``Run`` can also get another one, see ``preloaded``.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.programs import require

#: All calls that change a file system; a question mark: some machines have only the newer one.
CALLS = (
    "openat,write,pwrite64,sendfile,copy_file_range,ftruncate,fsync,fdatasync,sync,"
    "?rename,?renameat,renameat2,?mkdir,mkdirat,?rmdir,?link,linkat,?unlink,unlinkat,?symlink,symlinkat,"
    "?chmod,fchmod,fchmodat,utimensat"
)
#: Calls that a full disk refuses, and calls that a broken one does.
FILLING = frozenset(
    [
        "openat",
        "write",
        "pwrite64",
        "sendfile",
        "copy_file_range",
        "fsync",
        "fdatasync",
        "rename",
        "renameat",
        "mkdir",
        "mkdirat",
        "link",
        "linkat",
    ]
)
BREAKING = FILLING | {"ftruncate", "renameat2", "unlink", "unlinkat", "rmdir"}
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)$")
_WORKING_FOLDER = re.compile(r"AT_FDCWD<[^>]*>")
_WRITING = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC)")


@dataclass(frozen=True, slots=True)
class Point:
    """The ``ordinal``-th call of this name (from 1) of the command's ``first`` process, or of one that it has started.

    ``line`` is strace's.
    """

    name: str
    ordinal: int
    first: bool
    line: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its exit status (-9: killed), its output, and what it reported as an error."""

    status: int
    said: str
    complained: str


#: Runs a command in a folder, under strace if there are options for it.
Run = Callable[..., Outcome]


@functools.cache
def strace() -> str:
    """Return the program; skips where it is not there, or may not trace."""
    program = require("strace", "strace")
    done = subprocess.run([program, "-f", "-e", "trace=none", "true"], capture_output=True, encoding="utf-8")
    if done.returncode:
        pytest.skip(f"strace may not trace processes on this machine: {done.stderr.strip()}")
    return program


def run(command: Sequence[str], folder: Path, *tracing: str, file_size: int | None = None) -> Outcome:
    """Run the command in a folder, under strace if there are options for it; ``file_size`` is in bytes (ulimit -f).

    It has ended when its last process has: each holds the pipes.
    """

    def limit() -> None:
        import resource

        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    done = subprocess.run(
        [*([strace(), *tracing] if tracing else []), *command],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=limit,
    )
    return Outcome(done.returncode, done.stdout + done.stderr, done.stderr)


def points(command: Sequence[str], folder: Path, below: Path, start: Run = run) -> list[Point]:
    """Run the command to its end, and return the calls by which it changes what is ``below``, in order."""
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch, "log")
        outcome = start(command, folder, "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={CALLS}")
        assert outcome.status == 0, outcome.said
        lines = log.read_text("utf-8", errors="replace").splitlines()
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[bool, str, int], Point] = {}
    first = lines[0].split()[0]
    for pid, name, rest in (match.groups() for match in map(_CALL.match, lines) if match):
        # Each process counts for itself, and so does strace when it strikes: at a worker's second call, too. But with a
        # worker's second openat it would strike Python as it starts, and with its second write what the command says.
        counts[pid, name] += 1
        if pid != first and name in ("openat", "write"):
            continue
        ordinal = counts[pid, name]
        rest = _WORKING_FOLDER.sub("", rest)
        if str(below) in rest and (name != "openat" or _WRITING.search(rest)):
            point = Point(name, ordinal, pid == first, f"{name}({rest.replace(str(below), '.')}")
            found.setdefault((point.first, name, ordinal), point)
    return list(found.values())


def strike(command: Sequence[str], folder: Path, point: Point, fault: str, start: Run = run) -> tuple[Outcome, bool]:
    """Run the command, killed as it enters the call (``"SIGKILL"``), or with the call failing (``"ENOSPC"``).

    Return how it ended, and whether strace says that it has struck.
    """
    what = f"signal={fault}" if fault.startswith("SIG") else f"error={fault}"
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch, "log")
        who = [] if point.first else ["-f"]  # without it, only the first process is followed, and struck
        how = _injected(f"{point.name}:{what}:when={point.ordinal}", point.name, log)
        outcome = start(command, folder, *who, *how)
        marks = f"killed by {fault}" if fault.startswith("SIG") else "(INJECTED)"
        return outcome, marks in log.read_text("utf-8", errors="replace")


def fail_always(command: Sequence[str], folder: Path, names: str, error: str) -> Outcome:
    """Run the command with all calls of these names (joined by commas) failing."""
    return run(command, folder, "-f", *_injected(f"{names}:error={error}", names))


def _injected(injection: str, names: str, log: Path | str = os.devnull) -> list[str]:
    return ["-o", str(log), "-e", f"trace={names}", "-e", f"inject={injection}"]


def copied(source: Path, target: Path) -> None:
    """Put the content of one folder in the place of the other's."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
