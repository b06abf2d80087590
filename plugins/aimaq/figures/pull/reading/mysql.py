"""Ask a MySQL or MariaDB server: one statement in a transaction that can only read, row by row, within a time."""

import ssl
from typing import Final

import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.cursors import SSCursor

from aimaq.figures.pull.cells import Table
from aimaq.figures.pull.reading.database_address import DatabaseAddress, database_address
from aimaq.figures.pull.reading.question import Question, from_database
from aimaq.figures.pull.reading.statement import with_values

__all__ = ["ask"]

_INEXACT: Final[dict[object, str]] = {FIELD_TYPE.FLOAT: "float", FIELD_TYPE.DOUBLE: "double"}
_OPTIONS: Final = frozenset(("ssl-mode", "ssl-ca"))
#: Errors by which the server refuses the client, not the query, and by which it ends what takes too long.
_NO_ACCESS: Final = frozenset((1040, 1044, 1045, 1049, 1130, 1698, 2002, 2003, 2006, 2013, 2026))
_TOO_LONG: Final = frozenset((1969, 3024))


def ask(question: Question) -> Table:
    """Return the result of the question's query; raise RefusedError."""
    address = database_address(question.variable, ("mysql", "mariadb"), 3306, _OPTIONS)
    try:
        with _connected(address, question.seconds) as connection, connection.cursor() as cursor:
            _only_read(cursor, question.seconds)
            cursor.execute(with_values(question.query, "%({})s".format, percent="%%"), question.bind)
            columns = cursor.description or ()
            inexact = [_INEXACT.get(column[1], "") for column in columns]
            return from_database([str(column[0]) for column in columns], inexact, iter(cursor.fetchone, None))
    except (pymysql.MySQLError, OSError) as error:
        code = error.args[0] if error.args else 0
        if code in _TOO_LONG:
            raise question.too_long from None
        text = Exception(error.args[1]) if len(error.args) > 1 else error
        is_query = code not in _NO_ACCESS and isinstance(error, pymysql.MySQLError)
        raise question.refused(text, address.secrets, is_query=is_query) from None


def _only_read(cursor: SSCursor, seconds: int) -> None:
    """Let the session's statements end in time and write nothing; texts are read as in other databases."""
    cursor.execute("set session sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', session time_zone = '+00:00'")
    cursor.execute("select version()")
    version = str((cursor.fetchone() or ("",))[0])
    cursor.fetchall()
    limit = ("max_statement_time", seconds) if "MariaDB" in version else ("max_execution_time", seconds * 1000)
    cursor.execute(f"set session {limit[0]} = {limit[1]}")
    cursor.execute("set session transaction isolation level repeatable read")
    cursor.execute("start transaction read only")


def _connected(address: DatabaseAddress, seconds: int) -> "pymysql.Connection[SSCursor]":
    security = None
    if not address.on_this_machine and address.options.get("ssl-mode") != "disabled":
        security = ssl.create_default_context(cafile=address.options.get("ssl-ca"))
    return pymysql.connect(
        host=address.host if address.host and not address.host.startswith("/") else "localhost",
        unix_socket=address.host if address.host.startswith("/") else None,
        port=address.port,
        user=address.user or None,
        password=address.password.encode(),  # of a text, PyMySQL takes Latin letters only
        database=address.database,
        charset="utf8mb4",
        connect_timeout=10,
        read_timeout=seconds + 5,
        local_infile=False,
        ssl=security,
        cursorclass=SSCursor,
    )
