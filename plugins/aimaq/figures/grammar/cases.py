"""The grammatical cases that a unit of each language may list, and that a marker may ask for."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aimaq.figures.grammar.kazakh import KAZAKH_CASES

__all__ = ["CASES"]

#: By language, the dictionary form first; English units do not change by case.
CASES: Final = MappingProxyType(
    {
        "ru": ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"),
        "kk": ("nominative", *KAZAKH_CASES),
        "en": ("nominative",),
    }
)
