"""A transform that leaves the slots as they are: ``aimaq impact`` fills the texts itself, from two ledgers."""

from dataclasses import replace

from aimaq.base.slots import Slot
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.settings.schema import Settings

__all__ = ["Undrawn", "composing_transform"]


class _ComposingFiller(Filler):
    """Accepts every marker while articles are read; the comparison of the two ledgers reports the wrong ones."""

    def write(self, slot: Slot) -> str:
        """Return nothing."""
        return ""

    def fill(self, text: str) -> str:
        """Return the text with its slots."""
        return text


class Undrawn:
    """Leaves a picture as text, whose slots have not been filled; for the setting ``INCREMENTAL_DRAWN``."""

    digest = ""

    def __init__(self, settings: Settings) -> None: ...

    def draw(self, text: str) -> bytes:
        return text.encode()


def composing_transform(real: IndicatorTransform) -> IndicatorTransform:
    """Return the transform that leaves every slot as it is, so that a changed figure changes nothing."""
    return replace(real, filler=_ComposingFiller(real.filler.views, real.filler.commands), state={})
