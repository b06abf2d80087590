"""The figures of a preview: a text that is to be published later quotes what will be public then, others what is now.

A text of today counts as one of tonight, for it may be under embargo until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aimaq.base.slots import Slot
from aimaq.figures.fill import today as transform
from aimaq.figures.fill.filler import Filler

__all__ = ["PreviewTransform", "load"]


class PreviewTransform(transform.IndicatorTransform):
    """Fills the slots of each text as on the day on which it is published. Nothing is withheld: it shows all."""

    withheld = ()

    def __init__(self, now: transform.IndicatorTransform, of_day: Callable[[str], Filler]) -> None:
        vars(self).update(vars(now))
        self.filler = _PreviewFiller(now.filler, self.staleness.today.isoformat(), of_day)
        self.corrections.fill = self.filler.fill

    @property
    def state(self) -> Mapping[str, str]:
        """The digests, which change with what is not public yet as well."""
        whole = transform.digest(map(repr, self.whole.indicators.values()))
        return {key: f"{own} {whole}" for key, own in super().state.items()}


class _PreviewFiller(Filler):
    def __init__(self, now: Filler, today: str, of_day: Callable[[str], Filler]) -> None:
        vars(self).update(vars(now))
        self.today, self.of_day = today, of_day

    def write(self, slot: Slot) -> str:
        """Return one slot's text, by the ledger of the day on which its text is published, if that is not past."""
        return self.of_day(slot.date).write(slot) if slot.date >= self.today else super().write(slot)

    def _moment(self, day: str) -> str | int:
        return day if day >= self.today else super()._moment(day)


def load(settings: Mapping[str, Any]) -> PreviewTransform:
    """Return the transform, for the setting ``INCREMENTAL_TRANSFORM``; raise ``ProblemsFound`` as the real one does."""
    now = transform.load(settings)
    days: dict[str, Filler] = {}

    def of_day(day: str) -> Filler:
        if day not in days:
            days[day] = transform.load({**settings, "INDICATORS_TODAY": day}, now.whole).filler
        return days[day]

    return PreviewTransform(now, of_day)
