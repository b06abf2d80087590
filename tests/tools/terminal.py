"""A terminal in which a command asks and is answered."""

from __future__ import annotations

import os
import pty
import sys
from collections.abc import Iterable
from pathlib import Path

__all__ = ["answer_in_terminal"]


def answer_in_terminal(folder: Path, *command: str, answers: Iterable[str]) -> str:
    """Run ``aimaq`` in a terminal of its own, give it an answer to each question, and return what it has said."""
    child, terminal = pty.fork()
    if not child:  # pragma: no cover - another process
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "aimaq", *command])
    said, left = b"", [answer.encode() for answer in answers]
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux' way to say that a terminal has closed
            break
        if not piece:
            break
        said += piece
        if said.endswith(b": ") and left:
            os.write(terminal, left.pop(0) + b"\n")
    assert os.waitpid(child, 0)[1] == 0, said.decode()
    return said.decode()
