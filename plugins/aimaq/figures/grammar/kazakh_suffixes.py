"""Kazakh case suffixes, and those on numbers written in digits: "2 522-ге", "10-нан", "40-қа".

A suffix agrees with the word before it in the row of its vowels (үндестік заңы, vowel harmony) and in the sound that
it follows. For a number this is the last word as the number is read aloud. The rules use the sounds of that word.

Sources: the choice of suffix is the declension of nouns in any Kazakh grammar (септік жалғаулары); how a
number is read, whole and decimal, is CLDR's spell-out rules (common/rbnf/kk.xml: "x.x: << бүтін
>%%fractions>"); that a hyphen joins a suffix to Arabic figures is the orthography (Қазақ тілі орфографиясының
ережелері: "Араб цифрымен берілген санға қосымша дефис арқылы жалғанады: 6-ға, 100-ге дейін").
"""

from decimal import Decimal
from enum import IntEnum
from typing import Final

from aimaq.figures.grammar.numbers import rounded

__all__ = [
    "BACK_VOWELS",
    "FRONT_VOWELS",
    "KAZAKH_CASES",
    "POSSESSIVE",
    "SOUNDS",
    "Sound",
    "kazakh_suffix",
    "suffix",
    "with_suffix",
]

_UNITS: Final = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS: Final = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_THOUSANDS: Final = ("мың", "миллион", "миллиард", "триллион", "квадриллион")

BACK_VOWELS: Final = "аоұы"
FRONT_VOWELS: Final = "әеөүі"
# и and у belong to neither row; the vowel before them decides (елу: е, so елуге).


class Sound(IntEnum):
    """The kind of sound with which a suffix's first consonant agrees."""

    VOWEL = 0
    NASAL = 1
    SONORANT = 2
    FRICATIVE = 3
    VOICELESS = 4


# у sounds like a vowel, but takes suffixes as a sonorant consonant does (елудің, as in оқудың). A final б, в, г, д is
# pronounced voiceless, so миллиард takes the suffixes of т: миллиардқа, миллиардтан.
SOUNDS: Final = {
    **dict.fromkeys(BACK_VOWELS + FRONT_VOWELS, Sound.VOWEL),
    **dict.fromkeys("мнң", Sound.NASAL),
    **dict.fromkeys("рлйу", Sound.SONORANT),
    **dict.fromkeys("зж", Sound.FRICATIVE),
    **dict.fromkeys("пкқтсшбвгғд", Sound.VOICELESS),
}


# For each case: the first consonant after each kind of Sound, then the rest after a back and after a front vowel.
# The instrumental has one vowel: it developed from a postposition (менен) and does not follow vowel harmony.
_CASES: Final = {
    "genitive": ("ннддт", "ың", "ің"),
    "dative": ("ғғғғқ", "а", "е"),
    "accusative": ("ндддт", "ы", "і"),
    "locative": ("ддддт", "а", "е"),
    "ablative": ("днддт", "ан", "ен"),
    "instrumental": ("мммбп", "ен", "ен"),
}

KAZAKH_CASES: Final = tuple(_CASES)
"""The six cases that take a suffix (the nominative has none), in the order of Kazakh school grammar."""

POSSESSIVE: Final = "possessive"
"""The third person's possessive (тәуелдік жалғауы): "105-і", 105 of them. Of the forms of a number it is no case."""


def last_word(value: Decimal, decimals: int) -> str:
    """Return the last word of a number as it is read aloud, printed with ``decimals`` fraction digits.

    2522 ends in "екі", 1 000 000 in "миллион". A fraction is read as a whole number of tenths, hundredths, …:
    2,5 is "екі бүтін оннан бес", 0,25 "нөл бүтін жүзден жиырма бес", and 3,0 "үш бүтін оннан нөл". A minus is
    read first and changes nothing. Raises ValueError as ``rounded`` does.
    """
    digits = f"{rounded(value, decimals).copy_abs():f}".rpartition(".")[2]
    # The last word is the last figure before the trailing zeros, or the word for the zeros: ten, hundred, thousand.
    figures = digits.rstrip("0")
    zeros = len(digits) - len(figures)
    if not figures:
        return _UNITS[0]
    if zeros == 0:
        return _UNITS[int(figures[-1])]
    if zeros == 1:
        return _TENS[int(figures[-1])]
    if zeros == 2:
        return "жүз"
    return _THOUSANDS[min(zeros // 3, len(_THOUSANDS)) - 1]


def kazakh_suffix(value: Decimal, case: str, decimals: int) -> str:
    """Return the suffix, without a hyphen, of ``value`` in ``case`` as printed with ``decimals``: "ге".

    ``case`` is one of KAZAKH_CASES or POSSESSIVE; ValueError is raised for any other, and as ``rounded`` does.
    """
    if case not in (*_CASES, POSSESSIVE):
        expected = ", ".join((*KAZAKH_CASES, POSSESSIVE))
        raise ValueError(f'"{case}" is not a Kazakh case with a suffix; expected one of: {expected}')
    word = last_word(value, decimals)
    deciding = next(letter for letter in reversed(word) if letter in BACK_VOWELS + FRONT_VOWELS)
    front = deciding in FRONT_VOWELS
    if case == POSSESSIVE:
        return ("с" if SOUNDS[word[-1]] is Sound.VOWEL else "") + ("і" if front else "ы")
    return suffix(case, SOUNDS[word[-1]], front=front)


def suffix(case: str, after: Sound, *, front: bool) -> str:
    """Return the suffix of a case, one of KAZAKH_CASES, after a sound and after back or ``front`` vowels."""
    consonants, back_rest, front_rest = _CASES[case]
    consonant = consonants[after]
    return {"ғ": "г", "қ": "к"}.get(consonant, consonant) + front_rest if front else consonant + back_rest


def with_suffix(number_text: str, value: Decimal, case: str, decimals: int) -> str:
    """Return the printed number with its suffix: "2 522-ге" for ("2 522", 2522, "dative", 0).

    The hyphen is U+002D, which newspapers use, readers search for and every font has, unlike U+2011. A stylesheet can
    keep a line from ending after it (white-space: nowrap). Raises ValueError as ``kazakh_suffix`` does.
    """
    return f"{number_text}-{kazakh_suffix(value, case, decimals)}"
