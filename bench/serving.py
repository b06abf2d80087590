"""How long an edit takes under ``inv serve``: from the moment a file is saved until the finished page shows it."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import IO

from .generators import Edit, Project
from .measure import CommandFailed

__all__ = ["save_to_file"]

PATIENCE = 900.0


def save_to_file(project: Project, edits: int) -> dict[str, list[float]]:
    """Start the command, edit an article and a figure so many times each, and return the seconds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "invoke", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=project.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stdout is not None
        _wait_for(process.stdout, b"Open http")
        time.sleep(2)  # it starts to watch after it has said so
        found: dict[str, list[float]] = {"article": [], "figure": []}
        for _ in range(edits):
            found["article"].append(_until_shown(project.edit_article))
            found["figure"].append(_until_shown(project.edit_figure))
        return found
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _until_shown(edit: Callable[[], Edit]) -> float:
    edited = edit()
    start = time.monotonic()
    while not edited.shown():
        if time.monotonic() - start > PATIENCE:
            raise CommandFailed(f"inv serve has not built an edit in {PATIENCE:.0f} s")
        time.sleep(0.005)
    seconds = time.monotonic() - start
    time.sleep(1)  # the next edit is another save
    return seconds


def _wait_for(stream: IO[bytes], words: bytes) -> None:
    deadline = time.monotonic() + PATIENCE
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while words not in said:
            if not selector.select(max(0, deadline - time.monotonic())):
                raise CommandFailed("inv serve did not start")
            data = os.read(stream.fileno(), 65536)
            if not data:
                raise CommandFailed(f"inv serve ended: {said.decode(errors='replace')[-1000:]}")
            said += data
