"""Whole numbers in words: "двадцати двум", "жиырма екіден", "twenty-two"; and where a newspaper writes them so.

House style, for a number within a sentence: words up to nine, figures from ten. The Guardian style guide ("numbers":
"spell out from one to nine; numerals from 10"), the Associated Press, and A. E. Milchin and L. K. Cheltsova,
Справочник издателя и автора (однозначные числа) say so. We know of no rule of Kazakh newspapers; Kazakh publishers
follow that handbook. A sentence begins with a word, also for large numbers (all three).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Protocol

from aimaq.base.languages.known_languages import NOMINATIVE
from aimaq.figures.grammar.numerals.english_numerals import english_words
from aimaq.figures.grammar.numerals.kazakh_numerals import kazakh_words
from aimaq.figures.grammar.numerals.russian_numerals import MASCULINE, russian_words

__all__ = ["IN_WORDS", "LARGEST", "LARGEST_IN_TEXT", "number_in_words"]

LARGEST: Final = 999_999_999
LARGEST_IN_TEXT: Final = 9
"""The largest number that stands in words within a sentence."""


class _Speller(Protocol):
    def __call__(self, number: int, case: str, /, *, gender: str, animate: bool) -> str: ...


IN_WORDS: Final[Mapping[str, _Speller]] = {"ru": russian_words, "kk": kazakh_words, "en": english_words}
"""The languages whose numbers can be printed in words."""


def number_in_words(
    value: Decimal, lang: str, *, case: str = NOMINATIVE, gender: str = MASCULINE, animate: bool = False
) -> str:
    """Return a whole number in words, in the case that the sentence needs.

    ``case`` is a case of the language, in Kazakh one of KAZAKH_ENDINGS. ``gender`` and ``animate`` are those of the
    counted noun, on which Russian numbers depend (одно предприятие, две заявки, двух студентов). Raises ValueError for
    a number that is not whole, is negative or has more than nine digits, for another language, and for a case that
    the language does not have.
    """
    if lang not in IN_WORDS:
        raise ValueError(f'no words for numbers are known in "{lang}", only in {", ".join(IN_WORDS)}')
    if value != value.to_integral_value() or not 0 <= value <= LARGEST:
        raise ValueError(f"{value} cannot be put in words: expected a whole number from 0 to {LARGEST:,}")
    return IN_WORDS[lang](int(value), case, gender=gender, animate=animate)
