"""A transform that only composes: ``aimaq impact`` fills the texts itself, from two ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aimaq.base.slots import Slot
from aimaq.figures.fill import today as transform
from aimaq.figures.fill.filler import Filler

__all__ = ["ComposingTransform", "load", "undrawn"]


class ComposingTransform(transform.IndicatorTransform):
    """Leaves every slot as it is. It looks at no figure, so no figure's change calls for anything."""

    def __init__(self, real: transform.IndicatorTransform) -> None:
        vars(self).update(vars(real))
        self.filler = _Trusting(real.filler)

    @property
    def state(self) -> Mapping[str, str]:
        return MappingProxyType({})

    def finish(self, text: str) -> str:
        """Return the text with its slots."""
        return text


class _Trusting(Filler):
    """Finds nothing wrong with a marker while articles are read: the comparison tells what is, and what was before."""

    def __init__(self, real: Filler) -> None:
        vars(self).update(vars(real))

    def write(self, slot: Slot) -> str:
        """Return nothing."""
        return ""


class _Undrawn:
    """Leaves what would be drawn as the text that it is: its slots have not been filled."""

    digest = ""

    def draw(self, text: str) -> bytes:
        return text.encode()


def undrawn(settings: Mapping[str, Any]) -> _Undrawn:
    """Return what draws nothing, for the setting ``INCREMENTAL_DRAWN``."""
    return _Undrawn()


def load(settings: Mapping[str, Any]) -> ComposingTransform:
    """Return the transform, for the setting ``INCREMENTAL_TRANSFORM``; raise ``ProblemsFound`` as the real one does."""
    return ComposingTransform(transform.load(settings))
