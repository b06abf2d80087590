"""Numbers as pages print them: compared by their digits, since each language separates these otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

__all__ = ["digits_in", "is_printed_first", "is_subsequence", "number_of", "typed_numbers"]

_EXACT: Final = Context(prec=1000, rounding=ROUND_HALF_UP)
#: A number with its separators: points, commas, apostrophes and spaces, each between two digits.
_NUMBER: Final = re.compile(r"[-+\u2212]?\d(?:[.,'\u2019 \u00a0\u2009\u202f]?\d)*")
_DIGITS: Final = re.compile(r"\d+")
#: A number as an editor types it; the log has those of each text.
_TYPED: Final = re.compile(r"\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*")


def number_of(text: object) -> Decimal | None:
    """Return a machine's number, None if it is none."""
    if isinstance(text, bool) or not isinstance(text, str | int | float | Decimal):
        return None
    try:
        found = Decimal(str(text))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 500 else None


def is_printed_first(value: Decimal, text: str, decimals: int) -> bool:
    """Return whether the first number in a text is the value, rounded to as many decimal places."""
    found = _NUMBER.search(text)
    if found is None:
        return False
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    printed = found[0]
    is_negative = printed[0] in "-\u2212"
    digits = "".join(_DIGITS.findall(printed))
    if is_negative != (rounded < 0) or digits != "".join(_DIGITS.findall(format(abs(rounded), "f"))):
        return False
    return not decimals or printed[-decimals - 1 : -decimals] in (".", ",")


def digits_in(text: str) -> list[str]:
    """Return the runs of digits in a text, in their order."""
    return _DIGITS.findall(text)


def typed_numbers(text: str) -> list[str]:
    """Return the numbers in a text as the log has them: without spaces."""
    return [re.sub(r"\s", "", each) for each in _TYPED.findall(text)]


def is_subsequence(part: Iterable[str], whole: Iterable[str]) -> bool:
    """Return whether all of one stand in the other, in their order."""
    rest = iter(whole)
    return all(each in rest for each in part)
