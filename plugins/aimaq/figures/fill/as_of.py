"""The figures as they were known on an earlier day, for the site as it stood on that day.

Texts are as they are written today, so some of them quote what was not known on that day yet.
"""

from dataclasses import replace

from aimaq.base.slots import COMMAND, Slot
from aimaq.figures.fill.filler import Filler, encoded
from aimaq.figures.fill.today import FillOptions, IndicatorTransform, transform_of
from aimaq.figures.ledger import Assertion
from aimaq.figures.text.markers import MarkerError, parse_marker

__all__ = ["past_transform"]


class _PastFiller(Filler):
    """Writes what can be written with the figures of the day.

    A marker that today's figures answer, and that day's do not, is no mistake: words stand in its place. Whether an
    assertion is true depends on today's figures, to which its sentence has been fitted since.
    """

    def __init__(self, then: Filler, now: Filler) -> None:
        super().__init__(then.views, then.commands)
        self.now = now

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
            return encoded(f"[{self.views.not_known_then(slot.lang)}]", slot.place[1:])


def past_transform(options: FillOptions) -> IndicatorTransform:
    """Return the transform of the site as it stood on the day in the setting ``AS_OF``; raise ``ProblemsFound``."""
    day, now = options.settings.as_of, transform_of(options)
    assert day is not None, "a build as of a day sets it"
    # What is under embargo today was not known on any day.
    moment = min(options.on(day).now, options.now)
    then = transform_of(replace(options, now=moment), now.whole)
    return replace(then, public=now.public, filler=_PastFiller(then.filler, now.filler))
