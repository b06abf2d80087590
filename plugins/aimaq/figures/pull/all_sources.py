"""Read all sources, or their last copies: return what is new in them, or everything that is wrong with them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from aimaq.base.languages.messages import system_reason, tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.figures.ledger import Indicator, Ledger
from aimaq.figures.ledger.record import Approval
from aimaq.figures.pull.answers import answer_to
from aimaq.figures.pull.cells import Refused
from aimaq.figures.pull.copies import Copies, Copy
from aimaq.figures.pull.fetch import MOST_BYTES, Answer, FetchError, fetch
from aimaq.figures.pull.new_observations import Proposal, new_observations
from aimaq.figures.pull.provenance import provenance_of
from aimaq.figures.pull.rows import Row, read_rows
from aimaq.figures.pull.s3_object import fetch_object
from aimaq.figures.pull.sources import DataSource

__all__ = ["gather"]


def gather(
    sources: Iterable[DataSource],
    ledger: Ledger,
    copies: Copies,
    *,
    languages: Sequence[str],
    today: date,
    approval: Approval | None = None,
    root: Path = Path(),
) -> tuple[list[Proposal], list[str]]:
    """Return the proposals of all sources, and a warning for each source whose copy was used.

    A source that is a file stands relative to ``root``, the project's folder.

    Raise ``ProblemsFound`` for every source that has neither a sound answer nor a copy.
    """
    found: list[Proposal] = []
    warnings: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        indicator = ledger.indicators[source.key]
        try:
            rows, warning = _read(source, indicator, copies, languages, today, root)
        except ProblemsFound as error:
            problems.extend(error.problems)
            continue
        found.extend(new_observations(indicator, rows, today, approval))
        warnings += [warning] if warning else []
    raise_any(problems)
    return found, warnings


def _read(
    source: DataSource, indicator: Indicator, copies: Copies, languages: Sequence[str], today: date, root: Path
) -> tuple[tuple[Row, ...], str]:
    """Return a source's rows, and a warning that states why they are from a copy, "" if they are not.

    Raise ``ProblemsFound`` if the source has neither a sound answer nor a copy.
    """
    shown = source.shown

    def read(body: bytes, at: datetime) -> tuple[Row, ...]:
        rows = read_rows(body, shown, source, indicator, languages=languages, today=today)
        provenance = provenance_of(source, body, at)
        return tuple(replace(row, observation=replace(row.observation, provenance=provenance)) for row in rows)

    if not source.database and "://" not in source.place:
        return read(_file(source, root), copies.now()), ""
    copy = copies.last(source.identity)
    try:
        answer = _asked(source, copy)
        if answer.body is not None:
            rows = read(answer.body, copies.now())
            copies.keep(source.identity, answer.body, answer.etag, answer.modified)
        elif copy is not None:
            rows = read(copy.body, copies.now())
            copies.confirm(copy)
        else:
            raise FetchError(tr("the server says that nothing has changed, but we have no copy"))
        return rows, ""
    except (FetchError, ProblemsFound) as error:
        found = error.problems if isinstance(error, ProblemsFound) else (Problem(shown, str(error)),)
        if copy is None:
            raise ProblemsFound(found) from None
    try:
        rows = read(copy.body, copy.fetched)
    except ProblemsFound:  # what is expected of the source has changed since the copy was stored
        raise ProblemsFound(found) from None
    noted = copies.note_failure(copy)
    problems = "\n".join(str(problem) for problem in found)
    since, fetched = f"{noted.failing_since:%Y-%m-%d %H:%M}", f"{noted.fetched:%Y-%m-%d %H:%M}"
    used = tr("It has failed since %(since)s; the copy of %(fetched)s is used.", since=since, fetched=fetched)
    return rows, f"{problems}\n    {used}"


def _asked(source: DataSource, copy: Copy | None) -> Answer:
    """Return what a database or a server answers: a table that was read apart, or the bytes of a file."""
    if source.database:
        return Answer(_read_apart(source, ""))
    etag, modified = (copy.etag, copy.modified) if copy else ("", "")
    post = msgspec.json.encode(source.post) if source.post else b""
    large = source.is_read_apart
    if source.place.startswith("s3://"):
        answer = fetch_object(source.place, source.format, endpoint=source.endpoint, etag=etag, large=large)
    else:
        answer = fetch(source.place, source.format, etag=etag, modified=modified, large=large, post=post)
    if answer.body is None or not source.is_read_apart:
        return answer
    with TemporaryDirectory(prefix="aimaq-pull-") as folder:
        path = Path(folder) / "source"
        path.write_bytes(answer.body)
        return replace(answer, body=_read_apart(source, str(path)))


def _read_apart(source: DataSource, path: str) -> bytes:
    """Return the table that another process reads, encoded; raise ``ProblemsFound``."""
    answer = answer_to(source.question(path))
    if isinstance(answer, Refused):
        raise ProblemsFound([Problem(source.shown, answer.message, answer.row or None, hint=answer.hint)])
    return answer


def _file(source: DataSource, root: Path) -> bytes:
    name = source.place
    path = root / name
    try:
        if path.exists() and not path.is_file():  # a device or a pipe may be endless
            raise ProblemsFound([Problem(name, tr("it is not a file"))])
        with path.open("rb") as file:
            if source.is_read_apart:
                return _read_apart(source, str(path.resolve()))
            body = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else error
        raise ProblemsFound([Problem(name, tr("the file cannot be read: %(reason)s", reason=reason))]) from None
    if len(body) > MOST_BYTES:
        raise ProblemsFound([Problem(name, tr("it is larger than %(most)s MB", most=MOST_BYTES // 1000000))])
    return body
