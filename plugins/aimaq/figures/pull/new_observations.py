"""Compare a source's rows with the ledger and propose what is new."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.figures.grammar.numbers import machine
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
        found = tr(
            "%(key)s: %(value)s for %(period)s (%(status)s), released %(released)s",
            key=self.key,
            value=machine(new.value),
            period=new.period,
            status=new.status.word + (tr(", a correction") if new.correction else ""),
            released=new.released,
        )
        return found + (tr(" instead of %(known)s", known=self.known) if self.known else "")


def new_observations(
    indicator: Indicator, rows: Iterable[Row], today: date, approval: Approval | None = None
) -> tuple[Proposal, ...]:
    """Return what is new in the rows, the earliest release first.

    A row that the ledger already has is left out, and so is a release that is older than the ledger's last one of the
    period. A different value for a release that the ledger has means that one of the two is wrong: it is proposed as
    a correction of ``today``. So is a second value for one day.
    """
    known: dict[tuple[str, bool], _Releases] = defaultdict(_Releases)
    for seen in indicator.observations:
        known[seen.period.text, seen.is_plan].add(seen)
    found = []
    for row in sorted(rows, key=lambda row: (row.observation.released, Period.parse(row.observation.period))):
        releases = known[row.observation.period, row.observation.status is Status.PLAN]
        new = releases.to_record(row.observation, today)
        if new is not None:
            last = (
                tr(
                    "%(value)s, released %(released)s",
                    value=machine(releases.last.value),
                    released=releases.last.released,
                )
                if releases.last
                else ""
            )
            releases.add(new)
            found.append(Proposal(indicator.key, row, replace(new, approval=approval), last))
    return tuple(found)


@dataclass(slots=True)
class _Releases:
    """The releases of one period: the last one, and what each day's say."""

    last: Observation | NewObservation | None = None
    days: dict[date, set[tuple[Decimal, Status]]] = field(default_factory=dict)

    def add(self, release: Observation | NewObservation) -> None:
        self.last = release
        self.days.setdefault(release.released, set()).add((release.value, release.status))

    def to_record(self, row: NewObservation, today: date) -> NewObservation | None:
        """Return the observation to record after these releases, None if it is not new."""
        last, said = self.last, (row.value, row.status)
        if last is None:
            return row
        if (last.value, last.status) == said or said in self.days.get(row.released, ()):
            return None
        if row.released > last.released or (row.correction and row.released == last.released):
            return row
        if row.released in self.days:
            return replace(row, released=max(today, last.released), correction=True)
        return None


def relocated(problems: Iterable[Problem], proposed: Iterable[Proposal], ledger: Ledger) -> tuple[Problem, ...]:
    """Return the problems of a ledger with proposals in it, each moved to the row that it comes from.

    ``ledger`` is the one without the proposals.
    """
    rows: dict[tuple[str, int], Row] = {}
    places = {key: len(indicator.observations) for key, indicator in ledger.indicators.items()}
    for each in proposed:
        rows[each.key, places[each.key]] = each.row
        places[each.key] += 1
    found = []
    for problem in problems:
        match = _POINTER.match(problem.pointer)
        row = rows.get((match[1], int(match[2]))) if match else None
        found.append(replace(problem, path=row.path, line=row.line, pointer="") if row else problem)
    return tuple(found)
