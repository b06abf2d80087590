"""What a source says now, or, where it is down or wrong, what it said last."""

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
from aimaq.figures.pull.sources import Source

__all__ = ["Taken", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a source; ``warning`` says why they are not fresh, if so."""

    rows: tuple[Row, ...]
    warning: str = ""


def take(source: Source, indicator: Indicator, copies: Copies, *, languages: Sequence[str], today: date) -> Taken:
    """Return what the source says; raise ``ProblemsFound`` where it says nothing sound and never has."""

    def read(body: bytes, name: str = source.place) -> tuple[Row, ...]:
        return read_rows(body, name, source, indicator, languages=languages, today=today)

    if "://" not in source.place:
        return Taken(read(_file(source.place)))
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
            return Taken(rows)
        rows = read(answer.body)
        copies.keep(source.place, answer.body, answer.etag, answer.modified)
        return Taken(rows)
    except (FetchError, ProblemsFound) as error:
        found = error.problems if isinstance(error, ProblemsFound) else (Problem(source.place, str(error)),)
        if copy is None:
            raise ProblemsFound(found) from None
    try:
        rows = read(copy.body)
    except ProblemsFound:  # what is expected of the file has changed since
        raise ProblemsFound(found) from None
    noted = copies.note_failure(copy)
    why = "\n".join(str(problem) for problem in found)
    since = f"{noted.failing_since:%Y-%m-%d %H:%M}"
    return Taken(rows, f"{why}\n    So it has been since {since}; its copy of {noted.fetched:%Y-%m-%d %H:%M} is used.")


def _file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ProblemsFound([Problem(name, f"the file cannot be read: {error.strerror}")]) from None
