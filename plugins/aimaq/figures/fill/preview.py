"""The figures of a preview: a text that is published later quotes what is public then, any other what is public now.

A text of today counts as published at the end of the day, because it may be under embargo until then.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from aimaq.base.slots import Slot
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.today import FillOptions, IndicatorTransform, digest, transform_of

__all__ = ["preview_transform"]


class _PreviewFiller(Filler):
    """Fills each slot with the figures of the day on which its text is published."""

    def __init__(self, now: Filler, filler_of_day: Callable[[str], Filler]) -> None:
        super().__init__(now.views, now.commands)
        self.today, self.filler_of_day = self.data.staleness.today.isoformat(), filler_of_day

    def write(self, slot: Slot) -> str:
        """Return one slot's text, with the ledger of the day on which its text is published, if that is not past."""
        return self.filler_of_day(slot.date).write(slot) if slot.date >= self.today else super().write(slot)

    def _moment(self, day: str) -> str | int:
        return day if day >= self.today else super()._moment(day)


def preview_transform(options: FillOptions) -> IndicatorTransform:
    """Return the transform of a preview, which withholds nothing; raise ``ProblemsFound``."""
    now = transform_of(options)

    @cache
    def filler_of_day(day: str) -> Filler:
        return transform_of(options.on(date.fromisoformat(day)), now.whole).filler

    whole = digest(map(repr, now.whole.indicators.values()))  # what is not public yet is printed as well
    state = {key: f"{own} {whole}" for key, own in now.state.items()}
    return replace(now, public=now.whole, filler=_PreviewFiller(now.filler, filler_of_day), state=state)
