"""A limit of processor time for a block of code that other work of the machine does not shorten."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

__all__ = ["SECONDS", "TooLong", "at_most"]

#: Of processor time for each step on one text; an article of ten pages takes some hundredths of a second.
SECONDS: Final = 10


class TooLong(Exception):
    """Raised in a block that has used its processor time."""


@contextmanager
def at_most(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TooLong in the block after so many seconds of processor time.

    A signal does it, which Python delivers to a process's main thread, even during the search for a regular expression.
    Articles are read in main threads: of the build, or of a process forked for reading. In other threads, and on
    systems without such a clock, there is no limit. Such blocks do not stand within each other.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    # It is sent again each second: the interrupted code may catch every exception.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
