"""The changes that a page states: of which two releases one may be, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from aimaq.verify.values.printed_numbers import is_printed_first

__all__ = ["StatedChange", "stated_change"]

_FORM: Final = re.compile(
    r"(?:(?P<way>up|down)-)?(?P<words>direction-)?(?P<kind>change|difference|percent|points|times)(?:-.*)?"
)
#: A percentage and a ratio are rounded to this many places at most.
_PLACES: Final = 1


@dataclass(frozen=True, slots=True)
class StatedChange:
    """How a page states a change: ``way`` is "up" or "down" where the sentence says so; else ``is_signed``."""

    kind: str
    way: str
    is_signed: bool

    def agrees(
        self,
        value: Decimal,
        text: str,
        decimals: int,
        lang: str,
        after: Collection[Decimal],
        before: Collection[Decimal],
    ) -> bool:
        """Return whether two of the values differ by what is stated, and whether that is printed.

        ``decimals`` are those of the figure; a percentage and a ratio have as many as their value.
        """
        relative = self.kind in ("percent", "times")
        places = max(0, -int(value.as_tuple().exponent)) if relative else decimals
        if relative and places > _PLACES:
            return False
        printed = value if self.is_signed else abs(value)
        return is_printed_first(printed, text, places, lang) and any(
            self._is(value, new, old) for new in after for old in before
        )

    def _is(self, value: Decimal, new: Decimal, old: Decimal) -> bool:
        goes = "up" if new > old else "down" if new < old else ""
        if self.way and goes != self.way:
            return False
        if self.kind not in ("percent", "times"):
            return new - old == value
        with localcontext() as context:
            context.prec = 60
            if old <= 0 or new < 0 or (self.kind == "times" and new == 0):
                return False
            exact = (new - old) / old * 100 if self.kind == "percent" else max(new, old) / min(new, old)
            return abs(exact - value) * 2 <= Decimal(1).scaleb(-_PLACES)


def stated_change(form: str) -> StatedChange | None:
    """Return how a ``data`` element with this form states a change; None for one that states no change."""
    found = _FORM.fullmatch(form)
    if found is None:
        return None
    is_signed = not (found["way"] or found["words"])
    return StatedChange(found["kind"], found["way"] or "", is_signed and found["kind"] != "times")
