"""The grammatical cases of each language: those that a unit may list and a marker may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aimaq.figures.grammar.kazakh_suffixes import KAZAKH_CASES

__all__ = ["CASES"]

#: By language; the dictionary form is first. English units have no cases.
CASES: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"),
    "kk": ("nominative", *KAZAKH_CASES),
    "en": ("nominative",),
}
