"""Read a source or, if it is down or wrong, its last copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.figures.ledger import Indicator
from aimaq.figures.pull.copies import Copies
from aimaq.figures.pull.fetch import FetchError, fetch
from aimaq.figures.pull.rows import Row, read_rows
from aimaq.figures.pull.sources import DataSource

__all__ = ["SourceRows", "read_source"]


@dataclass(frozen=True, slots=True)
class SourceRows:
    """The rows of a source; ``warning`` states why they are from a copy, "" if they are not."""

    rows: tuple[Row, ...]
    warning: str = ""


def read_source(
    source: DataSource, indicator: Indicator, copies: Copies, *, languages: Sequence[str], today: date
) -> SourceRows:
    """Return the source's rows; raise ``ProblemsFound`` if it has neither a sound answer nor a copy."""

    def read(body: bytes, name: str = source.place) -> tuple[Row, ...]:
        return read_rows(body, name, source, indicator, languages=languages, today=today)

    if "://" not in source.place:
        return SourceRows(read(_file(source.place)))
    copy = copies.last(source.place)
    try:
        answer = fetch(
            source.place, source.format, etag=copy.etag if copy else "", modified=copy.modified if copy else ""
        )
        if answer.body is None:
            if copy is None:
                raise FetchError("the server says that nothing has changed, but we have no copy")
            rows = read(copy.body)
            copies.confirm(copy)
            return SourceRows(rows)
        rows = read(answer.body)
        copies.keep(source.place, answer.body, answer.etag, answer.modified)
        return SourceRows(rows)
    except (FetchError, ProblemsFound) as error:
        found = error.problems if isinstance(error, ProblemsFound) else (Problem(source.place, str(error)),)
        if copy is None:
            raise ProblemsFound(found) from None
    try:
        rows = read(copy.body)
    except ProblemsFound:  # what is expected of the file has changed since the copy was stored
        raise ProblemsFound(found) from None
    noted = copies.note_failure(copy)
    problems = "\n".join(str(problem) for problem in found)
    since, fetched = f"{noted.failing_since:%Y-%m-%d %H:%M}", f"{noted.fetched:%Y-%m-%d %H:%M}"
    return SourceRows(rows, f"{problems}\n    It has failed since {since}; the copy of {fetched} is used.")


def _file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ProblemsFound([Problem(name, f"the file cannot be read: {error.strerror}")]) from None
