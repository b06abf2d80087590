"""Kazakh numbers in words, whose last word takes the ending: "жиырма сегізден", "екі мың бес жүзге", "бесеуі"."""

from collections.abc import Iterator
from decimal import Decimal

from aimaq.base.languages.known_languages import NOMINATIVE
from aimaq.figures.grammar.kazakh_suffixes import TENS, UNITS, inflected, kazakh_suffix

__all__ = ["kazakh_words"]


def kazakh_words(number: int, ending: str = NOMINATIVE, *, gender: str = "", animate: bool = False) -> str:
    """Return a number from 0 to 999 999 999 in words, with one of KAZAKH_ENDINGS; Kazakh has no gender.

    Raises ValueError as ``kazakh_suffix`` does.
    """
    *before, last = _words(number) if number else [UNITS[0]]
    if ending != NOMINATIVE:
        kazakh_suffix(Decimal(number), ending, 0)  # checks that the number has this ending
        last = inflected(last, ending)
    return " ".join([*before, last])


def _words(number: int) -> Iterator[str]:
    for size, word in ((1_000_000, "миллион"), (1_000, "мың")):
        if number >= size:
            yield from _words(number // size)
            yield word
            number %= size
    hundreds, rest = divmod(number, 100)
    if hundreds > 1:
        yield UNITS[hundreds]
    if hundreds:
        yield "жүз"
    if rest >= 10:
        yield TENS[rest // 10]
    if rest % 10:
        yield UNITS[rest % 10]
