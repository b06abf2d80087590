"""Wall time, processor time and peak memory of a command with all the processes that it starts."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

__all__ = ["CommandFailed", "Measured", "changed_files", "memory_of", "snapshot", "time_to_write", "timed"]

#: Seconds between two looks at the memory, unless looking would take more than a twentieth of the time.
INTERVAL = 0.05
SHARE = 20
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class CommandFailed(RuntimeError):
    """A command that ended with an error; the message holds the end of what it printed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``wall`` and ``cpu`` (user and system, of the process and the children it waited for) in seconds.

    ``memory`` is the highest sum, in bytes, of the processes' proportional set sizes (PSS): a page that forked
    processes share counts once. 0 where the system does not tell (only Linux does).
    """

    wall: float
    cpu: float
    memory: int


def timed(command: list[str], folder: Path) -> Measured:
    """Run a command in a folder; raise :class:`CommandFailed` if it fails.

    The disk is at rest first: what another command has left to be written is no business of this one, which would wait
    for it where it makes sure of a file of its own. Python may keep what it has compiled, as it does unless it is told
    not to.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    os.sync()
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        # A session of its own, by which its processes are known even when their parent has gone.
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            env=environment,
        )
        watcher = _Watcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.stop()
        if process.returncode:
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{_tail(said)}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, watcher.peak)


def _tail(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace")[-3000:]


class _Watcher(threading.Thread):
    """Samples the memory of one session's processes until it is stopped."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.peak, self.over = session, 0, threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self.over.wait(pause):
            # Its own processor time: on a busy machine the clock would make it look away for seconds.
            start = time.thread_time()
            self.peak = max(self.peak, memory_of(self.session))
            pause = max(INTERVAL, SHARE * (time.thread_time() - start))

    def stop(self) -> None:
        self.over.set()
        self.join()


def memory_of(session: int) -> int:
    """Return the sum, in bytes, of the proportional set sizes of a session's processes."""
    return sum(_pss(process) for process in _processes(session))


def _processes(session: int) -> list[Path]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # After the name in brackets: state, parent, group, session.
            fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[3]) == session:
            found.append(folder)
    return found


def _pss(process: Path) -> int:
    try:
        match = _PSS.search((process / "smaps_rollup").read_bytes())
    except OSError:
        return 0
    return int(match[1]) * 1024 if match else 0


def snapshot(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells a file that has been written from one that has not: inode, time and size."""
    found = {}
    for path in folder.rglob("*"):
        state = path.stat()
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = (state.st_ino, state.st_mtime_ns, state.st_size)
    return found


def changed_files(before: dict[str, tuple[int, int, int]], folder: Path) -> dict[str, bytes]:
    """Return the contents of the files that have been written since the snapshot."""
    return {path: (folder / path).read_bytes() for path, state in snapshot(folder).items() if before.get(path) != state}


def time_to_write(files: dict[str, bytes], folder: Path) -> float:
    """Return the seconds that a plain loop takes to write these files into a new folder."""
    start = time.monotonic()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return time.monotonic() - start
