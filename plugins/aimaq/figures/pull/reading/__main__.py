"""The process that reads: takes one question from its input, and writes the table, or why there is none.

It has limits of its own: an address space, no core file, no more processor time than the reading may take.
"""

import importlib
import sys
from typing import Final

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import Refused, Table
from aimaq.figures.pull.reading.question import MOST_SECONDS, Question, RefusedError
from aimaq.figures.pull.reading.statement import statement_faults

MOST_MEMORY: Final = 2_000_000_000
_READERS: Final = {
    "postgresql": "postgresql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "csv": "duckdb_files",
    "json": "duckdb_files",
    "parquet": "duckdb_files",
    "xlsx": "excel",
    "ods": "opendocument",
}


def _limit() -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limits; time and the size of the answer are limited by our parent
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (4 * MOST_SECONDS, 4 * MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _answer(question: Question) -> Table | Refused:
    faults = statement_faults(question.query, list(question.bind)) if question.query else []
    if faults:
        return Refused(tr("the query cannot be asked: %(fault)s", fault="; ".join(faults)))
    try:
        reader = importlib.import_module(f"aimaq.figures.pull.reading.{_READERS[question.format]}")
        table: Table = reader.ask(question)
        return table
    except RefusedError as refused:
        return refused.answer
    except MemoryError:
        return Refused(
            tr("reading it takes more than %(most_memory)s GB of memory", most_memory=MOST_MEMORY // 10**9),
            tr("ask for less"),
        )
    except Exception as error:  # a driver's message may have anything in it, credentials too
        return Refused(
            tr("it cannot be read: %(name)s", name=type(error).__name__), tr("is it what its format says, and whole?")
        )


if __name__ == "__main__":
    _limit()
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    sys.stdout.buffer.write(msgspec.msgpack.encode(_answer(asked)))
