"""The range of an estimate or a plan: the lowest and the highest value that it may turn out to be."""

from dataclasses import dataclass
from decimal import Decimal

from aimaq.figures.grammar.numbers import machine

__all__ = ["ValueRange", "in_digits"]


@dataclass(frozen=True, slots=True)
class ValueRange:
    """The bounds of a value, both included, in its own unit."""

    low: Decimal
    high: Decimal

    @property
    def digits(self) -> tuple[str, str]:
        """The bounds for machines."""
        return machine(self.low), machine(self.high)

    def __str__(self) -> str:
        """Return the bounds as messages show them: ``980–1040``."""
        return "–".join(self.digits)


def in_digits(value: Decimal, bounds: ValueRange | None) -> str:
    """Return a value with its range, as messages show it: ``1010 (980–1040)``."""
    return machine(value) + (f" ({bounds})" if bounds else "")
