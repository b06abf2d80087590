"""Ask a CSV, JSON or Parquet file by SQL, with DuckDB as the engine, which may open this file and nothing else."""

from threading import Timer
from typing import Final

import duckdb

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import Table
from aimaq.figures.pull.reading.question import Question, RefusedError, from_database, said
from aimaq.figures.pull.reading.statement import with_values

__all__ = ["ask"]

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": "512MB",
    "threads": 2,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_INEXACT: Final = {"FLOAT": "float", "DOUBLE": "double"}


def ask(question: Question) -> Table:
    """Return the result of the question's query, in which the file is the table ``source``; raise RefusedError.

    All columns of CSV are texts, so that a number is what the query casts it to and not what a reader guessed.
    """
    path = _quoted(question.path)
    try:
        connection = duckdb.connect(":memory:", config=_CONFIG)
        connection.execute(f"set allowed_paths = [{path}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set max_temp_directory_size = '0MB'")
        connection.execute("set lock_configuration = true")
        connection.execute(f"create view source as from {_reader(question, path)}")
        query = with_values(question.query, "${}".format) if question.query else "select * from source"
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RefusedError(tr("the query is not one SELECT"))
        clock = Timer(question.seconds, connection.interrupt)
        clock.daemon = True
        clock.start()
        connection.execute(statements[0], question.bind or None)
        columns = connection.description or []
        inexact = [_INEXACT.get(str(column[1]), "") for column in columns]
        return from_database([str(column[0]) for column in columns], inexact, iter(connection.fetchone, None))
    except duckdb.InterruptException:
        raise question.too_long from None
    except duckdb.OutOfMemoryException:
        raise RefusedError(tr("the query needs more than 512 MB of memory"), tr("ask for less")) from None
    except duckdb.Error as error:
        raise RefusedError(
            tr("the query is refused: %(replace)s", replace=said(error).replace(question.path, "the file"))
        ) from None


def _reader(question: Question, path: str) -> str:
    options = question.options
    match question.format:
        case "csv":
            given = "".join(f", {name} = {_quoted(options[name])}" for name in ("delim", "encoding") if name in options)
            skip = f", skip = {question.headings - 1}" if question.headings else ""
            return f"read_csv({path}, all_varchar = true, header = true{given}{skip})"
        case "json":
            return f"read_json({path})"
        case _:
            return f"read_parquet({path})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
