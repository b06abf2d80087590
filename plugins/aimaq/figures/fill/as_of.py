"""The figures as they were known on an earlier day, for the site as it stood on it.

Texts are as they are written today, so some of them speak of what was not known on that day yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimaq.base.slots import COMMAND, Slot
from aimaq.base.translations import Catalog, read_catalogs
from aimaq.figures.fill import today as transform
from aimaq.figures.fill.filler import Filler, encoded
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import MarkerError, parse_marker

__all__ = ["PastTransform", "load"]


class PastTransform(transform.IndicatorTransform):
    """Fills slots from the ledger as it was known on the day that the setting AS_OF names."""

    def __init__(
        self,
        then: transform.IndicatorTransform,
        now: transform.IndicatorTransform,
        catalogs: Mapping[str, Catalog],
    ) -> None:
        vars(self).update(vars(then))
        self.withheld = now.withheld
        self.filler = _PastFiller(then.filler, now.filler, catalogs)
        self.corrections.fill = self.filler.fill


class _PastFiller(Filler):
    """Writes what can be written with the figures of the day.

    A marker that today's figures answer, and that day's do not, is no mistake: words stand for the figure. Whether a
    claim is true is asked of today's figures alone, to which its sentence has been fitted since.
    """

    def __init__(self, then: Filler, now: Filler, catalogs: Mapping[str, Catalog]) -> None:
        vars(self).update(vars(then))
        self.now, self.catalogs = now, catalogs

    def write(self, slot: Slot) -> str:
        """Return one slot's text; raise :class:`MarkerError` where today's site could not be written either."""
        if slot.body.startswith(COMMAND):
            return super().write(slot)
        if isinstance(parse_marker(slot.body), Assertion):
            return self.now.write(slot)
        try:
            return super().write(slot)
        except MarkerError:
            self.now.write(slot)
            words = self.catalogs[slot.lang].gettext("not known on that day")
            return encoded(f"[{words}]", slot.place[1:])


def load(settings: Mapping[str, Any]) -> PastTransform:
    """Return the transform, for the setting ``INCREMENTAL_TRANSFORM``; raise ``ProblemsFound`` as the real one does."""
    root = Path(settings.get("PROJECT", "."))
    catalogs = read_catalogs(root / settings["THEME"] / "translations", settings["INDICATORS_PREFIXES"], root=root)
    now = transform.load(settings)
    # What is under embargo today was not known on any day.
    last = transform.moment_of({**settings, "INDICATORS_TODAY": settings["AS_OF"]})
    moment = min(last.replace(tzinfo=now.staleness.zone), now.staleness.moment_now)
    then = transform.load({**settings, "INDICATORS_TODAY": None, "NOW": moment}, now.whole)
    return PastTransform(then, now, catalogs)
