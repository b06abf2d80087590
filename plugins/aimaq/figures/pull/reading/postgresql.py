"""Ask a PostgreSQL server: one statement in a transaction that can only read, through a cursor, within a time."""

from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import tuple_row

from aimaq.figures.pull.cells import Table
from aimaq.figures.pull.reading.database_address import DatabaseAddress, database_address
from aimaq.figures.pull.reading.question import Question, from_database
from aimaq.figures.pull.reading.statement import with_values

__all__ = ["ask"]

#: PostgreSQL's types of inexact numbers, by their object identifiers (pg_type.dat).
_INEXACT: Final = {700: "real", 701: "double precision"}
_OPTIONS: Final = frozenset(("sslmode", "sslrootcert", "sslcert", "sslkey"))


def ask(question: Question) -> Table:
    """Return the result of the question's query; raise RefusedError."""
    address = database_address(question.variable, ("postgresql", "postgres"), 5432, _OPTIONS)
    try:
        with (
            _connected(address, question.seconds) as connection,
            connection.cursor("pulled", row_factory=tuple_row) as cursor,
        ):
            query = with_values(question.query, "%({})s".format, percent="%%")
            # The server takes this as the one statement of DECLARE … CURSOR, which can only be a SELECT.
            cursor.execute(query.encode(), question.bind)
            cursor.itersize = 1000
            columns = cursor.description or []
            inexact = [_INEXACT.get(column.type_code, "") for column in columns]
            return from_database([column.name for column in columns], inexact, cursor)
    except psycopg.errors.QueryCanceled:
        raise question.too_long from None
    except psycopg.Error as error:
        is_query = error.sqlstate is not None and not error.sqlstate.startswith(("08", "28", "3D", "53", "57P"))
        raise question.refused(error, address.secrets, is_query=is_query) from None


def _connected(address: DatabaseAddress, seconds: int) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection whose transaction reads one state of the database and writes nothing."""
    secure = {} if address.on_this_machine else {"sslmode": "verify-full", "sslrootcert": "system"}
    if "sslmode" in address.options and address.options["sslmode"] != "verify-full":
        secure = {}
    place = make_conninfo(
        host=address.host or None,
        port=address.port,
        user=address.user or None,
        password=address.password or None,
        dbname=address.database,
        connect_timeout=10,
        application_name="Aimaq",
        **{**secure, **address.options},
    )
    connection = psycopg.connect(place)
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute("select set_config('statement_timeout', %s, true)", [str(seconds * 1000)])
    return connection
