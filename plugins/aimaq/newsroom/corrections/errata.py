"""Which published values a ledger has corrected, and which quotations had printed them.

A text had printed a wrong value if, on some day, it would have printed another one with a ledger that had been right
from the start. Both ledgers are compared on the day of the text and on each later day of a release, until the
correction. This works for every kind of marker, and for what is computed from the corrected figure.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

from aimaq.figures.ledger import DerivationError, Indicator, Ledger, Observation
from aimaq.figures.periods import PREVIOUS
from aimaq.figures.text.markers import Figure

__all__ = ["Change", "Errata", "Erratum", "errata_of"]


@dataclass(frozen=True, slots=True)
class Erratum:
    """A wrong value, and the right one that replaced it on the day of its release.

    ``notes`` are the reasons that the editor gave with each correction of that day: language -> text.
    """

    key: str
    wrong: Observation
    right: Observation
    notes: tuple[Mapping[str, str], ...] = field(default=(), hash=False)

    @property
    def day(self) -> date:
        return self.right.released


@dataclass(frozen=True, slots=True)
class Change:
    """What readers learn: until ``day``, a figure's value or plan for a period ``was`` another one than ``now``.

    It follows from one of the ``errata``, or from several if parts of a computed figure were corrected on the same day.
    """

    key: str
    period: str
    plan: bool
    day: date
    was: Decimal
    now: Decimal
    errata: tuple[Erratum, ...]


def errata_of(indicator: Indicator) -> Iterator[Erratum]:
    """Yield each correction that changed a value, in the ledger's order; those of one day count as one, the last."""
    columns: dict[tuple[str, bool], list[Observation]] = {}
    for seen in indicator.observations:
        columns.setdefault((seen.period.text, seen.is_plan), []).append(seen)
    for column in columns.values():
        wrong: Observation | None = None
        for _, released in groupby(column, key=lambda seen: seen.released):
            of_day = list(released)
            if not of_day[0].correction:
                wrong = of_day.pop(0)
            if of_day and wrong is not None and wrong.value != of_day[-1].value:
                notes = tuple(seen.note for seen in of_day if seen.note)
                yield Erratum(indicator.key, wrong, of_day[-1], notes)
            wrong = of_day[-1] if of_day else wrong


class Errata:
    """All corrections in one ledger, and which of them concern a quotation."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        found = {key: tuple(errata_of(each)) for key, each in ledger.indicators.items()}
        self._of = {key: errata for key, errata in found.items() if errata}
        self._history = cache(lambda key: _History(ledger, key, self._of))

    @property
    def own(self) -> Iterator[Change]:
        """Yield each correction of a recorded figure, quoted or not."""
        for errata in self._of.values():
            for each in errata:
                seen = each.right
                yield Change(each.key, seen.period.text, seen.is_plan, each.day, each.wrong.value, seen.value, (each,))

    def concern(self, key: str) -> bool:
        """Tell whether anything that an indicator depends on has ever been corrected."""
        return key in self.ledger.indicators and bool(self._of) and not self.ledger.parts(key).isdisjoint(self._of)

    def changes(self, figure: Figure, day: date | None) -> tuple[Change, ...]:
        """Return what was wrong in a quotation first printed on ``day`` (None: before all releases), oldest first.

        A live figure was printed again on each later day, a pinned one never. The notice of a correction prints a value
        too; if that value is corrected later, the same texts are concerned.
        """
        return self._history(figure.key).changes(figure, day) if self.concern(figure.key) else ()


#: A period, and whether its value is a plan.
_Cell = tuple[str, bool]


class _History:
    """What quotations of one indicator have printed; its ledger has only the parts of the indicator."""

    def __init__(self, ledger: Ledger, key: str, errata: Mapping[str, tuple[Erratum, ...]]) -> None:
        self.key = key
        self.ledger = ledger.of_parts(key)
        own = (each for name in sorted(self.ledger.indicators) for each in errata.get(name, ()))
        self.errata = sorted(own, key=lambda each: each.day)
        self._right = {each: _corrected(self.ledger, each) for each in self.errata}
        self._found = cache(self._find)

    def changes(self, figure: Figure, day: date | None) -> tuple[Change, ...]:
        # The figures of a day are those of the last day of a release, so few days have to be compared.
        count = bisect_right(self.ledger.days, day) if day else 0
        since = self.ledger.days[count - 1] if count else date.min
        return self._found(figure.quoted(), since)

    def _find(self, figure: Figure, since: date) -> tuple[Change, ...]:
        found: dict[tuple[str, bool, date], Change] = {}
        for each in self.errata:
            columns = self._printed(figure, since, each) | self._in_notices(figure, found.values(), each)
            for period, plan in sorted(columns):
                known = found.get((period, plan, each.day))
                change = self._change(figure, each, (period, plan), known.errata if known else ())
                if change.was != change.now:
                    found[change.period, plan, each.day] = change
        return tuple(found.values())

    def _printed(self, figure: Figure, since: date, erratum: Erratum) -> set[_Cell]:
        """Return for which periods a wrong value was printed, each with whether it was printed as a plan.

        A formula that joins periods is wrong in other periods than that of the erratum.
        """
        days = [since] if figure.pinned else [since, *self.ledger.days[bisect_right(self.ledger.days, since) :]]
        return {
            (was.period.text, was.is_plan)
            for day in days
            if erratum.wrong.released <= day < erratum.day
            for was, should in self._observed(figure, erratum, day)
            if should is None or was.value != should.value
        }

    def _observed(
        self, figure: Figure, erratum: Erratum, day: date
    ) -> Iterable[tuple[Observation, Observation | None]]:
        """Return the observations that the quotation showed on a day, each with the one that it should have shown."""
        was = _observed(self.ledger.known(day), figure)
        should: Iterable[Observation | None] = _observed(self._right[erratum].known(day), figure)
        # With the right value there may be none: a division by zero.
        return zip(was, should or [None] * len(was), strict=True)

    def _in_notices(self, figure: Figure, changes: Iterable[Change], erratum: Erratum) -> set[_Cell]:
        """Return for which periods an earlier notice printed a value that this erratum corrects."""
        earlier = [each for each in changes if each.day < erratum.day]
        return {
            (each.period, each.plan)
            for each in earlier
            for was in [self._value(self.ledger, figure, each, each.day)]
            for should in [self._value(self._right[erratum], figure, each, each.day)]
            if was is not None and was != should
        }

    def _change(self, figure: Figure, erratum: Erratum, cell: _Cell, others: tuple[Erratum, ...]) -> Change:
        day, was, now = erratum.day, erratum.wrong.value, erratum.right.value
        period, plan = cell
        change = Change(self.key, period, plan, day, was, now, (*others, erratum))
        if self.key == erratum.key:
            return change
        before = self._value(self.ledger, figure, change, day - timedelta(days=1))
        after = self._value(self.ledger, figure, change, day)
        if before is None or after is None:
            # On one of the days nothing could be computed.
            return replace(change, now=was)
        return replace(change, was=before, now=after)

    def _value(self, ledger: Ledger, figure: Figure, change: Change, day: date) -> Decimal | None:
        """Return the figure's value on a day, for the period of the change."""
        # A figure that is computed from a plan and a value is a plan, even if the marker does not say so.
        plan = figure.plan if ledger.indicators[self.key].formula else change.plan
        known = ledger.known(day)
        try:
            seen = known.exactly(self.key, change.period, plan=plan) or known.exactly(
                self.key, change.period, plan=False
            )
        except DerivationError:
            return None
        return seen.value if seen else None


def _corrected(ledger: Ledger, erratum: Erratum) -> Ledger:
    """Return the ledger as it would be if the value had been right from the start."""
    right = replace(erratum.wrong, value=erratum.right.value)

    def corrected(each: Indicator) -> Indicator:
        if each.key != erratum.key:
            return each
        return replace(each, observations=tuple(right if seen is erratum.wrong else seen for seen in each.observations))

    return Ledger(map(corrected, ledger.indicators.values()), ledger.kazakh_percent)


def _observed(ledger: Ledger, figure: Figure) -> tuple[Observation, ...]:
    """Return the observations whose values a marker prints, two for a change; none without a value."""
    key = figure.key
    try:
        if figure.is_change:
            return ledger.compared(key, figure.at, figure.since or PREVIOUS) or ()
        if figure.plan:  # a chart states the plan of a period
            seen = ledger.exactly(key, figure.at, plan=True) if figure.at else ledger.plan(key)
        else:
            seen = ledger.at(key, figure.at) if figure.at else ledger.current(key)
    except DerivationError:
        return ()
    return (seen,) if seen else ()
