"""What the process that reads is asked for, and what it answers where there is no table."""

import os
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from aimaq.base.languages.messages import tr
from aimaq.figures.pull.cells import MOST_ROWS, Refused, Table, Unfit, cell_of

__all__ = ["MOST_SECONDS", "Question", "RefusedError", "from_database", "said", "variable"]

#: Of a query, and of the whole reading.
MOST_SECONDS = 20
#: Characters of all texts in an answer.
_MOST_TEXT = 20_000_000


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A format, and what it needs: a file, or the environment variable with a database's address; a query with values.

    ``options`` are further ones of the format: delimiter, encoding, sheet.
    """

    format: str
    path: str = ""
    variable: str = ""
    query: str = ""
    bind: dict[str, str | int | bool] = {}
    options: dict[str, str] = {}
    headings: int = 0
    seconds: int = MOST_SECONDS

    @property
    def too_long(self) -> "RefusedError":
        """Why there is no table where a query took its time."""
        return RefusedError(
            tr("the query took more than %(seconds)s seconds", seconds=self.seconds),
            tr("ask for less, or add an index"),
        )

    def refused(self, error: BaseException, secrets: Iterable[str], *, is_query: bool) -> "RefusedError":
        """Why there is no table where a database refuses the query, or else the client; no secret is repeated."""
        message = said(error, secrets) or tr("its message is left out, since it repeats a part of the address")
        if is_query:
            return RefusedError(tr("the database refuses the query: %(message)s", message=message))
        return RefusedError(
            tr("the database of %(variable)s cannot be reached: %(message)s", variable=self.variable, message=message)
        )


class RefusedError(Exception):
    """Raised where there is no table; the message is for an editor, and has no secret."""

    def __init__(self, message: str, hint: str = "", row: int = 0) -> None:
        super().__init__(message)
        self.answer = Refused(message, hint, row)


def from_database(headings: Sequence[str], inexact: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Return the result of a query as a table.

    ``inexact`` has the type of each column whose numbers are floating-point ones, "" for others: such a cell is unfit,
    since a database that has exact numbers can say what it means by a cast.
    """
    found = []
    characters = 0
    for number, values in enumerate(islice(rows, MOST_ROWS + 1), 1):
        if number > MOST_ROWS:
            raise RefusedError(
                tr("there are more than %(most)s rows", most=MOST_ROWS),
                tr("let the query count or sum"),
                number,
            )
        cells = [
            Unfit(
                tr(
                    "%(value)s is of the type %(kind)s, which is not exact: cast it, as in cast(… as decimal(18, 2))",
                    value=f"{value!r}",
                    kind=kind,
                )
            )
            if kind and isinstance(value, float)
            else cell_of(value)
            for value, kind in zip(values, inexact, strict=True)
        ]
        characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if characters > _MOST_TEXT:
            raise RefusedError(
                tr("the rows have more than %(most_text)s million characters", most_text=_MOST_TEXT // 1000000),
                "",
                number,
            )
        found.append((number, tuple(cells)))
    return Table(tuple(headings), tuple(found))


def said(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """Return the first line of a driver's message, shortened; "" if it repeats a secret."""
    text = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
    return "" if any(secret and secret in text for secret in secrets) else text


def variable(name: str) -> str:
    """Return an environment variable; raise RefusedError if it is empty or not set."""
    if not (value := os.environ.get(name, "").strip()):
        raise RefusedError(
            tr("the environment variable %(name)s is not set", name=name),
            tr("it has the database's address: postgresql://user:password@host/database, or mysql://…"),
        )
    return value
