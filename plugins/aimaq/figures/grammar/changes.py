"""By how much a figure has changed: "14,1 %", "1,2 процентного пункта", "2,5 раза", "3 есе", "2.5 times".

A percentage point is a unit of its own, since a share that rises from 10 % to 12 % rises by 20 %.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from aimaq.base.languages.known_languages import NOMINATIVE
from aimaq.figures.grammar.cases import unit_in_case
from aimaq.figures.grammar.kazakh_nouns import propose
from aimaq.figures.grammar.kazakh_suffixes import sign_with_suffix
from aimaq.figures.grammar.numbers import format_number, rounded
from aimaq.figures.grammar.quantities import beside

__all__ = ["in_percent", "in_points", "in_times", "places_needed"]

_Unit = Mapping[str, Mapping[str, str]]

_RUSSIAN_POINTS: Final = {
    NOMINATIVE: ("процентный пункт", "процентных пункта", "процентных пунктов"),
    "genitive": ("процентного пункта", "процентных пунктов", "процентных пунктов"),
    "dative": ("процентному пункту", "процентным пунктам", "процентным пунктам"),
    "accusative": ("процентный пункт", "процентных пункта", "процентных пунктов"),
    "instrumental": ("процентным пунктом", "процентными пунктами", "процентными пунктами"),
    "prepositional": ("процентном пункте", "процентных пунктах", "процентных пунктах"),
}
_POINTS: Final[Mapping[str, _Unit]] = {
    "ru": {
        case: {"one": one, "few": few, "many": many, "other": "процентного пункта"}
        for case, (one, few, many) in _RUSSIAN_POINTS.items()
    },
    "kk": propose("пайыздық тармақ", possessive=False),
    "en": {NOMINATIVE: {"one": "percentage point", "other": "percentage points"}},
}
_TIMES: Final[Mapping[str, _Unit]] = {
    "ru": {case: {"few": "раза", "other": "раза", "one": "раз", "many": "раз"} for case in (NOMINATIVE, "accusative")},
    "kk": propose("есе"),
    "en": {NOMINATIVE: {"other": "times"}},
}


def places_needed(value: Decimal, most: int) -> int:
    """Return with how many fraction digits a number is printed: ``most``, without zeros at its end."""
    digits = f"{rounded(value, most):f}".partition(".")[2].rstrip("0")
    return len(digits)


def in_percent(value: Decimal, lang: str, case: str, decimals: int, kazakh_percent: str) -> str:
    """Return a percentage with its sign, as the language sets it: "14,1 %", "14.1%", "14,1 %-ға".

    ``kazakh_percent`` is one of PERCENT_WORDS: how the sign is read in Kazakh.
    Raises KeyError for a case that the language does not put on the sign.
    """
    text = beside(format_number(value, lang, decimals), "%", lang)
    if case in ("", NOMINATIVE) or lang == "ru":
        return text  # in Russian the case is read, and not printed
    if lang != "kk":
        raise KeyError(case)
    return text.replace("%", sign_with_suffix("%", case, percent=kazakh_percent))


def in_points(value: Decimal, lang: str, case: str, decimals: int) -> str:
    """Return a number of percentage points; raise KeyError for a language or a case that has no words for them."""
    return _with_unit(_POINTS[lang], value, lang, case, decimals)


def in_times(value: Decimal, lang: str, case: str, decimals: int) -> str:
    """Return how many times larger or smaller something is; raise KeyError as :func:`in_points` does."""
    return _with_unit(_TIMES[lang], value, lang, case, decimals)


def _with_unit(unit: _Unit, value: Decimal, lang: str, case: str, decimals: int) -> str:
    return beside(format_number(value, lang, decimals), unit_in_case(unit, case, value, lang, decimals), lang)
