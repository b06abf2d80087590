"""The two axes of a chart: round values, and years that stand in their middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count
from typing import Self

from aimaq.figures.periods import Period

__all__ = ["TimeAxis", "nice_ticks", "year_step"]


def nice_ticks(low: Decimal, high: Decimal, about: int = 4) -> tuple[Decimal, ...]:
    """Return round values, evenly spaced by 1, 2 or 5 times a power of ten, that enclose both ends and zero.

    There are at least two of them, and hardly more than twice ``about``.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return Decimal(0), Decimal(1)
    rough = (high - low) / about
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    values = (step * (first + n) for n in range(int(last - first) + 1))
    # Without the exponent that ``scaleb`` leaves: 1E+3 would be printed like that.
    return tuple(each.quantize(Decimal(1)) if each == each.to_integral_value() else each.normalize() for each in values)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days from ``first`` to ``last``, both included, to scale. ``years`` are those to name, none within one year.

    Several years are whole ones: 31 December then stands before the end of its year, never over the next one's name.
    """

    first: date
    last: date
    years: range

    @classmethod
    def of(cls, periods: Sequence[Period]) -> Self:
        """Return the axis of one or more periods; a single one stands in the middle of it."""
        first, last = min(each.first for each in periods), max(each.last for each in periods)
        if first.year != last.year:
            return cls(date(first.year, 1, 1), date(last.year, 12, 31), range(first.year, last.year + 1))
        if all((each.first, each.last) == (first, last) for each in periods):
            length = last - first + timedelta(1)
            first, last = first - length, last + length
        return cls(first, last, range(0))

    def across(self, day: date, part: float = 0.0) -> float:
        """Return where a day begins, in per cent of the width, or where a ``part`` of it has passed."""
        days = (self.last - self.first).days + 1
        return round(100 * ((day - self.first).days + part) / days, 3)

    def edges(self, period: Period) -> tuple[float, float]:
        """Return where a period begins and ends."""
        return self.across(period.first), self.across(period.last, 1)

    def middle(self, period: Period) -> float:
        return round(sum(self.edges(period)) / 2, 3)

    def year(self, year: int) -> tuple[float, float]:
        """Return where a year begins, and where its middle is."""
        begin, end = self.across(date(year, 1, 1)), self.across(date(year, 12, 31), 1)
        return begin, round((begin + end) / 2, 3)


def year_step(years: int, room: float) -> int:
    """Return of how many years one is named where ``room`` of them would fit: 1, 2, 4, 8 and so on.

    Each step is a multiple of those before, so that what is named on a narrow screen is also named on a wide one.
    """
    return next(1 << power for power in count() if -(-years // (1 << power)) <= max(room, 1))
