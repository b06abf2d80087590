"""What Pelican would only log: a build that drops an article logs it, and exits with 0."""

from __future__ import annotations

import logging
import sys

from pelican import log

__all__ = ["Warnings"]


class Warnings(logging.Handler):
    """Collects Pelican's warnings and errors while it is entered, and keeps them from the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._logger = logging.getLogger("pelican")

    def __enter__(self) -> Warnings:
        # Pelican tells a warning once a process: after a build that it stopped, the next one would publish the fault.
        # And none must be filtered but by this site's LOG_FILTER.
        for known in (log.LimitFilter._raised_messages, log.LimitFilter._group_count, log.LimitFilter._ignore):
            known.clear()
        self._logger.addHandler(self)
        # Pelican's own log level is WARNING unless told otherwise; its console would print a summary of its own.
        self._before = self._logger.propagate, log.console.quiet
        self._logger.propagate, log.console.quiet = False, True
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate, log.console.quiet = self._before

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, with the reason, which Pelican leaves out where it could not read a file."""
        reason = sys.exc_info()[1]
        if reason is not None and "Could not process" in record.getMessage():
            record.msg = f"{record.getMessage()}: {type(reason).__name__}: {reason}"
            record.args = ()
        self.records.append(record)
