"""A transform that leaves the slots as they are: ``aimaq impact`` fills the texts itself, from two ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aimaq.base.slots import Slot
from aimaq.figures.fill.filler import Filler
from aimaq.figures.fill.today import IndicatorTransform
from aimaq.settings.schema import Settings

__all__ = ["ComposingTransform", "undrawn"]


class ComposingTransform(IndicatorTransform):
    """Leaves every slot as it is, so a changed figure changes nothing."""

    def __init__(self, real: IndicatorTransform) -> None:
        vars(self).update(vars(real))
        self.filler = _UncheckedFiller(real.filler)

    @property
    def state(self) -> Mapping[str, str]:
        return MappingProxyType({})

    def finish(self, text: str) -> str:
        """Return the text with its slots."""
        return text


class _UncheckedFiller(Filler):
    """Accepts every marker while articles are read; the comparison of the two ledgers reports the wrong ones."""

    def __init__(self, real: Filler) -> None:
        super().__init__(real.printer, real.views, real.documents, real.commands)

    def write(self, slot: Slot) -> str:
        """Return nothing."""
        return ""


class _Undrawn:
    """Leaves a picture as the text that it is drawn from: its slots have not been filled."""

    digest = ""

    def draw(self, text: str) -> bytes:
        return text.encode()


def undrawn(settings: Settings) -> _Undrawn:
    """Return what draws nothing, for the setting ``INCREMENTAL_DRAWN``."""
    return _Undrawn()
