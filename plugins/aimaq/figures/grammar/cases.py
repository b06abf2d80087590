"""The grammatical cases that a marker may name; without one it is the nominative.

In Russian and Kazakh the ledger lists the unit's forms by case; a Kazakh number that stands alone takes the ending
itself.
"""

from collections.abc import Mapping
from typing import Final

from aimaq.base.languages.known_languages import LANGUAGES, NOMINATIVE

__all__ = ["CASES", "NOMINATIVE"]

#: The cases that a unit may list and a marker may name, by language.
CASES: Final[Mapping[str, tuple[str, ...]]] = {lang: language.cases for lang, language in LANGUAGES.items()}
