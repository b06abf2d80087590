"""Plural categories of printed numbers: CLDR's rules, by Babel.

See https://unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import rounded

__all__ = ["agreeing_form", "needed_categories", "plural_categories", "plural_category"]

_CLDR_ORDER: Final = ("zero", "one", "two", "few", "many", "other")

# A Kazakh noun is in the singular after every number (бір кәсіпорын, 101 кәсіпорын), so a form for CLDR's "one" would
# repeat "other", which UTS 35 uses for every category that is not given.
_NOUN_DOES_NOT_CHANGE: Final = frozenset({"kk"})


def plural_category(value: Decimal, lang: str, decimals: int) -> str:
    """Return CLDR's plural category of ``value`` as printed with ``decimals`` fraction digits.

    Visible zeros count (operand v of UTS 35): in Russian 1 is "one" and 1,0 is "other". Raises ValueError as
    ``rounded`` and ``locale_of`` do.
    """
    return _category(rounded(value, decimals), decimals, lang)


@lru_cache(maxsize=4096)
def _category(printed: Decimal, decimals: int, lang: str) -> str:
    # `decimals` is part of the cache's key: Decimal("1") == Decimal("1.0"), but their categories differ.
    return locale_of(lang).plural_form(printed)


def agreeing_form(forms: Mapping[str, str], value: Decimal, lang: str, decimals: int) -> str:
    """Return the form of a unit (``forms``: plural category → text) beside ``value`` as printed.

    A category without a form uses "other" (UTS 35). Raises KeyError("other") if that is missing too, and
    ValueError as ``plural_category`` does.
    """
    category = plural_category(value, lang, decimals)
    return forms[category] if category in forms else forms["other"]


@cache
def plural_categories(lang: str) -> tuple[str, ...]:
    """Return the categories that CLDR has for ``lang``, in CLDR's order; "other" is always the last."""
    known = locale_of(lang).plural_form.tags | {"other"}
    return tuple(category for category in _CLDR_ORDER if category in known)


@cache
def needed_categories(lang: str, decimals: int) -> tuple[str, ...]:
    """Return the categories for which a unit printed with ``decimals`` fraction digits needs a form.

    Russian whole numbers need one, few and many; numbers with a visible fraction need only other. Kazakh needs only
    other. A form that is not needed may still be given.
    """
    if lang in _NOUN_DOES_NOT_CHANGE:
        return ("other",)
    # CLDR's rules depend on the last two or three digits of the whole part or of the fraction, or on millions (in
    # Romance languages "many"). These numbers cover every rule.
    hundreds = range(1001)
    whole = [Decimal(n) for n in (*hundreds, 10**6, 10**9)]
    fractions = [Decimal(n).scaleb(-decimals) for n in hundreds]
    found = {plural_category(value, lang, decimals) for value in whole + fractions}
    return tuple(category for category in plural_categories(lang) if category in found)
