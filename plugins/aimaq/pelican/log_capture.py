"""What Pelican would only log: a build that drops an article logs it, and exits with 0."""

from __future__ import annotations

import logging
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack

from pelican.log import LimitLogger, console

__all__ = ["Warnings"]


class Warnings(logging.Handler):
    """Collects Pelican's warnings and errors while it is entered, and keeps its output from the terminal.

    Pelican logs a warning once a process. Its filter is switched off meanwhile: after a build that a warning has
    stopped, the next one would publish the fault.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._logger = logging.getLogger("pelican")
        self._stack = ExitStack()

    def __enter__(self) -> Warnings:
        self._logger.addHandler(self)
        self._stack.callback(setattr, self._logger, "propagate", self._logger.propagate)
        self._logger.propagate = False
        self._stack.enter_context(console.capture())
        for logger in _limited():
            logger.disable_filter()
            self._stack.callback(logger.enable_filter)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._stack.close()

    def ignore(self, known: Collection[tuple[int, str]]) -> None:
        """Forget records that are in Pelican's setting ``LOG_FILTER``: levels, and templates or messages."""
        self.records = [
            record
            for record in self.records
            if (record.levelno, record.msg) not in known and (record.levelno, record.getMessage()) not in known
        ]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, with the reason, which Pelican leaves out where it could not read a file."""
        reason = sys.exc_info()[1]
        if reason is not None and "Could not process" in record.getMessage():
            record.msg = f"{record.getMessage()}: {type(reason).__name__}: {reason}"
            record.args = ()
        self.records.append(record)


def _limited() -> Iterator[LimitLogger]:
    """Yield Pelican's loggers that log a message once."""
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, LimitLogger):
            yield logger
