"""Numbers as each language prints them: CLDR's separators and grouping, by Babel."""

import copy
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import cache, lru_cache
from typing import Final

from babel.numbers import NumberPattern, get_decimal_symbol, get_group_symbol

from aimaq.figures.grammar.locales import locale_of

__all__ = [
    "MINUS",
    "NO_BREAK_SPACE",
    "format_change",
    "format_number",
    "format_range",
    "machine",
    "number_signs",
    "rounded",
]

MINUS: Final = "\N{MINUS SIGN}"
NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_NARROW_NO_BREAK_SPACE: Final = "\N{NARROW NO-BREAK SPACE}"

# The default context's 28 digits would be a limit that no editor expects.
_EXACT: Final = Context(prec=1000, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return the number to print: exactly ``decimals`` fraction digits, halves rounded away from zero, no −0.

    Trailing zeros are kept (``2`` with one decimal is ``Decimal("2.0")``): readers see them and CLDR's plural rules
    count them. Raises ValueError for NaN, an infinity, more than 1000 digits or a negative ``decimals``.
    """
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number")
    if decimals < 0:
        raise ValueError(f"decimals must be 0 or more, not {decimals}")
    try:
        result = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    except InvalidOperation as error:
        raise ValueError(f"a number must not have more than {_EXACT.prec} digits") from error
    return result if result else abs(result)


def format_number(value: Decimal, lang: str, decimals: int) -> str:
    """Return ``value`` with ``decimals`` fraction digits as ``lang`` prints it: "2 522", "2,522", "−0,5".

    Separators and the size of groups are CLDR's; numbers of four digits are grouped too ("2 522"). The space in a
    number is always U+00A0: some CLDR releases have U+202F, which many fonts lack. The minus is U+2212, because a line
    may break after CLDR's hyphen-minus. Raises ValueError as ``rounded`` and ``locale_of`` do.
    """
    printed = rounded(value, decimals)
    return (MINUS if printed < 0 else "") + _digits(printed.copy_abs(), lang, decimals)


def format_change(value: Decimal, lang: str, decimals: int) -> str:
    """Return a difference with its sign: "+312", "−5"; zero has none.

    The sign is that of the rounded number: +0.4 without decimals is "0". Raises ValueError as ``format_number`` does.
    """
    printed = rounded(value, decimals)
    return ("+" if printed > 0 else "") + format_number(printed, lang, decimals)


def format_range(low: Decimal, high: Decimal, lang: str, decimals: int) -> str:
    """Return the bounds of a range for tables and charts: "980–1,040", by CLDR's pattern of ranges.

    Beside a minus the dash has spaces, as ICU sets it: "−5 – 3".
    """
    first, last = format_number(low, lang, decimals), format_number(high, lang, decimals)
    return f"{first}{NO_BREAK_SPACE}–{NO_BREAK_SPACE}{last}" if MINUS in first + last else f"{first}–{last}"


def machine(value: Decimal) -> str:
    """Return a number for JSON, HTML's ``<data>`` and CSV: no grouping, no exponent, no trailing zeros."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def number_signs(lang: str) -> tuple[str, str]:
    """Return the sign before a language's fraction digits, and the one between its groups of digits."""
    locale = locale_of(lang)
    return get_decimal_symbol(locale), _spaced(get_group_symbol(locale))


@lru_cache(maxsize=4096)
def _digits(magnitude: Decimal, lang: str, decimals: int) -> str:
    with localcontext(_EXACT):
        text = _pattern(lang, decimals).apply(magnitude, locale_of(lang))
    return _spaced(text)


def _spaced(text: str) -> str:
    return text.replace(_NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE)


@cache
def _pattern(lang: str, decimals: int) -> NumberPattern:
    pattern: NumberPattern = copy.copy(locale_of(lang).decimal_formats[None])
    pattern.frac_prec = (decimals, decimals)
    return pattern
