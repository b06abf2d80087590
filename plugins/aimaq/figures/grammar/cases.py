"""The grammatical case of a figure: its unit and its number in the case that a marker names.

Without one it is the nominative. In Russian and Kazakh the ledger lists the unit's forms by case; a Kazakh number that
stands alone takes the ending itself.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from aimaq.base.languages.known_languages import LANGUAGES, NOMINATIVE
from aimaq.figures.grammar.plural_forms import agreeing_form

__all__ = ["CASES", "NOMINATIVE", "unit_in_case"]

#: The cases that a unit may list and a marker may name, by language.
CASES: Final[Mapping[str, tuple[str, ...]]] = {lang: language.cases for lang, language in LANGUAGES.items()}


def unit_in_case(unit: Mapping[str, Mapping[str, str]], case: str, value: Decimal, lang: str, decimals: int) -> str:
    """Return the form of a unit in a case that agrees with the number: "рабочих мест" for 3314.

    ``unit`` holds forms by case and CLDR's plural category. Raises KeyError for a case that it lacks.
    """
    return agreeing_form(unit[case or NOMINATIVE], value, lang, decimals)
