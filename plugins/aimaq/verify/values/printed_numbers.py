"""Numbers as pages print them: compared by their digits, since each language separates these otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

__all__ = ["digits_in", "first_number", "is_known", "is_printed_first", "is_subsequence", "number_of", "typed_numbers"]

_EXACT: Final = Context(prec=1000, rounding=ROUND_HALF_UP)
#: A number with its separators; a space is one where three digits follow, since a unit may begin with a digit.
_NUMBER: Final = re.compile(r"[-+\u2212]?\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d)|[.,'\u2019\u060c\u066b]\d+)*")
#: How languages separate groups of digits, and the fraction (CLDR).
_SEPARATORS: Final = {
    "en": (",", "."),
    **dict.fromkeys(("de", "tr"), (".", ",")),
    **dict.fromkeys(("kk", "ky", "pl", "ru", "uk", "uz"), (" ", ",")),
}
_DIGITS: Final = re.compile(r"\d+")
#: A number as an editor types it; the log has those of each text.
_TYPED: Final = re.compile(r"\d+(?:[ \u00a0\u2009\u202f]\d{3}(?!\d))*(?:[.,]\d+)*")


def is_known(lang: str) -> bool:
    """Return whether it is known with which signs a language writes numbers."""
    return lang in _SEPARATORS


def number_of(text: object) -> Decimal | None:
    """Return a machine's number, None if it is none."""
    if isinstance(text, bool) or not isinstance(text, str | int | float | Decimal):
        return None
    try:
        found = Decimal(str(text))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 500 else None


def is_printed_first(value: Decimal, text: str, decimals: int, lang: str = "") -> bool:
    """Return whether the first number in a text is the value, rounded to as many decimal places.

    In a language that is not known, groups of digits may be separated by anything that is not the decimal sign; all
    except the last may be of two, as India writes them.
    """
    found = _NUMBER.search(text)
    if found is None:
        return False
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    printed = found[0].lstrip("+-\u2212")
    at = len(printed) - decimals - bool(decimals)
    whole, point, fraction = printed[: max(at, 0)], printed[at : at + bool(decimals)], printed[at + 1 :]
    group, sign = _SEPARATORS.get(lang, ("", ""))
    first, *further = re.split(r"\D", whole)
    between = set(re.sub(r"\d", "", whole))
    is_written = (
        (found[0][0] in "-\u2212") == (rounded < 0)
        and len(between) <= 1
        and not between & {point}
        and (not between or not group or _spaced(between.pop()) == group)
        and (not decimals or point in (sign or ".,\u066b"))
        and (not further or (len(first) <= 3 and len(further[-1]) == 3))
        and {len(each) for each in further[:-1]} in (set(), {3}, set() if group else {2})
    )
    return is_written and "".join((first, *further)) + fraction == "".join(_DIGITS.findall(format(abs(rounded), "f")))


def _spaced(separator: str) -> str:
    return " " if separator.isspace() else separator


def first_number(text: str, lang: str) -> tuple[Decimal | None, str]:
    """Return the first number in a text, read with the signs of a language, and what stands behind it."""
    found = _NUMBER.search(text)
    if found is None:
        return None, ""
    group, sign = _SEPARATORS.get(lang, (" ", ","))
    plain = re.sub(r"\s" if group == " " else re.escape(group), "", found[0]).replace("\u2212", "-").replace(sign, ".")
    return number_of(plain), text[found.end() :]


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
