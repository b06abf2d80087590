"""Compare a source's rows with the ledger and propose what is new."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aimaq.base.problems import Problem
from aimaq.figures.fill.printing import machine
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status
from aimaq.figures.ledger.record import Approval, NewObservation
from aimaq.figures.pull.rows import Row

__all__ = ["Proposal", "new_observations", "relocated"]

_POINTER = re.compile(r"/indicators/([^/]+)/observations/(\d+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One observation to record, the row it comes from, and the ledger's last value of the period ("" if none)."""

    key: str
    row: Row
    observation: NewObservation
    known: str

    def __str__(self) -> str:
        new = self.observation
        was = f" instead of {self.known}" if self.known else ""
        kind = ", a correction" if new.correction else ""
        what = f"{machine(new.value)} for {new.period} ({new.status.value}{kind})"
        return f"{self.key}: {what}, released {new.released}{was}"


def new_observations(
    indicator: Indicator, rows: Iterable[Row], today: date, approval: Approval | None = None
) -> tuple[Proposal, ...]:
    """Return what is new in the rows, the earliest release first.

    A row that the ledger already has is left out, and so is a release that is older than the ledger's last one of the
    period. A different value for a release that the ledger has means that one of the two is wrong: it is proposed as
    a correction of ``today``. So is a second value for one day.
    """
    known: dict[tuple[str, bool], list[Observation | NewObservation]] = {}
    for seen in indicator.observations:
        known.setdefault((seen.period.text, seen.is_plan), []).append(seen)
    found = []
    for row in sorted(rows, key=lambda row: (row.observation.released, Period.parse(row.observation.period))):
        releases = known.setdefault((row.observation.period, row.observation.status is Status.PLAN), [])
        new = _to_record(row.observation, releases, today)
        if new is not None:
            last = f"{machine(releases[-1].value)}, released {releases[-1].released}" if releases else ""
            releases.append(new)
            found.append(Proposal(indicator.key, row, replace(new, approval=approval), last))
    return tuple(found)


def _to_record(
    row: NewObservation, releases: Sequence[Observation | NewObservation], today: date
) -> NewObservation | None:
    """Return the observation to record after the ``releases`` of its period, None if it is not new."""
    if not releases:
        return row
    last = releases[-1]
    if _same(last, row) or any(each.released == row.released and _same(each, row) for each in releases):
        return None
    if row.released > last.released or (row.correction and row.released == last.released):
        return row
    if any(each.released == row.released for each in releases):
        return replace(row, released=max(today, last.released), correction=True)
    return None


def _same(release: Observation | NewObservation, row: NewObservation) -> bool:
    return release.value == row.value and release.status == row.status


def relocated(problems: Iterable[Problem], proposed: Iterable[Proposal], ledger: Ledger) -> tuple[Problem, ...]:
    """Return the problems of a ledger with proposals in it, each moved to the row that it comes from.

    ``ledger`` is the one without the proposals.
    """
    rows: dict[tuple[str, int], Row] = {}
    for each in proposed:
        place = len(ledger.indicators[each.key].observations)
        while (each.key, place) in rows:
            place += 1
        rows[each.key, place] = each.row
    found = []
    for problem in problems:
        match = _POINTER.match(problem.pointer)
        row = rows.get((match[1], int(match[2]))) if match else None
        found.append(replace(problem, path=row.path, line=row.line, pointer="") if row else problem)
    return tuple(found)
