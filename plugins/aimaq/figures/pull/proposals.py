"""What a source says that the ledger does not say yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aimaq.base.problems import Problem
from aimaq.figures.fill.printing import machine
from aimaq.figures.ledger import Indicator, Ledger, Observation, Period, Status
from aimaq.figures.ledger.record import Approval, NewObservation
from aimaq.figures.pull.rows import Row

__all__ = ["Proposal", "proposals", "relocated"]

_POINTER = re.compile(r"/indicators/([^/]+)/observations/(\d+)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One observation to record: the row that says so, and what is known of the period now ("" if nothing)."""

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


def proposals(
    indicator: Indicator, rows: Iterable[Row], today: date, approval: Approval | None = None
) -> tuple[Proposal, ...]:
    """Return what is new in the rows, the earliest release first.

    What the ledger says of a period already, and a release that is older than its last one there, are left out. Another
    value for a release that the ledger has means that one of the two was wrong, and is proposed as a correction of
    ``today``, as is a second value on one day; so it is with a row that does not say when it was released.
    """
    known: dict[tuple[str, bool], list[Observation | NewObservation]] = {}
    for seen in indicator.observations:
        known.setdefault((seen.period.text, seen.is_plan), []).append(seen)
    found = []
    for row in sorted(rows, key=lambda row: (row.observation.released, Period.parse(row.observation.period))):
        releases = known.setdefault((row.observation.period, row.observation.status is Status.PLAN), [])
        new = _new(row.observation, releases, today)
        if new is not None:
            last = f"{machine(releases[-1].value)}, released {releases[-1].released}" if releases else ""
            releases.append(new)
            found.append(Proposal(indicator.key, row, replace(new, approval=approval), last))
    return tuple(found)


def _new(said: NewObservation, releases: Sequence[Observation | NewObservation], today: date) -> NewObservation | None:
    """Return what is to be recorded beside the ``releases`` of the same period, in order, or None for what is known."""
    if not releases:
        return said
    last = releases[-1]
    if _says(last, said) or any(each.released == said.released and _says(each, said) for each in releases):
        return None
    if said.released > last.released or (said.correction and said.released == last.released):
        return said
    if any(each.released == said.released for each in releases):
        return replace(said, released=max(today, last.released), correction=True)
    return None


def _says(release: Observation | NewObservation, said: NewObservation) -> bool:
    return release.value == said.value and release.status == said.status


def relocated(problems: Iterable[Problem], proposed: Iterable[Proposal], ledger: Ledger) -> tuple[Problem, ...]:
    """Return the problems of a ledger with proposals in it, each at the row that it comes from.

    ``ledger`` is the one without them.
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
