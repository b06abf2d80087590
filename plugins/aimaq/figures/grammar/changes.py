"""By how much a figure has changed: "14,1 %", "1,2 процентного пункта", "2,5 раза", "3 есе", "2.5 times".

A percentage point is a unit of its own, since a share that rises from 10 % to 12 % rises by 20 %.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from aimaq.base.languages.known_languages import NOMINATIVE
from aimaq.base.languages.messages import tr
from aimaq.figures.grammar.kazakh_nouns import propose
from aimaq.figures.grammar.kazakh_suffixes import sign_with_suffix
from aimaq.figures.grammar.numbers import format_number, machine, rounded
from aimaq.figures.grammar.quantities import Unit, beside

__all__ = ["in_percent", "in_points", "in_times", "places_needed"]

_RUSSIAN_POINTS: Final = {
    NOMINATIVE: ("процентный пункт", "процентных пункта", "процентных пунктов"),
    "genitive": ("процентного пункта", "процентных пунктов", "процентных пунктов"),
    "dative": ("процентному пункту", "процентным пунктам", "процентным пунктам"),
    "accusative": ("процентный пункт", "процентных пункта", "процентных пунктов"),
    "instrumental": ("процентным пунктом", "процентными пунктами", "процентными пунктами"),
    "prepositional": ("процентном пункте", "процентных пунктах", "процентных пунктах"),
}
_POINTS: Final[Mapping[str, Unit]] = {
    "ru": Unit(
        {
            case: {"one": one, "few": few, "many": many, "other": "процентного пункта"}
            for case, (one, few, many) in _RUSSIAN_POINTS.items()
        }
    ),
    "kk": Unit(propose("пайыздық тармақ", possessive=False)),
    "en": Unit({NOMINATIVE: {"one": "percentage point", "other": "percentage points"}}),
}
_RUSSIAN_TIMES: Final = {"one": "раз", "few": "раза", "many": "раз", "other": "раза"}
_TIMES: Final[Mapping[str, Unit]] = {
    "ru": Unit(dict.fromkeys((NOMINATIVE, "accusative"), _RUSSIAN_TIMES)),
    "kk": Unit(propose("есе")),
    "en": Unit({NOMINATIVE: {"one": "times", "other": "times"}}),
}


def places_needed(value: Decimal, most: int) -> int:
    """Return with how many fraction digits a number is printed: ``most``, without zeros at its end."""
    return len(machine(rounded(value, most)).partition(".")[2])


def in_percent(value: Decimal, lang: str, case: str, decimals: int, kazakh_percent: str) -> str:
    """Return a percentage with its sign, as the language sets it: "14,1 %", "14.1%", "14,1 %-ға".

    ``kazakh_percent`` is one of PERCENT_WORDS: how the sign is read in Kazakh.
    Raises ValueError for a case that the language does not put on the sign.
    """
    text = beside(format_number(value, lang, decimals), "%", lang)
    if case in ("", NOMINATIVE) or lang == "ru":
        return text  # in Russian the case is read, and not printed
    if lang != "kk":
        raise ValueError(tr('"%(lang)s" puts no case on the sign', lang=lang))
    return text.replace("%", sign_with_suffix("%", case, percent=kazakh_percent))


def in_points(value: Decimal, lang: str, case: str, decimals: int) -> str:
    """Return a number of percentage points; raise ValueError for a language or a case that has no words for them."""
    return _with_unit(_POINTS, value, lang, case, decimals)


def in_times(value: Decimal, lang: str, case: str, decimals: int) -> str:
    """Return how many times larger or smaller something is; raise ValueError as :func:`in_points` does."""
    return _with_unit(_TIMES, value, lang, case, decimals)


def _with_unit(units: Mapping[str, Unit], value: Decimal, lang: str, case: str, decimals: int) -> str:
    if lang not in units:
        raise ValueError(tr('there are no words for it in "%(lang)s"', lang=lang))
    return beside(
        format_number(value, lang, decimals), units[lang].form(case or NOMINATIVE, value, lang, decimals), lang
    )
