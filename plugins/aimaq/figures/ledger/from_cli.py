"""Read the options of ``aimaq set`` into an observation, with a problem for each mistake."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound
from aimaq.base.web_addresses import is_web_address
from aimaq.figures.ledger.model import Source
from aimaq.figures.ledger.record import Approval, NewObservation, parse_value
from aimaq.figures.periods import Period, parse_date, parse_moment
from aimaq.figures.status import Status
from aimaq.figures.value_range import ValueRange

__all__ = ["approval_from", "observation_from"]

_Value = TypeVar("_Value")


def observation_from(
    value: str,
    *,
    period: str,
    source: str,
    source_title: str,
    status: str,
    released: str,
    correction: bool,
    note: Mapping[str, str],
    zone: str,
    approved_by: str = "",
    why: str = "",
    embargo: str = "",
    bounds: Sequence[str] | None = None,
) -> NewObservation:
    """Return the observation; raise ``ProblemsFound`` with a problem for each wrong option.

    ``released`` is an ISO date; "" stands for the day of the ``embargo``, or for today in the time zone ``zone``. A
    source without a title is called by its host. ``bounds`` are those of a range.
    """
    problems: list[Problem] = []

    def wrong(option: str, message: str) -> None:
        problems.append(Problem(option, message))

    def read(option: str, reader: Callable[[str], _Value], text: str) -> _Value | None:
        try:
            return reader(text)
        except ValueError as error:
            wrong(option, str(error))
            return None

    number = read("value", parse_value, value)
    read_bounds = [read("--range", parse_value, each) for each in bounds or ()]
    if period:
        read("--period", Period.parse, period)
    else:
        wrong("--period", tr("missing: say what the number describes, as in --period 2025-12-31"))
    firmness = read("--status", Status.parse, status)
    if not source and not correction:
        wrong("--source", tr("missing: give the web address where the figure was made public"))
    elif source and not is_web_address(source):
        wrong("--source", tr('"%(source)s" is not a web address; expected https://…', source=source))
    approval = None
    try:
        approval = approval_from(approved_by, why)
    except ProblemsFound as found:
        problems.extend(found.problems)
    moment = read("--embargo", parse_moment, embargo) if embargo else None
    today = (moment or datetime.now(ZoneInfo(zone))).date()
    day = read("--released", parse_date, released) if released else today
    if moment and day and moment.date() != day:
        wrong(
            "--embargo",
            tr(
                "the embargo ends on %(moment)s, and --released is %(day)s: they are the same day",
                moment=moment.date(),
                day=day,
            ),
        )
    if problems or number is None or firmness is None or day is None:
        raise ProblemsFound(problems)
    named = Source(source_title or urlsplit(source).netloc, source) if source else None
    known = [each for each in read_bounds if each is not None]
    return NewObservation(
        period,
        number,
        firmness,
        day,
        named,
        correction,
        dict(note),
        approval,
        embargo,
        range=ValueRange(*known) if known else None,
    )


def approval_from(by: str, why: str) -> Approval | None:
    """Return the approval that two options state, None without them; raise ``ProblemsFound`` if only one is given."""
    if bool(by) != bool(why):
        absent, given = ("--why", "--approved-by") if by else ("--approved-by", "--why")
        raise ProblemsFound(
            [Problem(absent, tr("missing beside %(given)s: an approval says by whom and why", given=given))]
        )
    return Approval(by, why) if by else None
