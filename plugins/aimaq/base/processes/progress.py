"""Show how far a long command has come, once it takes longer than a second."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

from aimaq.base.languages.messages import tr

__all__ = ["Progress"]

#: In seconds: before the first line, between updates on a terminal, between lines in a log.
_FIRST, _ON_TERMINAL, _IN_LOG = 1.0, 0.2, 10.0


class Progress:
    """Writes to ``stream``: one line that is overwritten on a terminal, a line every ten seconds in a log."""

    def __init__(self, stream: TextIO = sys.stderr, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._next = clock() + _FIRST
        self._width = 0

    def show(self, what: str, done: int, total: int | None) -> None:
        """Report how many of ``total`` files are done (None if the total is unknown); most calls write nothing."""
        now = self._clock()
        if now < self._next:
            return
        text = (
            tr("%(what)s: %(done)s of %(total)s files", what=what, done=done, total=total)
            if total is not None
            else tr("%(what)s: %(done)s files", what=what, done=done)
        )
        if self._stream.isatty():
            self._stream.write(f"\r{text:<{self._width}}")
            self._width, self._next = len(text), now + _ON_TERMINAL
        else:
            self._stream.write(f"{text}\n")
            self._next = now + _IN_LOG
        self._stream.flush()

    def close(self) -> None:
        """Clear the line on the terminal."""
        if self._width:
            self._stream.write(f"\r{'':<{self._width}}\r")
            self._stream.flush()
            self._width = 0
