"""How long an edit takes under ``aimaq serve``.

Measured from saving a file until a browser gets its finished page, and until the page's file is in the site.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO

from .generators import Edit, Project
from .measure import CommandFailed

__all__ = ["Served", "measure_serving", "serving"]

PATIENCE = 900.0
#: The site that the command builds and serves, which shows drafts as well; that in ``output`` is another one.
SITE = ".aimaq/preview/site"


@dataclass(frozen=True, slots=True)
class Served:
    """The command as it runs: the session of its processes, and the address of its site."""

    project: Project
    session: int
    address: str

    def seconds(self, edited: Edit) -> tuple[float, float]:
        """Return how long an edit takes that was made just now: until a browser gets it, until its file is there."""
        start = time.monotonic()
        path = edited.page.relative_to(self.project.output)
        edited = replace(edited, page=self.project.folder / SITE / path)
        url = self.address + path.as_posix()
        shown = 0.0
        while not edited.shown():
            if not shown:
                with urllib.request.urlopen(url) as answer:
                    if edited.text in answer.read().decode("utf-8"):
                        shown = time.monotonic() - start
            if time.monotonic() - start > PATIENCE:
                raise CommandFailed(f"aimaq serve has not built an edit in {PATIENCE:.0f} s")
            time.sleep(0.01)
        built = time.monotonic() - start
        time.sleep(1)  # the next edit is another save
        return shown or built, built


def measure_serving(project: Project, edits: int) -> dict[str, list[float]]:
    """Start the command, edit an article and a figure so many times each, and return the seconds.

    ``article`` and ``figure`` are those until the server answers with the finished page, ``article built`` and
    ``figure built`` those until the file is there.
    """
    found: dict[str, list[float]] = {"article": [], "article built": [], "figure": [], "figure built": []}
    with serving(project) as served:
        for _ in range(edits):
            for what, edit in (("article", project.edit_article), ("figure", project.edit_figure)):
                # A refill leaves nothing in memory, as a composing build does; one edit brings that back.
                if what == "article":
                    served.seconds(project.edit_article())
                shown, built = served.seconds(edit())
                found[what].append(shown)
                found[f"{what} built"].append(built)
    return found


@contextmanager
def serving(project: Project) -> Iterator[Served]:
    """Run ``aimaq serve``; its first build is over when this begins."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aimaq", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=project.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stdout is not None
        _wait_for(process.stdout, b"Open http")
        time.sleep(2)  # it starts to watch after it has said so
        yield Served(project, process.pid, f"http://127.0.0.1:{port}/")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(stream: IO[bytes], words: bytes) -> None:
    deadline = time.monotonic() + PATIENCE
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while words not in said:
            if not selector.select(max(0, deadline - time.monotonic())):
                raise CommandFailed("aimaq serve did not start")
            data = os.read(stream.fileno(), 65536)
            if not data:
                raise CommandFailed(f"aimaq serve ended: {said.decode(errors='replace')[-1000:]}")
            said += data
