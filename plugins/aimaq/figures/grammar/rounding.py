"""Round a figure to a claim that is true of it: over 2,500, nearly 2,600, about 2,500; and 2.5 million.

A claim is made for a value that will change, so nothing is left to judgement: ``over`` rounds down, ``nearly`` rounds
up and is only said where that is the nearer side, and a value that is itself on the step is printed without a word.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final, Literal

from babel.numbers import format_compact_decimal

from aimaq.figures.grammar.locales import locale_of
from aimaq.figures.grammar.numbers import rounded

__all__ = ["ABOUT", "NEARLY", "OVER", "ROUNDINGS", "Claim", "Magnitude", "approximate", "compact", "magnitude"]

OVER, NEARLY, ABOUT = ROUNDINGS = "over", "nearly", "about"

_SIGNIFICANT: Final = 2
#: English newspapers write "2,500", but "2.5 million", where CLDR's short words are K and M.
_IN_FULL: Final = {"en": Decimal(10) ** 6}


@dataclass(frozen=True, slots=True)
class Claim:
    """A rounded number with its fraction digits, and the word that makes it true: one of ROUNDINGS, or "" if exact."""

    number: Decimal
    decimals: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A number as a multiple of a magnitude, with its fraction digits: 2.5, "млн"; ``word`` is "" for a small one."""

    number: Decimal
    decimals: int
    word: str


def approximate(value: Decimal, word: str, decimals: int, step: Decimal | None = None) -> Claim:
    """Return a claim of one of ROUNDINGS about ``value``, in multiples of ``step``.

    Without a step it is the last of two significant digits: 2522 is over 2500, 10379 over 10000. The claim has no word

    - where the value is a multiple of the step, except that "about" stays;
    - where it is smaller than the step.

    The value is then printed as it is, with ``decimals`` fraction digits.
    A value in the lower half of its step is not "nearly" the next one, but "about" the one below. Raises ValueError for
    a negative value and for a step that is not positive.
    """
    if value < 0:
        raise ValueError(f"{value} is negative, and no rule says which side of it is over")
    if step is not None and step <= 0:
        raise ValueError(f"the step must be positive, not {step}")
    step = step or _last_digit(value)
    if value < step:  # "over 0", and "nearly 100" of 60, would say nothing
        return Claim(rounded(value, decimals), decimals)
    below, above, nearest = (
        (value / step).to_integral_value(way) * step for way in (ROUND_FLOOR, ROUND_CEILING, ROUND_HALF_UP)
    )
    if word == NEARLY and nearest != above:
        word = ABOUT
    number = {OVER: below, NEARLY: above, ABOUT: nearest}[word]
    if number == value and word != ABOUT:
        return Claim(rounded(value, decimals), decimals)
    places = _places(number)
    return Claim(rounded(number, places), places, word)


def compact(value: Decimal, lang: str) -> Decimal:
    """Return a value rounded as CLDR's compact numbers are: to whole magnitudes, or else to two significant digits."""
    size = _size(value, lang)
    if size == 1:
        return value
    last = min(size, _last_digit(value))
    return (value / last).to_integral_value(ROUND_HALF_UP) * last


def magnitude(number: Decimal, lang: str, decimals: int) -> Magnitude:
    """Return a number, exactly, as a multiple of thousand, million, billion or trillion, where the language has a word.

    A number that is smaller, or that would need more than two fraction digits ("1.000001 million"), is printed in full,
    with ``decimals`` of them. The words are CLDR's, by Babel.
    """
    size = _size(number, lang)
    multiple = (number / size).normalize()
    places = _places(multiple)
    if size == 1 or places > _SIGNIFICANT:
        return Magnitude(number, decimals, "")
    return Magnitude(rounded(multiple, places), places, _words(lang)[size])


def _size(value: Decimal, lang: str) -> Decimal:
    return max((size for size in _words(lang) if abs(value) >= size), default=Decimal(1))


@cache
def _words(lang: str) -> dict[Decimal, str]:
    """Return the words for magnitudes as newspapers of the language print them, by size."""
    sizes = [Decimal(1000) ** power for power in range(1, 5)]
    style: Literal["short", "long"] = "long" if lang in _IN_FULL else "short"
    printed = {size: format_compact_decimal(int(size), format_type=style, locale=locale_of(lang)) for size in sizes}
    words = {size: text.lstrip("01").strip() for size, text in printed.items() if size >= _IN_FULL.get(lang, 0)}
    return {size: word for size, word in words.items() if word and not word[0].isdigit()}


def _last_digit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(value.adjusted() - _SIGNIFICANT + 1) if value else Decimal(1)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
