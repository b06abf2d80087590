"""Ask a SQLite file: one statement, on a connection that can only read and that an authorizer holds to reading."""

import sqlite3
import time
from pathlib import Path
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import Table
from aimaq.figures.pull.reading.question import Question, RefusedError, from_database, said
from aimaq.figures.pull.reading.statement import with_values

__all__ = ["ask"]

_READING: Final = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))
_RECURSIVE: Final = 33  # SQLITE_RECURSIVE, a part of WITH RECURSIVE, has no name in Python


def ask(question: Question) -> Table:
    """Return the result of the question's query; raise RefusedError.

    SQLite has no exact decimal numbers, so a REAL is read by its shortest digits (:func:`cells.exact_double`).
    """
    try:
        connection = sqlite3.connect(f"{Path(question.path).resolve().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            connection.execute("pragma query_only = on")
            connection.execute("pragma trusted_schema = off")
            connection.execute("pragma schema_version")  # reads the file, which a query need not do
            connection.set_authorizer(_authorized)
            deadline = time.monotonic() + question.seconds
            connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            cursor = connection.execute(with_values(question.query, ":{}".format), question.bind)
            headings = [column[0] for column in cursor.description]
            return from_database(headings, [""] * len(headings), cursor)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_NOTADB:
            raise RefusedError(tr("it is no SQLite file, or it is encrypted")) from None
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise question.too_long from None
        raise question.refused(error, (), is_query=True) from None
    except (sqlite3.Warning, sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise RefusedError(tr("the query cannot be asked: %(fault)s", fault=said(error))) from None


def _authorized(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING or action == _RECURSIVE else sqlite3.SQLITE_DENY
